"""Changes of grades in an area: what they were, what they are, and the submission that did it."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

IN_AREA = """
    e.workspace_id = :workspace_id and e.plan_year = :plan_year
    and (cast(:basis as text) is null or e.basis = :basis)
    and e.village_code >= :area_code and e.village_code < :area_code || '~'
"""

# A form's answers are guarded; that a submission of this form was the cause is not.
EVENTS = text(f"""
    select e.id, e.at, e.basis, e.village_code, v.moo, v.name_th, e.old_status, e.new_status, e.old_grade, e.new_grade,
           e.cause, s.id as submission_id, s.form_id, s.title,
           exists (select from submission_version n where n.submission_id = s.id) as may_open
    from (select * from grade_event e
          where {IN_AREA} and (cast(:since as timestamptz) is null or e.at >= :since)
            and (not :only_restated or (e.old_grade is not null and e.old_grade is distinct from e.new_grade))
            and (cast(:before as bigint) is null or e.id < :before)
          order by e.id desc limit :most) e
    join village v on v.workspace_id = e.workspace_id and v.code = e.village_code
    left join lateral (
        select s.id, f.form_id, f.title from form f
        join submission s on s.workspace_id = f.workspace_id and s.form = f.id and s.instance_id = e.cause
        where f.workspace_id = e.workspace_id and s.deleted_at is null limit 1) s on e.cause is not null
    order by e.id desc
""")  # noqa: S608


def listed(
    session: Session,
    workspace_id: int,
    area_code: str,
    *,
    plan_year: int,
    basis: str | None,
    since: dt.datetime | None = None,
    only_restated: bool = False,
    before: int | None = None,
    most: int = 50,
) -> Sequence[Row]:
    """The latest first, of an area or a village. basis: None for both; only_restated: with another grade before.

    before: the last id of the page before; may_open: whether the caller may read the submission that caused it.
    """
    asked = {"workspace_id": workspace_id, "area_code": area_code, "plan_year": plan_year, "basis": basis}
    more = {"since": since, "only_restated": only_restated, "before": before, "most": most}
    return session.execute(EVENTS, asked | more).all()


MOVED = text(f"""
    select first.old_grade as was, last.new_grade as grade, count(*) as villages
    from (select e.village_code, min(e.id) as first_id, max(e.id) as last_id from grade_event e
          where {IN_AREA} and e.at >= :since group by e.village_code) moved
    join grade_event first on first.id = moved.first_id
    join grade_event last on last.id = moved.last_id
    where first.old_grade is distinct from last.new_grade
    group by 1, 2
""")  # noqa: S608


def moved(
    session: Session, workspace_id: int, area_code: str, *, plan_year: int, basis: str, since: dt.datetime
) -> Sequence[Row]:
    """(was, grade, villages): how many villages went from one grade to another since then; None is no grade."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "plan_year": plan_year, "basis": basis}
    return session.execute(MOVED, asked | {"since": since}).all()
