"""The addresses of figures: areas, villages, projects."""

from uuid import UUID

from flask import Blueprint, render_template, request

from server.auth import person_required, scope_of
from server.db.queries import figures, projects, reading
from server.db.session import transaction
from server.domain import grades, village_plans
from server.domain.indicators.criteria import BASES
from server.domain.permissions import Caller
from server.domain.projects import sheet as project_domain
from server.domain.projects.sheet import ATTENTION
from server.errors import NotFound
from server.pages.formats import today
from server.province import evidence, project_map
from server.province.looking import look, year_asked

PROJECTS_ON_A_PAGE = 100
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


@province.get("/projects")
@person_required("project.read")
def all_projects(caller: Caller) -> str:
    """The projects of an area, and which of them want looking at."""
    code = request.args.get("area", caller.area_code)
    if not caller.covers(code):
        raise NotFound
    year, wanted = year_asked(), request.args.get("attention", "")
    start = max(0, request.args.get("from", 0, type=int))
    with transaction(scope_of(caller)) as session:
        basis = look(session, caller).basis
        listed = project_domain.of_area(session, caller.workspace_id, code, year=year, basis=basis)
        years = projects.years_of(session, caller.workspace_id, caller.area_code)
        above = figures.area_names(session, caller.workspace_id, code)
    shown = [one for one in listed if wanted in ("", *one.attention)]
    return render_template(
        "province/projects.html",
        projects=shown[start : start + PROJECTS_ON_A_PAGE],
        older=start + PROJECTS_ON_A_PAGE if len(shown) > start + PROJECTS_ON_A_PAGE else None,
        total=len(listed),
        counts={name: sum(name in one.attention for one in listed) for name in ATTENTION},
        wanted=wanted,
        basis=basis,
        bases=BASES,
        year=year,
        years=years,
        code=code,
        above=above,
    )


@province.get("/projects/<uuid:project_id>")
@person_required("project.read")
def project(caller: Caller, project_id: UUID) -> str:
    """A project: percent, money, reports, where they were made, photos."""
    with transaction(scope_of(caller)) as session:
        basis = look(session, caller).basis
        sheet = project_domain.sheet(session, caller, project_id, basis=basis, today=today())
        drawn = project_map.drawn(session, caller, sheet)
    return render_template("province/project.html", sheet=sheet, map=drawn, bases=BASES)
