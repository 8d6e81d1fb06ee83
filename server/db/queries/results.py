"""Results of villages: stored, compared, read."""

from collections.abc import Sequence

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from server.db.models import Criteria as CriteriaRow
from server.db.models import GradeEvent, IndicatorResult, IndicatorResultNow, VillageYear, VillageYearNow
from server.db.queries import bulk
from server.domain.indicators.criteria import Criteria

RULES = tuple(Criteria.__dataclass_fields__)


def criteria_of(session: Session, workspace_id: int, plan_year: int) -> Criteria | None:
    """The rules of a plan year; None when it is not open."""
    row = session.get(CriteriaRow, (workspace_id, plan_year))
    return Criteria(**{name: getattr(row, name) for name in RULES}) if row else None


def stored(session: Session, workspace_id: int, plan_year: int, villages: Sequence[str]) -> dict[tuple, Row]:
    """{(village, basis): (status, grade, gate)} as published."""
    told = (VillageYear.status, VillageYear.grade, VillageYear.gate)
    rows = select(VillageYear.village_code, VillageYear.basis, *told).where(
        VillageYear.workspace_id == workspace_id,
        VillageYear.plan_year == plan_year,
        VillageYear.village_code.in_(villages),
    )
    return {(row.village_code, row.basis): row for row in session.execute(rows)}


def publish(session: Session, years: list[dict], indicators: list[dict], events: list[dict]) -> None:
    """Write results of villages, their indicators, and the events of those whose grade or status changed."""
    bulk.put(session, VillageYear, years)
    bulk.put(session, IndicatorResult, indicators)
    bulk.insert(session, GradeEvent, events)


def put_beside(session: Session, years: list[dict], indicators: list[dict]) -> None:
    """Write what villages of a locked year would have now, beside what is published."""
    bulk.put(session, VillageYearNow, years)
    bulk.put(session, IndicatorResultNow, indicators)


def mark_all_stale(
    session: Session,
    workspace_id: int | None = None,
    plan_year: int | None = None,
    village_code: str | None = None,
    *,
    accounts: bool = True,
) -> int:
    """Ask for every active village of every year (or of one workspace, year, village).

    accounts: whether their accounts are read again, too; where none of them can have changed, that is most of the work.
    Returns how many village years those are.
    """
    marked = session.execute(
        text("""
            insert into stale_village (workspace_id, village_code, plan_year, accounts)
            select v.workspace_id, v.code, c.plan_year, :accounts from village v
            join criteria c on c.workspace_id = v.workspace_id
            where v.active and (cast(:workspace as integer) is null or v.workspace_id = :workspace)
              and (cast(:year as integer) is null or c.plan_year = :year)
              and (cast(:village as text) is null or v.code = :village)"""),
        {"workspace": workspace_id, "year": plan_year, "village": village_code, "accounts": accounts},
    )
    return marked.rowcount


FIGURES = """
    select y.village_code, y.plan_year, y.basis, to_jsonb(y) - 'computed_at' as whole,
        (select jsonb_object_agg(i.indicator, to_jsonb(i)) from {indicators} i
         where (i.workspace_id, i.plan_year, i.basis, i.village_code)
             = (y.workspace_id, y.plan_year, y.basis, y.village_code)) as indicators
    from {results} y
    where y.workspace_id = :workspace_id and (cast(:village as text) is null or y.village_code = :village)
      and (cast(:year as integer) is null or y.plan_year = :year)
"""
OF_TABLES = {  # what a figure's name begins with -> where it stands
    "": text(FIGURES.format(results="village_year", indicators="indicator_result")),
    "since the lock: ": text(FIGURES.format(results="village_year_now", indicators="indicator_result_now")),
}


Figures = dict[tuple[str, int, str, str], object]


def figures(session: Session, workspace_id: int, plan_year: int | None, village_code: str | None) -> Figures:
    """{(village, year, basis, figure): value} of all that was computed; `num of indicator 1` is a figure."""
    asked = {"workspace_id": workspace_id, "year": plan_year, "village": village_code}
    found: Figures = {}
    for prefix, statement in OF_TABLES.items():
        for row in session.execute(statement, asked):
            key = (row.village_code, row.plan_year, row.basis)
            found |= {(*key, f"{prefix}{name}"): value for name, value in row.whole.items()}
            for number, indicator in (row.indicators or {}).items():
                named = {f"{prefix}{name} of indicator {number}": value for name, value in indicator.items()}
                found |= {(*key, name): value for name, value in named.items()}
    return found
