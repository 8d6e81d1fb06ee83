"""The rules of all plan years beside each other, and opening the coming one; each is set and locked on its own page."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.admin.room import admin
from server.auth import person_required, scope_of
from server.db.session import transaction
from server.domain import locking, years
from server.domain.indicators.calendar import default_window, fiscal_year
from server.domain.permissions import Caller
from server.domain.year_rules import SETTINGS
from server.errors import Problem
from server.pages.formats import today

Answer = AnyResponse | tuple[str, int]


@admin.get("/criteria")
@person_required("year.read_rules")
def all_criteria(caller: Caller) -> str:
    return opened(caller)


@admin.post("/criteria")
@person_required("year.set_rules")
def open_year(caller: Caller) -> Answer:
    """Open the coming plan year with the usual rules: phones are offered the latest year, so that no later one may be
    opened by a slip of the pen."""
    plan_year = request.form.get("plan_year", 0, type=int)
    try:
        with transaction() as session:
            there = [one.plan_year for one in locking.all_years(session, caller)]
            if plan_year not in (*there, coming_after(there)):
                raise years.NotAPlanYear(plan_year=plan_year)
            is_new = years.open_year(session, caller.workspace_id, plan_year, actor_id=caller.actor_id)
    except Problem as problem:
        return opened(caller, problem), problem.status
    return redirect(url_for("admin.all_criteria", done="opened" if is_new else "was_open"))


def opened(caller: Caller, problem: Problem | None = None) -> str:
    with transaction(scope_of(caller)) as session:
        listed = locking.all_years(session, caller)
        rules = {one.plan_year: years.rules_of(session, caller.workspace_id, one.plan_year) for one in listed}
    coming = coming_after(list(rules))
    told = {"problem": problem, "settings": SETTINGS, "may_open": caller.may("year.set_rules")}
    told |= {"coming": coming, "window": default_window(coming), "may_read_years": caller.may("village.read")}
    return render_template("admin/criteria.html", years=listed, rules=rules, **told)


def coming_after(there: list[int]) -> int:
    """The year after the latest one; without any, the fiscal year of today."""
    return max(there) + 1 if there else fiscal_year(today())
