"""The projects of an area: at a glance."""

from dataclasses import replace

from flask import render_template
from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.auth import person_required, scope_of
from server.db.queries import evaluations, figures, reading
from server.db.queries import projects as queries
from server.db.queries.figures import Year
from server.db.session import transaction
from server.domain.indicators.criteria import BASES
from server.domain.permissions import EVALUATION, Caller
from server.domain.projects import overview as overviews
from server.domain.projects.sheet import ATTENTION
from server.pages.looking import Look, enter, look
from server.projects.listing import Choice, inbox_of
from server.projects.room import projects


@projects.get("/areas/<code>/projects")
@person_required("project.read")
def overview(caller: Caller, code: str) -> str:
    """Stages, money, progress, what wants looking at; by programme and by what lies right below."""
    enter(caller, code)
    with transaction(scope_of(caller)) as session:
        looked = look_at(session, caller, code)
        found = overviews.of_area(session, caller.workspace_id, code, year=looked.year, basis=looked.basis)
        shown = named(session, caller, code, [part.code for part in found.parts])
        waits = evaluations.waiting(session, caller.workspace_id, code) if caller.reviews(EVALUATION) else 0
    every = listed(looked, code, kind="project")
    told = {"look": looked, "found": found, "every": every, "evaluations": waits, "evaluate": inbox_of(caller, code)}
    return render_template("projects/overview.html", attention=ATTENTION[:4], bases=BASES, **told, **shown)


def look_at(session: Session, caller: Caller, code: str) -> Look:
    """What this request asks for; projects may be of years that have no plan year here."""
    looked = look(session, caller)
    known = {one.plan_year: one for one in looked.years}
    years = {*known, *queries.years_of(session, caller.workspace_id, code)}
    return replace(looked, years=[known.get(year, Year(year, False)) for year in sorted(years, reverse=True)])


def listed(looked: Look, code: str, **chosen: str) -> Choice:
    """The list of exactly these projects; its `href` narrows it."""
    return Choice(area=code, year=looked.year, basis=looked.basis, **chosen)


def named(session: Session, caller: Caller, code: str, parts: list[str]) -> dict[str, dict[str, Row] | list[Row]]:
    """The names of an area's parts, and of itself and everything above it."""
    names = reading.names(session, caller.workspace_id, parts)
    return {"names": names, "above": figures.area_names(session, caller.workspace_id, code)}
