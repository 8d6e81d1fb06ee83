"""How the work of areas goes: what waits, what is missing, what teams sent. Numbers only."""

from datetime import UTC, datetime

from flask import g

from server.api.area_schemas import ProcessSchema
from server.api.schemas import FiscalYearQuery, ProblemSchema
from server.api.wire import api
from server.auth import allows
from server.domain import process
from server.exports import shapes


@api.get("/areas/<code>/process")
@allows("village.read")
@api.arguments(FiscalYearQuery, location="query", as_kwargs=True)
@api.response(200, ProcessSchema)
@api.alt_response(422, schema=ProblemSchema)
def area_process(code: str, year: int) -> dict:
    """What waits for review, what is missing, and what each team sent, in an area and each area right below."""
    found = process.of_area(g.caller, code, year=year, now=datetime.now(UTC))
    told = {"year": year, "rows": [shapes.process(part) for part in found.parts], "teams": found.teams}
    return shapes.process(found.whole) | told
