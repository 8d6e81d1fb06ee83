"""Budgets of areas by programme: the area itself, and each area or village right below."""

from collections.abc import Iterator
from decimal import Decimal

from flask import Response, g

from server.api import tables
from server.api.area_schemas import BudgetSchema
from server.api.labels import BUDGET_TABLE
from server.api.schemas import FiscalYearQuery, ProblemSchema, YearAloneTableQuery
from server.api.wire import api
from server.auth import allows, scope_of
from server.db.session import transaction
from server.domain import budget
from server.domain.areas import LEVELS
from server.domain.budget import AreaBudget, Budget, lines_of
from server.domain.indicators.budget import BudgetLine


@api.get("/areas/<code>/budget")
@allows("project.read")
@api.arguments(FiscalYearQuery, location="query", as_kwargs=True)
@api.response(200, BudgetSchema)
@api.alt_response(422, schema=ProblemSchema)
def area_budget(code: str, year: int) -> dict:
    """The approved projects of an area in a fiscal year by programme: number, money, percents. Official alone."""
    found = of_area(code, year)
    told = {"year": year, "basis": "official", "rows": [shape(part) for part in found.parts]}
    return shape(found.whole) | told


@api.get("/areas/<code>/budget.csv")
@allows("project.read")
@api.arguments(YearAloneTableQuery, location="query", as_kwargs=True)
@api.response(200, content_type="text/csv", description="UTF-8 with a byte order mark, for Excel")
@api.alt_response(422, schema=ProblemSchema)
def area_budget_table(code: str, year: int, lang: str | None = None) -> Response:
    """The same as a table: seven lines for the area, then for each below it."""
    found = of_area(code, year)
    rows = ({"year": year} | row for area in (found.whole, *found.parts) for row in rows_of(area))
    return tables.csv(BUDGET_TABLE, rows, lang=lang, file_name=f"budget-{code}-{year}.csv")


def of_area(code: str, year: int) -> Budget:
    """Raises AreaUnknown."""
    with transaction(scope_of(g.caller)) as session:
        return budget.of_area(session, g.caller.workspace_id, code, year=year)


def place(area: AreaBudget) -> dict:
    return {"code": area.code, "level": LEVELS.get(len(area.code), "village"), "name_th": area.name_th}


def shape(area: AreaBudget) -> dict:
    table = area.table
    programmes = [{"programme": number} | figures(line) for number, line in table.programmes.items()]
    return place(area) | {
        "programmes": programmes,
        "total": figures(table.total),
        "plan_making": figures(table.plan_making),
    }


def rows_of(area: AreaBudget) -> Iterator[dict]:
    for line, programme, found in lines_of(area.table):
        yield place(area) | {"line": line, "programme": programme} | figures(found)


def figures(line: BudgetLine) -> dict:
    """Satang as baht; percents as they are rounded or cut."""
    return {
        "projects": line.projects,
        "baht": baht(line.approved),
        "million_baht": line.million_baht,
        "pct": line.pct,
        "transferred_baht": baht(line.transferred),
        "transferred_pct": line.transferred_pct,
        "disbursed_baht": baht(line.disbursed),
        "disbursed_pct": line.disbursed_pct,
    }


def baht(satang: int) -> Decimal:
    return Decimal(satang).scaleb(-2)
