"""Doing: every act on a project as a form. What is final or moves money is shown once more before it is done."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask import Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.auth import person_required, scope_of
from server.db.session import transaction
from server.domain.permissions import Caller
from server.domain.projects import acts, paying, record, screening, versions
from server.errors import NotAllowed, NotFound, Problem
from server.projects import page, reading, working_group
from server.projects.reading import Typed
from server.projects.room import projects


class OnlyTried(Exception):
    """Takes back an act that was tried to see whether it would be accepted."""


@dataclass(frozen=True)
class Form:
    """verb: what the role must have; read: what was typed, as the act takes it; do: the act.

    is_asked: whether what was read is shown once more before it is done; is_of_version: whether the form says what it
    was filled in for (the consent to a withdrawal names the amount instead).
    """

    verb: str
    address: str
    read: Callable[[Typed], object]
    do: Callable[..., object]
    is_asked: Callable[[object], bool] = lambda _given: False
    is_of_version: bool = True


def always(_given: object) -> bool:
    return True


def is_final(screened: object) -> bool:
    return screened.outcome == "not_forwarded"


def named(verb: Callable[..., object]) -> Callable[..., object]:
    """An act that takes what was read by name."""
    return lambda session, caller, project_id, given, *, now: verb(session, caller, project_id, now=now, **given)


FORMS: Mapping[str, Form] = {
    "screen": Form("project.screen", "screen", reading.screening, screening.screen, is_final),
    "decide": Form("project.decide", "decide", reading.decision, paying.decide, always),
    "change_budget": Form("project.decide", "budget", reading.decision, paying.decide, always),
    "transfer": Form("project.transfer", "transfer", reading.transfer, paying.transfer, always),
    "void_transfer": Form("project.transfer", "void-transfer", reading.voiding, named(paying.void_transfer), always),
    "suspend": Form("project.suspend", "suspend", reading.reason, named(acts.suspend)),
    "resume": Form("project.suspend", "resume", reading.reason, named(acts.resume)),
    "override_gate": Form("project.override_gate", "open-gate", reading.reason, named(acts.override_gate), always),
    "cancel": Form("project.cancel", "cancel", reading.cancellation, named(acts.cancel), always),
    "consent": Form("project.consent", "consent", reading.consent, named(paying.consent), always, is_of_version=False),
}


def view_of(name: str, form: Form) -> Callable[..., AnyResponse]:
    @person_required(form.verb)
    def view(caller: Caller, project_id: UUID) -> AnyResponse:
        return answered(caller, project_id, name, form)

    return view


for name, form in FORMS.items():
    address = f"/projects/<uuid:project_id>/{form.address}"
    projects.add_url_rule(address, name, view_of(name, form), methods=["POST"])


def answered(caller: Caller, project_id: UUID, name: str, form: Form) -> AnyResponse:
    """Done; or asked once more; or refused, with everything that was typed still there."""
    g.form_stands_at = url_for("projects.project", project_id=project_id)
    if "change" in request.form:
        return again(caller, project_id, name, None)
    typed = Typed(request.form)
    try:
        given = form.read(typed)
        typed.refuse()
        is_sure = not form.is_asked(given) or "sure" in request.form
        attempt(caller, project_id, form, given, is_sure=is_sure)
    except (NotFound, NotAllowed):
        raise
    except Problem as problem:
        return refused(caller, project_id, name, problem)
    if not is_sure:
        return asked(caller, project_id, name, typed)
    if request.form.get("from") == "withdrawals":
        return redirect(url_for("projects.withdrawals", done=name))
    if request.form.get("from") == "screening":
        year = request.form.get("year", type=int)
        return redirect(url_for("projects.screening_list_of_year", year=year, done=name))
    return redirect(url_for("projects.project", project_id=project_id, done=name))


def attempt(caller: Caller, project_id: UUID, form: Form, given: object, *, is_sure: bool) -> None:
    """The act, unless the project moved on since the form was shown; taken back while nobody is sure."""
    seen = request.form.get("version", "") if form.is_of_version else None
    with suppress(OnlyTried), transaction() as session:
        versions.must_be(session, caller, project_id, seen)
        form.do(session, caller, project_id, given, now=datetime.now(UTC))
        if not is_sure:
            raise OnlyTried


def asked(caller: Caller, project_id: UUID, name: str, typed: Typed) -> str:
    """What would be done, to be looked at once more."""
    with transaction(scope_of(caller)) as session:
        found = record.record(session, caller, project_id)
    hidden = {field: text for field, text in request.form.items() if field != "csrf_token"}
    return render_template("projects/confirm.html", record=found, name=name, told=typed.told, hidden=hidden)


def again(caller: Caller, project_id: UUID, name: str, problem: Problem | None) -> str:
    """The page the form stood on, with what had been typed into it."""
    if request.form.get("from") == "screening":
        return working_group.shown(caller, problem=problem, row=str(project_id), typed=request.form)
    return page.shown(caller, project_id, problem=problem, opened=name, typed=request.form)


def refused(caller: Caller, project_id: UUID, name: str, problem: Problem) -> Response:
    """The page as it is now, what stood in the way, and what had been typed."""
    body = again(caller, project_id, name, problem)
    response = Response(body, problem.status)
    response.headers["X-Yudee-Problem"] = problem.code
    return response
