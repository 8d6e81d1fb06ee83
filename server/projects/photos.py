"""The photos of an area's projects: before, during and after the work, the latest first."""

import datetime as dt
from uuid import UUID

from flask import render_template, request

from server.auth import person_required, scope_of
from server.db.queries.project_photos import After
from server.db.session import transaction
from server.domain.indicators.criteria import BASES
from server.domain.permissions import Caller
from server.domain.projects import series
from server.domain.projects.series import Series
from server.pages.looking import enter
from server.projects.overview import look_at, named
from server.projects.room import projects

ON_A_PAGE = 12


@projects.get("/areas/<code>/photos")
@person_required("project.read")
def photos_of_area(caller: Caller, code: str) -> str:
    """A page of projects, each with its best photo of each stage; copies without what a camera writes into them."""
    enter(caller, code)
    with transaction(scope_of(caller)) as session:
        looked = look_at(session, caller, code)
        wanted = {"year": looked.year, "basis": looked.basis, "after": after(), "most": ON_A_PAGE + 1}
        found = series.of_area(session, caller.workspace_id, code, **wanted)
        shown = named(session, caller, code, [])
    is_more, found = len(found) > ON_A_PAGE, found[:ON_A_PAGE]
    further = place_of(found[-1]) if is_more else None
    return render_template("projects/photos.html", look=looked, found=found, further=further, bases=BASES, **shown)


def place_of(one: Series) -> str:
    return f"{one.row.report_date.isoformat()}_{one.row.id}"


def after() -> After | None:
    """Where the page begins, as `place_of` says it; None for the first one."""
    date, _, project = request.args.get("after", "").partition("_")
    try:
        return dt.date.fromisoformat(date), UUID(project)
    except ValueError:
        return None
