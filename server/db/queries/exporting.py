"""Rows of long tables, read as they are written: the database keeps the cursor, nobody keeps the rows."""

from collections.abc import Iterator, Mapping

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

AT_ONCE = 2000  # rows that are in memory

NAMED = """
    left join area d on d.workspace_id = v.workspace_id and d.code = left(v.code, 4)
    left join area t on t.workspace_id = v.workspace_id and t.code = left(v.code, 6)
"""
OF_VILLAGE = "v.code, d.name_th as district, t.name_th as subdistrict, v.moo, v.name_th"


def indicator(number: int) -> str:
    return f"""
    left join indicator_result i{number} on i{number}.workspace_id = y.workspace_id
         and i{number}.plan_year = y.plan_year and i{number}.basis = y.basis
         and i{number}.village_code = y.village_code and i{number}.indicator = {number}"""


# As in the roll-up: a village that is not computed yet is there without data; of a locked year there are those of the
# day of the lock.
VILLAGES = text(f"""
    select cast(:plan_year as integer) as plan_year, cast(:basis as text) as basis, {OF_VILLAGE},
           coalesce(y.status, 'no_data') as status, y.grade, coalesce(y.gate, 'unknown') as gate, y.households,
           i1.num as accounts_num, i1.needed as accounts_needed, i1.percent as accounts_pct, i1.met as met_1,
           i2.num as forum_num, i2.needed as forum_needed, i2.percent as forum_pct, i2.met as met_2,
           i3.met as met_3, i4.met as met_4, y.reference_date, y.computed_at
    from village v
    left join criteria c on c.workspace_id = v.workspace_id and c.plan_year = :plan_year
    left join village_year y on y.workspace_id = v.workspace_id and y.village_code = v.code
         and y.plan_year = :plan_year and y.basis = :basis
    {"".join(indicator(number) for number in range(1, 5))} {NAMED}
    where v.workspace_id = :workspace_id and v.code >= :area_code and v.code < :area_code || '~'
      and case when c.locked_on is null then v.active else y.village_code is not null end
    order by v.code
""")  # noqa: S608
INDICATORS_FROM = """
    from indicator_result i
    join village_year y on y.workspace_id = i.workspace_id and y.plan_year = i.plan_year and y.basis = i.basis
         and y.village_code = i.village_code
    join village v on v.workspace_id = i.workspace_id and v.code = i.village_code
    left join criteria c on c.workspace_id = i.workspace_id and c.plan_year = i.plan_year
"""
INDICATORS_OF = """
    where i.workspace_id = :workspace_id and i.village_code >= :area_code and i.village_code < :area_code || '~'
      and (cast(:plan_year as integer) is null or i.plan_year = :plan_year) and (v.active or c.locked_on is not null)
"""
INDICATORS = text(f"""
    select i.plan_year, i.basis, {OF_VILLAGE}, y.status, y.grade, i.indicator, i.num, i.den, i.needed, i.percent, i.met
    {INDICATORS_FROM} {NAMED} {INDICATORS_OF} order by i.plan_year, i.basis, i.village_code, i.indicator
""")  # noqa: S608
EVENTS_OF = """
    where e.workspace_id = :workspace_id and e.village_code >= :area_code and e.village_code < :area_code || '~'
      and (cast(:plan_year as integer) is null or e.plan_year = :plan_year)
"""
EVENTS = text(f"""
    select e.at, e.plan_year, e.basis, {OF_VILLAGE}, e.old_status, e.new_status, e.old_grade, e.new_grade
    from grade_event e join village v on v.workspace_id = e.workspace_id and v.code = e.village_code
    {NAMED} {EVENTS_OF} order by e.id
""")  # noqa: S608
COUNTS = {
    "indicators": text(f"select count(*) {INDICATORS_FROM} {INDICATORS_OF}"),  # noqa: S608
    "grade_events": text(f"select count(*) from grade_event e {EVENTS_OF}"),  # noqa: S608
}


def villages(
    session: Session, workspace_id: int, area_code: str, *, plan_year: int, basis: str
) -> Iterator[Mapping[str, object]]:
    """The villages of an area with their four indicators in one row each, by code."""
    return streamed(session, VILLAGES, named(workspace_id, area_code, plan_year) | {"basis": basis})


def indicators(
    session: Session, workspace_id: int, area_code: str, *, plan_year: int | None
) -> Iterator[Mapping[str, object]]:
    """A row for each village, year, basis and indicator; of one year, or of all."""
    return streamed(session, INDICATORS, named(workspace_id, area_code, plan_year))


def grade_events(
    session: Session, workspace_id: int, area_code: str, *, plan_year: int | None
) -> Iterator[Mapping[str, object]]:
    """Changes of status and grade of an area's villages, in the order in which they happened."""
    return streamed(session, EVENTS, named(workspace_id, area_code, plan_year))


def count(session: Session, table: str, workspace_id: int, area_code: str, plan_year: int | None) -> int | None:
    """How many rows a long table has; None for the others, which nobody waits for."""
    counting = COUNTS.get(table)
    return session.scalar(counting, named(workspace_id, area_code, plan_year)) if counting is not None else None


COMPUTED = text("""
    select max(computed_at) from village_year where workspace_id = :workspace_id and village_code >= :area_code
      and village_code < :area_code || '~' and (cast(:plan_year as integer) is null or plan_year = :plan_year)
""")


def computed_at(session: Session, workspace_id: int, area_code: str, plan_year: int | None):
    """When the results of an area were computed last; None before the first time."""
    return session.scalar(COMPUTED, named(workspace_id, area_code, plan_year))


def named(workspace_id: int, area_code: str, plan_year: int | None) -> dict[str, object]:
    return {"workspace_id": workspace_id, "area_code": area_code, "plan_year": plan_year}


def streamed(session: Session, statement: TextClause, asked: dict[str, object]) -> Iterator[Mapping[str, object]]:
    yield from session.execute(statement, asked, execution_options={"yield_per": AT_ONCE}).mappings()
