"""Pages of plan years: which are locked, by whom and since when, what changed since; locking and unlocking."""

import datetime as dt
from collections.abc import Callable
from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from server.auth import person_required, scope_of
from server.db.session import transaction
from server.domain import locking, year_outlook
from server.domain import years as plan_years
from server.domain.indicators.criteria import BASES
from server.domain.permissions import Caller
from server.domain.year_rules import SETTINGS
from server.errors import Problem
from server.pages.words import WORDS
from server.province.year_room import years

DAYS = ("collection_start", "collection_end")  # settings that are days
Answer = AnyResponse | str | tuple[str, int]


@years.get("/years")
@person_required("village.read")
def all_years(caller: Caller) -> str:
    """The plan years of the province, and how many villages of one's area changed since their lock."""
    with transaction(scope_of(caller)) as session:
        listed = locking.all_years(session, caller)
        changed = {
            one.plan_year: len(locking.changes(session, caller, one.plan_year, "official"))
            for one in listed
            if one.locked_on
        }
    return render_template("province/years.html", years=listed, changed=changed)


@years.get("/years/<small:plan_year>")
@person_required("village.read")
def one_year(caller: Caller, plan_year: int) -> str:
    return opened(caller, plan_year, done=request.args.get("done", ""))


@years.post("/years/<small:plan_year>/lock")
@person_required("year.lock")
def lock(caller: Caller, plan_year: int) -> Answer:
    """Looked at once more with what it would come to; done when somebody is sure."""

    def act(session: Session) -> None:
        locking.lock(session, caller, plan_year, now=datetime.now(UTC))

    return answered(caller, plan_year, "locked", lambda session: locking.lockable(session, caller, plan_year), act)


@years.post("/years/<small:plan_year>/unlock")
@person_required("year.lock")
def unlock(caller: Caller, plan_year: int) -> Answer:
    reason = request.form.get("reason", "")

    def check(session: Session) -> None:
        locking.unlockable(session, caller, plan_year, reason)

    def act(session: Session) -> None:
        locking.unlock(session, caller, plan_year, reason)

    return answered(caller, plan_year, "unlocked", check, act)


def answered(
    caller: Caller, plan_year: int, done: str, check: Callable[[Session], object], act: Callable[[Session], None]
) -> Answer:
    """Done; or asked once more; or refused, with what was typed still there."""
    if "change" in request.form:
        return opened(caller, plan_year, typed_reason=request.form.get("reason", ""), is_open=True)
    try:
        with transaction() as session:
            if "sure" not in request.form:
                check(session)
                seen = year_outlook.outlook(session, caller, plan_year)
            else:
                act(session)
    except (
        plan_years.YearLocked,
        locking.YearNotLocked,
        locking.UnlockReasonMissing,
        locking.SubmissionsWaiting,
    ) as it:
        return opened(caller, plan_year, problem=it), it.status
    if "sure" not in request.form:
        return render_template("province/year_confirm.html", act=done, plan_year=plan_year, seen=seen)
    return redirect(url_for("years.one_year", plan_year=plan_year, done=done))


def as_set(name: str, value: object) -> object:
    """A setting as the rules have it, from the book of events, which writes days as text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) and name in DAYS else value


def opened(caller: Caller, plan_year: int, *, problem: Problem | None = None, done: str = "", **told: object) -> str:
    """The page of a year. told: what was typed into its forms. Raises YearNotOpen."""
    asked = request.args.get("basis")
    basis = asked if asked in BASES else "official"
    with transaction(scope_of(caller)) as session:
        year = locking.one_year(session, caller, plan_year)
        rules = plan_years.rules_of(session, caller.workspace_id, plan_year)
        changes = locking.changes(session, caller, plan_year, basis)
        acts = locking.acts(session, caller, plan_year)
    shown = {
        "acts": acts,
        "as_set": as_set,
        "year": year,
        "rules": rules,
        "changes": changes,
        "basis": basis,
        "bases": BASES,
        "settings": SETTINGS,
    }
    may = {"may_lock": caller.may("year.lock"), "may_set": caller.may("year.set_rules")}
    done = done if done in WORDS["year_done"] else ""
    return render_template(
        "province/year.html", **shown, **may, seen=plan_years.seen(rules), problem=problem, done=done, **told
    )
