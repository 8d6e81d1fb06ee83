"""Pages of plan years: which are locked, by whom and since when, what changed since; locking and unlocking."""

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.auth import person_required, scope_of
from server.db.session import transaction
from server.domain import locking
from server.domain import years as plan_years
from server.domain.indicators.criteria import BASES
from server.domain.permissions import Caller
from server.errors import Problem

years = Blueprint("years", __name__, template_folder="templates")


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
    return opened(caller, plan_year)


@years.post("/years/<small:plan_year>/lock")
@person_required("year.lock")
def lock(caller: Caller, plan_year: int) -> AnyResponse | tuple[str, int]:
    try:
        with transaction() as session:
            locking.lock(session, caller, plan_year, now=datetime.now(UTC))
    except (plan_years.YearLocked, locking.SubmissionsWaiting) as problem:
        return opened(caller, plan_year, problem=problem), problem.status
    return redirect(url_for("years.one_year", plan_year=plan_year, done="locked"))


@years.post("/years/<small:plan_year>/unlock")
@person_required("year.lock")
def unlock(caller: Caller, plan_year: int) -> AnyResponse | tuple[str, int]:
    try:
        with transaction() as session:
            locking.unlock(session, caller, plan_year, request.form.get("reason", ""))
    except (locking.YearNotLocked, locking.UnlockReasonMissing) as problem:
        return opened(caller, plan_year, problem=problem), problem.status
    return redirect(url_for("years.one_year", plan_year=plan_year, done="unlocked"))


def opened(caller: Caller, plan_year: int, *, problem: Problem | None = None) -> str:
    """The page of a year. Raises YearNotOpen."""
    asked = request.args.get("basis")
    basis = asked if asked in BASES else "official"
    with transaction(scope_of(caller)) as session:
        year = locking.one_year(session, caller, plan_year)
        rules = plan_years.rules_of(session, caller.workspace_id, plan_year)
        changes = locking.changes(session, caller, plan_year, basis)
    shown = {"year": year, "rules": rules, "changes": changes, "basis": basis, "bases": BASES}
    return render_template("province/year.html", **shown, problem=problem, may_lock=caller.may("year.lock"))
