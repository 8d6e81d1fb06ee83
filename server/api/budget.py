"""Budgets of areas by programme: the area itself, and each area or village right below."""

from flask import Response, g

from server.api import tables
from server.api.area_schemas import BudgetSchema
from server.api.labels import BUDGET_TABLE
from server.api.schemas import FiscalYearQuery, ProblemSchema, YearAloneTableQuery
from server.api.wire import api
from server.auth import allows, scope_of
from server.db.session import read_only
from server.domain import budget
from server.domain.budget import AreaBudget, Budget
from server.exports.shapes import budget_figures, budget_lines, place


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
    rows = ({"year": year} | row for area in (found.whole, *found.parts) for row in budget_lines(area))
    return tables.csv(BUDGET_TABLE, rows, lang=lang, file_name=f"budget-{code}-{year}.csv")


def of_area(code: str, year: int) -> Budget:
    """Raises AreaUnknown."""
    with read_only(scope_of(g.caller)) as session:
        return budget.of_area(session, g.caller.workspace_id, code, year=year)


def shape(area: AreaBudget) -> dict:
    table = area.table
    programmes = [{"programme": number} | budget_figures(line) for number, line in table.programmes.items()]
    return place(area.code, area.name_th) | {
        "programmes": programmes,
        "total": budget_figures(table.total),
        "plan_making": budget_figures(table.plan_making),
    }
