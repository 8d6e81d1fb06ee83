"""The strategy map of an area: mission groups, strategic issues, and what the programmes under them come to."""

from flask import render_template

from server.auth import person_required, scope_of
from server.db.queries import project_overview
from server.db.session import transaction
from server.domain.indicators.budget import COUNTED_STAGES
from server.domain.indicators.criteria import BASES
from server.domain.permissions import Caller
from server.domain.projects import overview as overviews
from server.domain.projects import strategy as of_province
from server.pages.looking import enter
from server.projects.overview import listed, look_at, named
from server.projects.room import projects


@projects.get("/areas/<code>/strategy")
@person_required("project.read")
def strategy(caller: Caller, code: str) -> str:
    """Each programme with its projects, money and progress below the missions it serves."""
    enter(caller, code)
    with transaction(scope_of(caller)) as session:
        here = (session, caller.workspace_id, code)
        looked = look_at(session, caller, code)
        found = overviews.of_area(*here, year=looked.year, basis=looked.basis)
        screened = project_overview.mission_groups(*here, looked.year, stages=COUNTED_STAGES)
        shown = named(session, caller, code, [])
    return render_template(
        "projects/strategy.html",
        look=looked,
        found=found,
        screened={row.name: row for row in screened},
        strategy=of_province,
        every=listed(looked, code, kind="project"),
        bases=BASES,
        **shown,
    )
