"""Plan years: their rules, their lock, and what changed since."""

from datetime import UTC, datetime

from flask import g

from server.api.schemas import ProblemSchema
from server.api.wire import api
from server.api.year_schemas import (
    BasisQuery,
    ChangesSchema,
    LockedSchema,
    RulesSchema,
    UnlockQuery,
    YearRulesSchema,
)
from server.auth import allows, scope_of
from server.db.session import transaction
from server.domain import locking
from server.domain import years as plan_years
from server.domain.indicators.criteria import Basis
from server.domain.locking import Locked


@api.get("/years/<small:year>/criteria")
@allows("village.read")
@api.response(200, YearRulesSchema)
@api.alt_response(404, schema=ProblemSchema)
def rules(year: int) -> dict:
    """The rules of a plan year: threshold, window, modes, cut-offs, how long accounts are kept."""
    with transaction(scope_of(g.caller)) as session:
        return {"plan_year": year} | plan_years.rules_of(session, g.caller.workspace_id, year)


@api.patch("/years/<small:year>/criteria")
@allows("year.set_rules")
@api.arguments(RulesSchema, location="json")
@api.response(200, YearRulesSchema)
@api.alt_response(409, schema=ProblemSchema)
@api.alt_response(422, schema=ProblemSchema)
def set_rules(changes: dict, year: int) -> dict:
    """Change some of the rules of a year that is not locked; the whole year is computed again."""
    with transaction() as session:
        plan_years.set_rules(session, g.caller, year, changes)
        return {"plan_year": year} | plan_years.rules_of(session, g.caller.workspace_id, year)


@api.post("/years/<small:year>/lock")
@allows("year.lock")
@api.response(200, LockedSchema)
@api.alt_response(409, schema=ProblemSchema)
def lock(year: int) -> Locked:
    """Lock a year: what is published of it no longer changes. Takes as long as computing the province once."""
    with transaction() as session:
        return locking.lock(session, g.caller, year, now=datetime.now(UTC))


@api.delete("/years/<small:year>/lock")
@allows("year.lock")
@api.arguments(UnlockQuery, location="query", as_kwargs=True)
@api.response(204)
@api.alt_response(409, schema=ProblemSchema)
@api.alt_response(422, schema=ProblemSchema)
def unlock(year: int, reason: str) -> None:
    """Unlock a year; everything in it is computed again."""
    with transaction() as session:
        locking.unlock(session, g.caller, year, reason)


@api.get("/years/<small:year>/changes")
@allows("village.read")
@api.arguments(BasisQuery, location="query", as_kwargs=True)
@api.response(200, ChangesSchema)
@api.alt_response(422, schema=ProblemSchema)
def changes(year: int, basis: Basis) -> dict:
    """The villages of the caller's area whose result would come out otherwise than it was locked."""
    with transaction(scope_of(g.caller)) as session:
        found = locking.changes(session, g.caller, year, basis)
        locked = locking.one_year(session, g.caller, year)
    of_lock = {"locked_on": locked.locked_on, "locked_at": locked.at, "locked_by": locked.by}
    return {"plan_year": year, "basis": basis} | of_lock | {"villages": found}
