"""What the list of submissions can be narrowed by: forms, places, teams."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Row, text
from sqlalchemy.orm import Session


class FormName(NamedTuple):
    """A form whose submissions somebody may see."""

    id: int
    form_id: str
    title: str


def forms(session: Session, workspace_id: int, sees: Sequence[str]) -> list[FormName]:
    """The forms of these classes of data, by title."""
    rows = text("""
        select id, form_id, title from form
        where workspace_id = :workspace_id and data_class = any (:sees) and state <> 'deleted' order by title
    """)
    return [FormName(*row) for row in session.execute(rows, {"workspace_id": workspace_id, "sees": list(sees)})]


def places(session: Session, workspace_id: int, area_code: str) -> list[Row]:
    """(code, moo, name_th, name_en) of what to narrow an area by: the areas and villages inside it; for a province
    its districts alone."""
    rows = text("""
        select code, null::integer as moo, name_th, name_en from area
        where workspace_id = :workspace_id and starts_with(code, :area_code) and code <> :area_code
          and length(code) <= :digits and valid_to is null
        union all
        select code, moo, name_th, null from village
        where workspace_id = :workspace_id and active and :digits = 8 and starts_with(code, :area_code)
        order by code
    """)
    digits = 4 if len(area_code) == 2 else 8
    named = {"workspace_id": workspace_id, "area_code": area_code, "digits": digits}
    return list(session.execute(rows, named))


def teams(session: Session, workspace_id: int, area_code: str) -> list[Row]:
    """(id, name) of the phones of an area, to narrow the list by."""
    rows = text("""
        select a.id, a.display_name as name from assignment g join actor a on a.id = g.actor_id and a.kind = 'phone'
        where g.workspace_id = :workspace_id and starts_with(g.area_code, :area_code) order by a.display_name
    """)
    return list(session.execute(rows, {"workspace_id": workspace_id, "area_code": area_code}))
