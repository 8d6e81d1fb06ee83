"""Household finance of areas, and of a village for its forum: never about fewer than ten households."""

from collections.abc import Iterator
from decimal import Decimal

from flask import Response, g

from server.api import tables
from server.api.area_schemas import SIDES, FinanceSchema, VillageFinanceSchema
from server.api.labels import FINANCE_TABLE
from server.api.schemas import ProblemSchema, TableQuery, YearQuery
from server.api.wire import api
from server.auth import allows, scope_of
from server.db.session import read_only
from server.domain import finance
from server.domain.finance import AreaFinances, VillageSheet
from server.domain.indicators.criteria import Basis
from server.exports import shapes
from server.exports.columns import FEWER_THAN_TEN


@api.get("/areas/<code>/finance")
@allows("village.read")
@api.arguments(YearQuery, location="query", as_kwargs=True)
@api.response(200, FinanceSchema)
@api.alt_response(403, schema=ProblemSchema)
@api.alt_response(422, schema=ProblemSchema)
def area_finance(code: str, year: int, basis: Basis) -> dict:
    """What the households of an area earn, spend and owe in an average month, and those of each area right below.

    Rows of villages are there for district officers alone, and so is the provisional basis.
    """
    found = of_area(code, year, basis)
    told = {"plan_year": year, "basis": basis, "rows": [shapes.finance(row) for row in found.rows]}
    return shapes.finance(found.whole) | told


@api.get("/areas/<code>/finance.csv")
@allows("village.read")
@api.arguments(TableQuery, location="query", as_kwargs=True)
@api.response(200, content_type="text/csv", description="UTF-8 with a byte order mark, for Excel")
@api.alt_response(403, schema=ProblemSchema)
@api.alt_response(422, schema=ProblemSchema)
def area_finance_table(code: str, year: int, basis: Basis, lang: str | None = None) -> Response:
    """The area and the rows below it as a table; what is not told is empty, or says so in words."""
    found = of_area(code, year, basis)
    told = {"plan_year": year, "basis": basis}
    rows = [told | in_words(shapes.finance(row), lang) for row in (found.whole, *found.rows)]
    return tables.csv(FINANCE_TABLE, rows, lang=lang, file_name=f"finance-{code}-{year}-{basis}.csv")


@api.get("/villages/<code>/finance")
@allows("village.finance")
@api.arguments(YearQuery, location="query", as_kwargs=True)
@api.response(200, VillageFinanceSchema)
@api.alt_response(422, schema=ProblemSchema)
def village_finance(code: str, year: int, basis: Basis) -> dict:
    """The same of one village, and its money by category, for the district to print for its forum."""
    with read_only(scope_of(g.caller)) as session:
        sheet = finance.of_village(session, g.caller, code, plan_year=year, basis=basis)
    told = {"moo": sheet.moo, "plan_year": year, "basis": basis, "lines_told_on": sheet.lines_told_on}
    return shapes.finance(sheet.whole) | told | {"lines": list(lines_of(sheet))}


def of_area(code: str, year: int, basis: Basis) -> AreaFinances:
    """Raises NotFound, AreaUnknown, YearNotOpen, ProvisionalNotTold."""
    with read_only(scope_of(g.caller)) as session:
        return finance.of_area(session, g.caller, code, plan_year=year, basis=basis)


def in_words(row: dict, lang: str | None) -> dict:
    """For people, a figure that is not told says why; for programs it is empty."""
    return row | dict.fromkeys(row["suppressed_figures"], FEWER_THAN_TEN[lang]) if lang else row


def lines_of(sheet: VillageSheet) -> Iterator[dict]:
    for side, named in zip(SIDES, sheet.lines.values(), strict=True):
        for one in named:
            amount = {"households": one.line.households, "baht": Decimal(one.line.amount).scaleb(-2)}
            yield {"side": side, "category": one.line.category, "words": one.words} | amount
