"""What of an area's projects waits for somebody: withdrawals, notices; and the examples among them."""

from datetime import UTC, datetime

from flask import g
from sqlalchemy.orm import Session

from server.api.project_inputs import NoticesQuery, WithdrawalsQuery
from server.api.project_schemas import BestPracticesSchema, NoticeSchema, NoticesSchema, WithdrawalsSchema
from server.api.schemas import FiscalYearQuery, ProblemSchema
from server.api.wire import api
from server.auth import allows, scope_of
from server.db.queries import areas, best_practices, project_acts, project_notices
from server.db.session import transaction
from server.domain.assignments import AreaUnknown
from server.domain.projects import notices

WITHDRAWALS_AT_ONCE = 500


@api.get("/areas/<code>/withdrawals")
@allows("project.read")
@api.arguments(WithdrawalsQuery, location="query", as_kwargs=True)
@api.response(200, WithdrawalsSchema)
@api.alt_response(422, schema=ProblemSchema)
def withdrawals(code: str, state: str) -> dict:
    """Withdrawals that wait for the district chief's consent, the oldest first."""
    wanted = {"with_consented": state == "all", "most": WITHDRAWALS_AT_ONCE + 1}
    with transaction(scope_of(g.caller)) as session:
        must_be_known(session, code)
        found = project_acts.withdrawals(session, g.caller.workspace_id, code, **wanted)
    return {"code": code, "withdrawals": found[:WITHDRAWALS_AT_ONCE], "more": len(found) > WITHDRAWALS_AT_ONCE}


@api.get("/areas/<code>/notices")
@allows("project.read")
@api.arguments(NoticesQuery, location="query", as_kwargs=True)
@api.response(200, NoticesSchema)
@api.alt_response(422, schema=ProblemSchema)
def area_notices(code: str, state: str, before: int | None = None) -> dict:
    """What the district and its villages are told of: decisions, transfers, cancellations; the latest first."""
    with transaction(scope_of(g.caller)) as session:
        must_be_known(session, code)
        told = project_notices.of_area(session, g.caller.workspace_id, code, with_seen=state == "all", before=before)
    return {"code": code, "notices": [shape(one) for one in told]}


@api.post("/notices/<int:notice_id>/seen")
@allows("notice.see")
@api.response(200, NoticeSchema)
@api.alt_response(404, schema=ProblemSchema)
@api.alt_response(422, schema=ProblemSchema)
def see(notice_id: int) -> dict:
    """The district has read a notice; of one to a village: has told the village. Once more changes nothing."""
    with transaction() as session:
        notices.see(session, g.caller, notice_id, now=datetime.now(UTC))
        return shape(notices.one(session, g.caller, notice_id))


@api.get("/areas/<code>/best-practices")
@allows("project.read")
@api.arguments(FiscalYearQuery, location="query", as_kwargs=True)
@api.response(200, BestPracticesSchema)
@api.alt_response(422, schema=ProblemSchema)
def examples(code: str, year: int) -> dict:
    """Projects of a fiscal year that the province evaluated and names as best practices."""
    with transaction(scope_of(g.caller)) as session:
        must_be_known(session, code)
        found = best_practices.of_area(session, g.caller.workspace_id, code, year)
    return {"code": code, "year": year, "projects": found}


def must_be_known(session: Session, code: str) -> None:
    """Raises AreaUnknown for a code inside the caller's area that nobody has."""
    if not areas.is_known(session, g.caller.workspace_id, code):
        raise AreaUnknown(area=code)


def shape(notice: object) -> dict:
    return notice._asdict() | {"result": notices.result_of(notice)}
