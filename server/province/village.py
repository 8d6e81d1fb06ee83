"""A village's plan: both results, why they are so, and what became of its grade."""

from collections.abc import Sequence

from flask import render_template
from sqlalchemy import Row

from server.auth import person_required, scope_of
from server.db.queries import figures, grade_events
from server.db.session import read_only
from server.domain import village_plans
from server.domain.indicators.criteria import BASES
from server.domain.permissions import Caller
from server.domain.village_plans import VillagePlan
from server.pages.formats import today
from server.pages.looking import look
from server.province import evidence
from server.province.room import province


@province.get("/villages/<code>")
@person_required("village.read")
def village(caller: Caller, code: str) -> str:
    """A village's plan on both bases, and why it stands as it does on one of them."""
    with read_only(scope_of(caller)) as session:
        looked = look(session, caller)
        plans = {
            basis: village_plans.of_village(session, caller, code, looked.year, basis, today=today()) for basis in BASES
        }
        why = evidence.why(session, caller, plans[looked.basis])
        history = grade_events.listed(session, caller.workspace_id, code, plan_year=looked.year, basis=None)
        above = figures.area_names(session, caller.workspace_id, code)
    return render_template(
        "province/village.html",
        look=looked,
        plans=plans,
        plan=plans[looked.basis],
        why=why,
        history=history,
        restated=restated(history, plans[looked.basis]),
        above=above,
        bases=BASES,
    )


def restated(history: Sequence[Row], plan: VillagePlan) -> Row | None:
    """The last change from another grade than the village has now; None when it never had another one.

    A grade that was lost and came back is not restated.
    """
    of_basis = (event for event in history if event.basis == plan.basis)
    return next((one for one in of_basis if one.old_grade and one.old_grade not in (one.new_grade, plan.grade)), None)
