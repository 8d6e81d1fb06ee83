"""The list of submissions as reviewers go through it: narrowed, counted by state, a page at a time from the newest."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to. forms: ids the caller may see; village: a village, or the beginning of its code.

    before: the last id of the page before.
    """

    workspace_id: int
    area_code: str
    forms: tuple[int, ...]
    states: tuple[str, ...]
    village: str | None = None
    flagged: bool = False
    before: int | None = None


class Listed(NamedTuple):
    """A submission in the list. name: what the form calls it, such as a house; team: the phone's name."""

    id: int
    state: str
    form_id: str
    title: str
    name: str | None
    team: str
    village_code: str | None
    moo: int | None
    village: str | None
    received_at: dt.datetime
    edits: int
    flags: list[str]


# Three ways to lie in an area, each by an index: by its village, not drained yet, sent by a phone of the area from
# outside it. One condition with `or` would read every submission there is.
VISIBLE = """
    with visible as (
        select s.id, s.state, s.village_code from submission s
        where s.workspace_id = :workspace_id and s.form = any (:forms) and s.deleted_at is null
          and s.village_code >= :area_code and s.village_code < :area_code || '~'
        union all
        select s.id, s.state, s.village_code from submission s
        where s.workspace_id = :workspace_id and s.form = any (:forms) and s.deleted_at is null
          and s.village_code is null and starts_with(s.phone_area, :area_code)
        union all
        select s.id, s.state, s.village_code from submission s
        where s.workspace_id = :workspace_id and s.form = any (:forms) and s.deleted_at is null
          and s.phone_area >= :area_code and s.phone_area < :area_code || '~'
          and not starts_with(s.village_code, s.phone_area) and not starts_with(s.village_code, :area_code))
"""
IN_VILLAGE = " and visible.village_code >= :village and visible.village_code < :village || '~'"
FLAGGED = " and exists (select from submission_flag f where f.submission_id = visible.id)"
OLDER = " and visible.id < :before"

COUNTS = "select state, count(*) from visible where true{narrowed} group by state"
IDS = "select id from visible where state = any (:states){narrowed} order by id desc limit :limit"
DETAILS = text("""
    select s.id, s.state, f.form_id, f.title, v.instance_name, a.display_name, s.village_code, p.moo, p.name_th,
           s.received_at, s.edits,
           array(select g.code from submission_flag g where g.submission_id = s.id order by g.code)
    from submission s
    join form f on f.id = s.form
    join actor a on a.id = s.actor_id
    left join submission_version v on v.submission_id = s.id and v.is_current
    left join village p on p.workspace_id = s.workspace_id and p.code = s.village_code
    where s.id = any (:ids) order by s.id desc
""")


def counts(session: Session, wanted: Wanted) -> dict[str, int]:
    """How many submissions there are in each state, whatever state is wanted."""
    return dict(session.execute(text(VISIBLE + COUNTS.format(narrowed=narrowed(wanted))), named(wanted)).all())


def page(session: Session, wanted: Wanted) -> tuple[list[Listed], int | None]:
    """A page of submissions, newest first, and the id before which the next page begins; None on the last."""
    narrow = narrowed(wanted) + (OLDER if wanted.before else "")
    ids = list(session.scalars(text(VISIBLE + IDS.format(narrowed=narrow)), named(wanted) | {"limit": PAGE + 1}))
    shown = ids[:PAGE]
    rows = [Listed(*row) for row in session.execute(DETAILS, {"ids": shown})]
    return rows, shown[-1] if len(ids) > PAGE else None


def narrowed(wanted: Wanted) -> str:
    return (IN_VILLAGE if wanted.village else "") + (FLAGGED if wanted.flagged else "")


def named(wanted: Wanted) -> dict[str, object]:
    return vars(wanted) | {"forms": list(wanted.forms), "states": list(wanted.states)}


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
