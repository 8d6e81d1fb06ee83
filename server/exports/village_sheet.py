"""A village's year on one page, for its forum: grade and why, projects and money; to be printed, or as PDF."""

from flask import Response, render_template
from sqlalchemy.orm import Session

from server.auth import person_required, scope_of
from server.db.queries import figures
from server.db.session import transaction
from server.domain import budget, events, finance, village_plans
from server.domain.permissions import Caller
from server.domain.projects import sheet as projects
from server.exports.room import exports
from server.pages.formats import today
from server.pages.looking import Look, look

BASIS = "official"
MOST_PROJECTS = 8  # of a page; those with the most money


@exports.get("/villages/<code>/sheet")
@person_required("village.read")
def village_sheet(caller: Caller, code: str) -> str:
    """The page for a browser, which prints as one sheet of A4."""
    with transaction(scope_of(caller)) as session:
        looked = look(session, caller)
        return render_template("exports/village_sheet.html", **told(session, caller, code, looked))


@exports.get("/villages/<code>/sheet.pdf")
@person_required("village.read")
def village_sheet_pdf(caller: Caller, code: str) -> Response:
    """The same as a file."""
    from server.exports import paper  # it brings a typesetter, which most processes never need

    with transaction(scope_of(caller)) as session:
        looked = look(session, caller)
        page = render_template("exports/village_sheet_paper.html", **told(session, caller, code, looked))
        by = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
        events.record(session, "sheet.take", "village", code, **by, year=looked.year)
    response = Response(paper.laid_out(page).write_pdf(), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="village-{code}-{looked.year}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def told(session: Session, caller: Caller, code: str, looked: Look) -> dict[str, object]:
    """What stands on the sheet; official alone. Raises NotFound and YearNotOpen."""
    plan = village_plans.of_village(session, caller, code, looked.year, BASIS, today=today())
    here = (session, caller.workspace_id, code)
    every = projects.of_area(*here, year=looked.year, basis=BASIS)
    dearest = sorted(every, key=lambda one: (-(one.row.budget_approved or 0), one.row.project_code))
    return {
        "look": looked,
        "plan": plan,
        "met": sum(one.met is True for one in plan.indicators),
        "above": figures.area_names(*here),
        "projects": dearest[:MOST_PROJECTS],
        "more": max(0, len(every) - MOST_PROJECTS),
        "budget": budget.of_area(*here, year=looked.year).whole.table,
        "finance": finance_of(session, caller, code, looked.year),
        "today": today(),
    }


def finance_of(session: Session, caller: Caller, code: str, year: int) -> finance.FinanceRow | None:
    """What is told of the village's finance, for those who may print it for its forum; None for all others."""
    if not caller.may("village.finance"):
        return None
    return finance.of_village(session, caller, code, plan_year=year, basis=BASIS).whole
