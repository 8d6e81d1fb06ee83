"""Locked years: what would come out otherwise now, and what goes with a lock."""

from collections.abc import Sequence

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

OF_YEAR = {"results": "village_year", "indicators": "indicator_result"}
OF_NOW = {"results": "village_year_now", "indicators": "indicator_result_now"}

# One line per village on a basis. The reference date is left out: with the days alone it moves on.
STANDING = """
    select r.village_code, r.status, r.grade, r.gate, r.households, told.accounts, told.forum, told.met
    from {results} r
    join lateral (
        select max(num) filter (where indicator = 1) as accounts, max(num) filter (where indicator = 2) as forum,
               array_agg(met order by indicator) as met
        from {indicators} i
        where i.workspace_id = r.workspace_id and i.plan_year = r.plan_year and i.basis = r.basis
          and i.village_code = r.village_code) told on true
    where r.workspace_id = :workspace_id and r.plan_year = :plan_year and r.basis = :basis
      and r.village_code >= :area_code and r.village_code < :area_code || '~'
"""
COMPARED = ("status", "grade", "gate", "households", "accounts", "forum", "met")
CHANGES = text(f"""
    with locked as ({STANDING.format(**OF_YEAR)}), today as ({STANDING.format(**OF_NOW)})
    select v.code, v.moo, v.name_th, {", ".join(f"locked.{name}" for name in COMPARED)},
        {", ".join(f"today.{name} as {name}_now" for name in COMPARED)}
    from locked join today on today.village_code = locked.village_code
    join village v on v.workspace_id = :workspace_id and v.code = locked.village_code
    where ({", ".join(f"locked.{name}" for name in COMPARED)})
        is distinct from ({", ".join(f"today.{name}" for name in COMPARED)})
    order by v.code
""")  # noqa: S608


def changes(session: Session, workspace_id: int, area_code: str, plan_year: int, basis: str) -> Sequence[Row]:
    """The villages of an area whose published result is not what would come out now: both, figure by figure."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "plan_year": plan_year, "basis": basis}
    return session.execute(CHANGES, asked).all()


def leave_out_villages_out_of_use(session: Session, workspace_id: int, plan_year: int) -> None:
    """A village that is not in use has no result of the year that is being locked."""
    session.execute(
        text("""
            delete from village_year y using village v
            where y.workspace_id = :workspace_id and y.plan_year = :plan_year
              and v.workspace_id = y.workspace_id and v.code = y.village_code and not v.active"""),
        {"workspace_id": workspace_id, "plan_year": plan_year},
    )


def forget(session: Session, workspace_id: int, plan_year: int) -> None:
    """What was kept for the lock of a year goes: the evidence, and what stands beside the published results."""
    for table in ("locked_evidence", "village_year_now"):
        session.execute(
            text(f"delete from {table} where workspace_id = :workspace_id and plan_year = :plan_year"),  # noqa: S608
            {"workspace_id": workspace_id, "plan_year": plan_year},
        )


LOCKED = text("""
    select c.plan_year, c.locked_on, lock.by, lock.at from criteria c
    left join lateral (
        select a.display_name as by, e.at from event e join actor a on a.id = e.actor_id
        where e.workspace_id = c.workspace_id and e.subject = 'year' and e.subject_id = cast(c.plan_year as text)
          and e.verb = 'year.lock' order by e.id desc limit 1) lock on c.locked_on is not null
    where c.workspace_id = :workspace_id order by c.plan_year desc
""")


def years(session: Session, workspace_id: int) -> Sequence[Row]:
    """(plan_year, locked_on, by, at) of every plan year, the latest first."""
    return session.execute(LOCKED, {"workspace_id": workspace_id}).all()


ACTS = text("""
    select e.verb, e.at, a.display_name as by, e.details from event e join actor a on a.id = e.actor_id
    where e.workspace_id = :workspace_id and e.subject = 'year' and e.subject_id = cast(:plan_year as text)
      and e.verb in ('year.lock', 'year.unlock', 'year.set_rules')
    order by e.id desc limit :most
""")


def acts(session: Session, workspace_id: int, plan_year: int, most: int = 50) -> Sequence[Row]:
    """(verb, at, by, details) of what changed a whole year: its locks, unlocks and rules, the latest first."""
    return session.execute(ACTS, {"workspace_id": workspace_id, "plan_year": plan_year, "most": most}).all()
