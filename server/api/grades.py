"""Grades of areas: the roll-up, and a row for each area or village right below."""

from flask import Response, g

from server.api import tables
from server.api.labels import GRADES_TABLE
from server.api.schemas import GradesSchema, ProblemSchema, TableQuery, YearQuery
from server.api.wire import api
from server.auth import allows, scope_of
from server.db.session import read_only
from server.domain import grades, years
from server.domain.grades import Grades, figures
from server.domain.indicators.criteria import Basis
from server.exports import shapes


@api.get("/areas/<code>/grades")
@allows("village.read")
@api.arguments(YearQuery, location="query", as_kwargs=True)
@api.response(200, GradesSchema)
@api.alt_response(422, schema=ProblemSchema)
def area_grades(code: str, year: int, basis: Basis) -> dict:
    """The grades of an area: villages by status and grade, percents, gates; and the same of each part of it."""
    found = of_area(code, year, basis)
    whole = {"code": code, "plan_year": year, "basis": basis}
    return whole | figures(found.roll_up) | {"rows": shapes.grades(found)}


@api.get("/areas/<code>/grades.csv")
@allows("village.read")
@api.arguments(TableQuery, location="query", as_kwargs=True)
@api.response(200, content_type="text/csv", description="UTF-8 with a byte order mark, for Excel")
@api.alt_response(422, schema=ProblemSchema)
def area_grades_table(code: str, year: int, basis: Basis, lang: str | None = None) -> Response:
    """The rows below an area as a table for a spreadsheet."""
    told = {"plan_year": year, "basis": basis}
    rows = [told | row for row in shapes.grades(of_area(code, year, basis))]
    return tables.csv(GRADES_TABLE, rows, lang=lang, file_name=f"grades-{code}-{year}-{basis}.csv")


def of_area(code: str, plan_year: int, basis: Basis) -> Grades:
    """Raises YearNotOpen and AreaUnknown."""
    with read_only(scope_of(g.caller)) as session:
        years.must_be_open(session, g.caller.workspace_id, plan_year)
        return grades.of_area(session, g.caller.workspace_id, code, plan_year=plan_year, basis=basis)
