"""The addresses of figures: areas and villages."""

from flask import Blueprint, render_template

from server.auth import person_required, scope_of
from server.db.queries import figures, reading
from server.db.session import transaction
from server.domain import grades, village_plans
from server.domain.indicators.criteria import BASES
from server.domain.permissions import Caller
from server.errors import NotFound
from server.pages.formats import today
from server.pages.looking import look
from server.province import evidence

province = Blueprint("province", __name__, template_folder="templates")


@province.get("/areas/<code>")
@person_required("area.read")
def area(caller: Caller, code: str) -> str:
    """The grades of an area and of what lies right below it."""
    if not caller.covers(code) or len(code) > 6:
        raise NotFound
    with transaction(scope_of(caller)) as session:
        looked = look(session, caller)
        shown = grades.of_area(session, caller.workspace_id, code, plan_year=looked.year, basis=looked.basis)
        names = reading.names(session, caller.workspace_id, [line.code for line in shown.lines])
        above = figures.area_names(session, caller.workspace_id, code)
    return render_template("province/area.html", look=looked, grades=shown, names=names, above=above, bases=BASES)


@province.get("/villages/<code>")
@person_required("village.read")
def village(caller: Caller, code: str) -> str:
    """A village's plan on both bases, and why it stands as it does on one of them."""
    with transaction(scope_of(caller)) as session:
        looked = look(session, caller)
        plans = {
            basis: village_plans.of_village(session, caller, code, looked.year, basis, today=today()) for basis in BASES
        }
        why = evidence.why(session, caller, plans[looked.basis])
        history = figures.grade_history(session, caller.workspace_id, code, looked.year)
        causes = figures.submissions_of(session, caller.workspace_id, (event.cause for event in history if event.cause))
        above = figures.area_names(session, caller.workspace_id, code)
    return render_template(
        "province/village.html",
        look=looked,
        plans=plans,
        plan=plans[looked.basis],
        why=why,
        history=history,
        causes=causes,
        above=above,
        bases=BASES,
    )
