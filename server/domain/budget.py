"""The budget of an area by programme, and that of each area or village right below it. Official alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.queries import areas
from server.db.queries import budget as queries
from server.domain.assignments import AreaUnknown
from server.domain.grades import DIGITS_BELOW, VILLAGE_DIGITS
from server.domain.indicators.budget import COUNTED_STAGES, BudgetLine, BudgetTable, ProjectMoney, budget_table


@dataclass(frozen=True)
class AreaBudget:
    """An area's table. level: by the digits of its code."""

    code: str
    name_th: str
    table: BudgetTable


@dataclass(frozen=True)
class Budget:
    """An area in a fiscal year and what lies right below it, in the order of the codes; projects or none."""

    year: int
    whole: AreaBudget
    parts: tuple[AreaBudget, ...]


def of_area(session: Session, workspace_id: int, code: str, *, year: int) -> Budget:
    """The projects that were approved and not cancelled. year: fiscal, Buddhist. Raises AreaUnknown."""
    if not areas.is_known(session, workspace_id, code):
        raise AreaUnknown(area=code)
    digits = DIGITS_BELOW.get(len(code), VILLAGE_DIGITS)
    rows = queries.money(session, workspace_id, code, year=year, digits=digits, stages=COUNTED_STAGES)
    by_part = {part: list(found) for part, found in groupby(rows, key=lambda row: row.part)}
    names = areas.names(session, workspace_id, code, digits)
    own = areas.names(session, workspace_id, code, len(code))
    parts = tuple(
        AreaBudget(part, names.get(part, ""), table_of(by_part.get(part, ()))) for part in sorted({*names, *by_part})
    )
    return Budget(year, AreaBudget(code, own.get(code, ""), table_of(rows)), () if code in names else parts)


def table_of(rows: Iterable[Row]) -> BudgetTable:
    columns = ProjectMoney.__dataclass_fields__
    return budget_table(ProjectMoney(**{name: getattr(row, name) for name in columns}) for row in rows)


def lines_of(table: BudgetTable) -> Iterator[tuple[str, int | None, BudgetLine]]:
    """(line, programme, figures): the programmes, their total, and below it the making of plans."""
    for number, line in table.programmes.items():
        yield "programme", number, line
    yield "total", None, table.total
    yield "plan_making", None, table.plan_making
