"""What pages of figures ask besides the figures: years, names of areas, the way from evidence to its submission."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Row, text
from sqlalchemy.orm import Session


class Year(NamedTuple):
    """A plan year that has rules, and whether it is locked."""

    plan_year: int
    is_locked: bool


def years(session: Session, workspace_id: int) -> list[Year]:
    """The plan years of a workspace, the latest first."""
    rows = text("select plan_year, locked_on is not null from criteria where workspace_id = :id order by 1 desc")
    return [Year(*row) for row in session.execute(rows, {"id": workspace_id})]


def submissions_of(session: Session, workspace_id: int, instance_ids: Iterable[str]) -> dict[str, int]:
    """instance id -> id of the submission, as addresses name it; of those that the caller may open."""
    rows = text("""
        select s.instance_id, s.id from form f
        join submission s on s.workspace_id = f.workspace_id and s.form = f.id
        where f.workspace_id = :workspace_id and s.instance_id = any (:ids) and s.deleted_at is null
          and exists (select from submission_version v where v.submission_id = s.id)
    """)
    wanted = sorted(set(instance_ids))
    return dict(session.execute(rows, {"workspace_id": workspace_id, "ids": wanted}).all()) if wanted else {}


def area_names(session: Session, workspace_id: int, code: str) -> list[Row]:
    """(code, level, name_th, name_en) of an area and everything above it, the province first."""
    rows = text("""
        select code, level, name_th, name_en from area
        where workspace_id = :workspace_id and starts_with(:code, code) order by code
    """)
    return list(session.execute(rows, {"workspace_id": workspace_id, "code": code}))
