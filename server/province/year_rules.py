"""The rules of a plan year as a form: read field by field, shown once more as old and new, then set."""

import datetime as dt
from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from server.auth import person_required
from server.db.session import transaction
from server.domain import year_outlook
from server.domain import years as plan_years
from server.domain.permissions import Caller
from server.domain.year_rules import SETTINGS, faults
from server.errors import Problem
from server.pages.formats import arabic, day_typed, language
from server.province.year_room import years
from server.province.years import Answer, opened


class RulesWrong(Problem):
    status, code = 422, "rules-wrong"
    th = "ยังไม่ได้บันทึก แก้ช่องที่มีข้อความกำกับ แล้วส่งอีกครั้ง"
    en = "Nothing was saved. Correct the fields that say so, and send again."


@years.post("/years/<small:plan_year>/rules")
@person_required("year.set_rules")
def set_rules(caller: Caller, plan_year: int) -> Answer:
    """What would change, with what is computed again; set when somebody is sure."""
    if "change" in request.form:
        return again(caller, plan_year, None)
    try:
        with transaction() as session:
            plan_years.changeable(session, caller, plan_year)  # held: two officers at once do not overwrite each other
            before = plan_years.rules_of(session, caller.workspace_id, plan_year)
            plan_years.must_be_as_seen(before, request.form.get("seen", ""))
            given = understood(request.form, before)
            changed = {name: (before[name], value) for name, value in given.items() if before[name] != value}
            if "sure" in request.form:
                plan_years.set_rules(session, caller, plan_year, given)
            elif changed:
                seen = year_outlook.outlook(session, caller, plan_year)
    except (RulesWrong, plan_years.RulesMovedOn, plan_years.YearLocked) as problem:
        return again(caller, plan_year, problem), problem.status
    if changed and "sure" not in request.form:
        hidden = {name: text for name, text in request.form.items() if name != "csrf_token"}
        told = {"changed": changed, "hidden": hidden, "seen": seen}
        return render_template("province/year_confirm.html", act="rules", plan_year=plan_year, **told)
    return redirect(url_for("years.one_year", plan_year=plan_year, done="rules" if changed else "same"))


def again(caller: Caller, plan_year: int, problem: Problem | None) -> str:
    """The page of the year, what stood in the way, and what had been typed."""
    errors = problem.details.get("errors", {}) if problem else {}
    return opened(caller, plan_year, problem=problem, typed=request.form, errors=errors)


def understood(form: MultiDict, before: Mapping[str, object]) -> dict[str, object]:
    """The settings that the form names. Raises RulesWrong with what is wrong by field."""
    given = {name: value_of(form[name].strip(), before[name]) for name in SETTINGS if name in form}
    unread = {name: gettext("This cannot be read.") for name, value in given.items() if value is None}
    wrong = unread or {name: spoken(said) for name, said in faults(given, dict(before)).items()}
    if wrong or not given:
        raise RulesWrong(errors=wrong)
    return given


def value_of(text: str, like: object) -> object:
    """What was typed, as a value of the kind that stands there; None when it cannot be read."""
    if isinstance(like, bool):
        return {"True": True, "False": False}.get(text)
    if isinstance(like, int):
        number = arabic(text)
        return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
    return day_typed(arabic(text)) if isinstance(like, dt.date) else text


def spoken(said: list[str]) -> str:
    """The half of "ไทย · English" that the reader reads."""
    return " ".join(one.split(" · ")[0 if language() == "th" else -1] for one in said)
