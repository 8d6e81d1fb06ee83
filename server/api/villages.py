"""Plans of villages."""

from datetime import UTC, datetime

from flask import g

from server.api.schemas import ProblemSchema, VillagePlanSchema, YearQuery
from server.api.wire import api
from server.auth import allows, scope_of
from server.db.session import read_only
from server.domain import village_plans
from server.domain.indicators.calendar import bangkok_date
from server.domain.indicators.criteria import Basis
from server.domain.village_plans import VillagePlan


@api.get("/villages/<code>/plan")
@allows("village.read")
@api.arguments(YearQuery, location="query", as_kwargs=True)
@api.response(200, VillagePlanSchema)
@api.alt_response(422, schema=ProblemSchema)
def village_plan(code: str, year: int, basis: Basis) -> VillagePlan:
    """The four indicators of a village: numbers, whether they are met, and why submissions do not count."""
    today = bangkok_date(datetime.now(UTC))
    with read_only(scope_of(g.caller)) as session:
        return village_plans.of_village(session, g.caller, code, year, basis, today=today)
