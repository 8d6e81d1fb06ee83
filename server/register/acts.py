"""Doing: what an officer says of a household. What closes a household or erases accounts is shown once more before."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from flask import Response, current_app, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from server.auth import person_required, scope_of
from server.db.queries import entity_history
from server.db.session import transaction
from server.domain import households, withdrawals
from server.domain.facts.register import NEEDS_NO_DATE
from server.domain.households import INTO_ANOTHER, Closing, ClosingDateWrong, OtherHouseholdWrong
from server.domain.permissions import Caller
from server.domain.projects.money import THAI_DIGITS
from server.domain.withdrawals import HouseholdUnknown
from server.domain.years import must_be_a_year
from server.errors import NotAllowed, NotFound, Problem
from server.register import page
from server.register.page import LIST
from server.register.room import register


class OnlyTried(Exception):
    """Takes back an act that was tried to see whether it would be accepted."""


@dataclass(frozen=True)
class Act:
    """verb: what the role must have; do: the act on what was typed; is_asked: shown once more before it is done;
    is_tried: whether it may be tried and taken back (files that were erased would not come back).
    """

    verb: str
    do: Callable[[Session, Caller, UUID], object]
    is_asked: bool = True
    is_tried: bool = True


def typed(name: str) -> str:
    return request.form.get(name, "").strip()


def number(name: str) -> int:
    """0 when there is none: nothing has a version or a year 0."""
    text = typed(name).translate(THAI_DIGITS)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def closing() -> Closing:
    """What was typed. Raises ClosingDateWrong, OtherHouseholdWrong. What the reason has no use for is left out."""
    reason, day, into = typed("reason"), typed("exists_to"), typed("merged_into")
    try:
        until = dt.date.fromisoformat(day) if day and reason not in NEEDS_NO_DATE else None
    except ValueError as error:
        raise ClosingDateWrong(field="exists_to") from error
    try:
        other = UUID(into) if into and reason in INTO_ANOTHER else None
    except ValueError as error:
        raise OtherHouseholdWrong(field="merged_into") from error
    return Closing(reason=reason, exists_to=until, merged_into=other)


def close(session: Session, caller: Caller, household_id: UUID) -> None:
    now = dt.datetime.now(dt.UTC)
    households.close(session, caller, household_id, closing(), seen=number("version"), now=now)


def reopen(session: Session, caller: Caller, household_id: UUID) -> None:
    households.reopen(session, caller, household_id, seen=number("version"))


def withdraw(session: Session, caller: Caller, household_id: UUID) -> None:
    how = {"now": dt.datetime.now(dt.UTC), "store": current_app.extensions["blobs"]}
    withdrawals.record(session, caller, household_id, number("year"), **how)


def agree(session: Session, caller: Caller, household_id: UUID) -> None:
    withdrawals.agree_again(session, caller, household_id, number("year"))


ACTS = {
    "close": Act("register.manage", close),
    "reopen": Act("register.manage", reopen),
    "withdraw": Act("withdrawal.record", withdraw, is_tried=False),
    "agree": Act("withdrawal.record", agree, is_asked=False),
}


def view_of(name: str, act: Act) -> Callable[..., AnyResponse]:
    @person_required(act.verb)
    def view(caller: Caller, household_id: UUID) -> AnyResponse:
        return answered(caller, household_id, name, act)

    return view


for name, act in ACTS.items():
    register.add_url_rule(f"/register/<uuid:household_id>/{name}", name, view_of(name, act), methods=["POST"])


def answered(caller: Caller, household_id: UUID, name: str, act: Act) -> AnyResponse:
    """Done; or asked once more; or refused, with everything that was typed still there."""
    if "change" in request.form:
        return page.shown(caller, household_id, opened=name, typed=request.form)
    is_sure = not act.is_asked or "sure" in request.form
    try:
        attempt(caller, household_id, act, is_sure=is_sure)
    except (NotFound, NotAllowed, HouseholdUnknown):
        raise
    except Problem as problem:
        return refused(caller, household_id, name, problem)
    if not is_sure:
        return asked(caller, household_id, name)
    if typed("from") == "twice" and typed("village"):
        return redirect(url_for("register.twice", code=typed("village"), done=name))
    return redirect(url_for("register.household", household_id=household_id, done=name))


def attempt(caller: Caller, household_id: UUID, act: Act, *, is_sure: bool) -> None:
    """The act; taken back while nobody is sure."""
    if not act.is_tried and not is_sure:
        must_be_a_year(number("year"))
        return
    with suppress(OnlyTried), transaction() as session:
        act.do(session, caller, household_id)
        if not is_sure:
            raise OnlyTried


def asked(caller: Caller, household_id: UUID, name: str) -> str:
    """What would be done, to be looked at once more."""
    with transaction(scope_of(caller)) as session:
        found = entity_history.entity(session, caller.workspace_id, LIST, household_id)
        given = closing() if name == "close" else None
        into = page.merged_into(session, caller, str(given.merged_into)) if given else None
    if found is None:
        raise NotFound
    hidden = {field: text for field, text in request.form.items() if field not in ("csrf_token", "sure")}
    told = {"given": given, "into": into, "year": number("year"), "hidden": hidden}
    return render_template("register/confirm.html", household=found, name=name, **told)


def refused(caller: Caller, household_id: UUID, name: str, problem: Problem) -> Response:
    """The page as it is now, what stood in the way, and what had been typed."""
    body = page.shown(caller, household_id, problem=problem, opened=name, typed=request.form)
    response = Response(body, problem.status)
    response.headers["X-Yudee-Problem"] = problem.code
    return response


@register.post("/register/villages/<code>/not-twice")
@person_required("register.manage")
def not_twice(caller: Caller, code: str) -> AnyResponse:
    """They are two households: the pair is not shown again."""
    try:
        pair = {UUID(typed("one")), UUID(typed("other"))}
    except ValueError as error:
        raise NotFound from error
    with transaction() as session:
        households.tell_apart(session, caller, pair)
    return redirect(url_for("register.twice", code=code, done="not_twice"))
