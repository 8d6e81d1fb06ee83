"""Looking: the list of projects, one project, the examples among them."""

from uuid import UUID

from flask import render_template, request

from server.auth import person_required, scope_of
from server.db.queries import best_practices, figures
from server.db.queries import projects as queries
from server.db.session import transaction
from server.domain.permissions import Caller
from server.projects import listing, page
from server.projects.room import projects


@projects.get("/projects")
@person_required("project.read")
def listed(caller: Caller) -> str:
    """The projects of an area, what waits for the reader, and what wants looking at."""
    with transaction(scope_of(caller)) as session:
        context = listing.context(session, caller, listing.choice(caller))
    return render_template("projects/projects.html", **context)


@projects.get("/projects/<uuid:project_id>")
@person_required("project.read")
def project(caller: Caller, project_id: UUID) -> str:
    """A project: percent, money, reports, photos, history, and what the reader may do with it."""
    return page.shown(caller, project_id, done=request.args.get("done", ""))


@projects.get("/best-practices")
@person_required("project.read")
def examples(caller: Caller) -> str:
    """The projects of a year that the province names as examples."""
    chosen = listing.choice(caller)
    with transaction(scope_of(caller)) as session:
        years = queries.years_of(session, caller.workspace_id, caller.area_code)
        year = chosen.year or (years[0] if years else None)
        best = best_practices.of_area(session, caller.workspace_id, chosen.area, year) if year else []
        above = figures.area_names(session, caller.workspace_id, chosen.area)
    context = {"best": best, "year": year, "years": years, "above": above, "code": chosen.area}
    return render_template("projects/best_practices.html", **context)
