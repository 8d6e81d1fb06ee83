"""Projects: the record of one, and the acts of officers on it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

from flask import g
from sqlalchemy.orm import Session

from server import language
from server.api import project_inputs as inputs
from server.api.progress import standing
from server.api.project_schemas import ProjectRecordSchema
from server.api.schemas import ProblemSchema
from server.api.wire import api
from server.auth import allows, scope_of
from server.db.session import transaction
from server.domain.facts.screenings import CRITERIA
from server.domain.indicators.criteria import BASES
from server.domain.projects import acts, paying, record, screening, sheet, versions
from server.domain.projects.paying import Decided, Paid
from server.domain.projects.record import ProjectRecord
from server.domain.projects.screening import Screened
from server.errors import Problem

AMOUNTS = ("amount", "budget_recommended", "budget_approved", "refunded")  # outside they say their unit
STATED = ("project_code", "village_code", "fiscal_year", "kind", "title", "programme", "impl_unit", "stage", "gate")
STATED += ("planned_start", "planned_end")


@api.get("/projects/<uuid:project_id>")
@allows("project.read")
@api.response(200, ProjectRecordSchema)
@api.alt_response(404, schema=ProblemSchema)
def project(project_id: UUID) -> dict:
    """A project: its money, where it stands on both bases, everything that happened to it, what may be done now."""
    return as_it_is(project_id)


def act(verb: str, address: str, given: type | None, *, method: str = "POST", status: int = 201) -> Callable:
    """A route that does something with a project and answers with the project as it is then."""

    def route(view: Callable) -> Callable:
        described = api.response(status, ProjectRecordSchema)(view)
        for refused in (404, 409, 422):
            described = api.alt_response(refused, schema=ProblemSchema)(described)
        taking = api.arguments(given)(described)
        return api.route(f"/projects/<uuid:project_id>/{address}", methods=[method])(allows(verb)(taking))

    return route


@contextmanager
def acting(project_id: UUID, given: dict) -> Iterator[Session]:
    """A transaction for an act, if the project is still as the body (whose `version` is taken out) says it was read."""
    seen = given.pop("version", None)
    try:
        with transaction() as session:
            versions.must_be(session, g.caller, project_id, seen)
            yield session
    except Problem as problem:
        raise by_field(problem) from problem


@act("project.screen", "screenings", inputs.ScreeningInput)
def screen(given: dict, project_id: UUID) -> dict:
    """The district's working group screens a project."""
    with acting(project_id, given) as session:
        verdicts = {name: given.pop(name) for name in CRITERIA}
        screening.screen(session, g.caller, project_id, Screened(criteria=verdicts, **given), now=now())
    return as_it_is(project_id)


@act("project.decide", "decisions", inputs.DecisionInput)
def decide(given: dict, project_id: UUID) -> dict:
    """The province approves, refuses or returns a project, or changes an approved budget."""
    with acting(project_id, given) as session:
        paying.decide(session, g.caller, project_id, Decided(**given), now=now())
    return as_it_is(project_id)


@act("project.transfer", "transfers", inputs.TransferInput)
def transfer(given: dict, project_id: UUID) -> dict:
    """A transfer to the village committee's account; the same reference is never entered twice (409)."""
    with acting(project_id, given) as session:
        paying.transfer(session, g.caller, project_id, Paid(**given), now=now())
    return as_it_is(project_id)


@act("project.transfer", "transfers/<int:number>", inputs.ReasonInput, method="DELETE", status=200)
def void_transfer(given: dict, project_id: UUID, number: int) -> dict:
    """Void a transfer that was entered by mistake; it stays in the history."""
    with acting(project_id, given) as session:
        paying.void_transfer(session, g.caller, project_id, number, given["reason"], now=now())
    return as_it_is(project_id)


@act("project.consent", "consents", inputs.ConsentInput)
def consent(given: dict, project_id: UUID) -> dict:
    """The district chief consents to the withdrawal that a report states; once more changes nothing."""
    with acting(project_id, given) as session:
        total = given.get("disbursed")
        paying.consent(session, g.caller, project_id, given["report"], disbursed=total, now=now())
    return as_it_is(project_id)


@act("project.suspend", "suspension", inputs.ReasonInput)
def suspend(given: dict, project_id: UUID) -> dict:
    """The district suspends a project that is under way."""
    with acting(project_id, given) as session:
        acts.suspend(session, g.caller, project_id, given["reason"], now=now())
    return as_it_is(project_id)


@act("project.suspend", "resumption", inputs.ReasonInput)
def resume(given: dict, project_id: UUID) -> dict:
    """The district lets a suspended project go on."""
    with acting(project_id, given) as session:
        acts.resume(session, g.caller, project_id, given["reason"], now=now())
    return as_it_is(project_id)


@act("project.cancel", "cancellation", inputs.CancellationInput)
def cancel(given: dict, project_id: UUID) -> dict:
    """End a project before its completion: the district before the decision, the province always."""
    with acting(project_id, given) as session:
        acts.cancel(session, g.caller, project_id, **given, now=now())
    return as_it_is(project_id)


@act("project.override_gate", "gate-override", inputs.ReasonInput)
def override_gate(given: dict, project_id: UUID) -> dict:
    """The province lets one project through although its village has no quality plan."""
    with acting(project_id, given) as session:
        acts.override_gate(session, g.caller, project_id, given["reason"], now=now())
    return as_it_is(project_id)


def now() -> datetime:
    return datetime.now(UTC)


def as_it_is(project_id: UUID) -> dict:
    with transaction(scope_of(g.caller)) as session:
        return shape(record.record(session, g.caller, project_id))


def by_field(problem: Problem) -> Problem:
    """The same; one about a field of the body names it as the body does."""
    if field := problem.details.get("field"):
        name = f"{field}_baht" if field in AMOUNTS else field
        problem.details["errors"] = {name: [problem.text(language.asked_for("th"))]}
    return problem


def shape(found: ProjectRecord) -> dict:
    """Amounts in satang, which the schema turns into baht."""
    row = found.row
    return {
        "id": str(row.id),
        "version": found.version,
        "money": {
            "requested": row.budget_requested,
            "recommended": row.budget_recommended,
            "approved": row.budget_approved,
            "transferred": row.transferred,
            "disbursed": found.disbursed,
        }
        | vars(found.left),
        "standing": {basis: stood(found, basis) for basis in BASES},
        "withdrawals": found.withdrawals,
        "history": found.history | {"moves": [move(one) for one in found.history["moves"]]},
        "may": found.may,
    } | {name: getattr(row, name) for name in STATED}


def stood(found: ProjectRecord, basis: str) -> dict:
    row = found.standings.get(basis)
    return standing(sheet.stored_progress(row)) | {"as_of": row.as_of if row else None}


def move(row: object) -> dict:
    """Which submission made a project move is told to those who may open it."""
    is_act = (row.cause or "").startswith("project.")
    return row._asdict() | {"cause": row.cause if is_act or g.caller.may("submission.read") else None}
