"""The map of an area's projects: each at its site, its stage told by form and colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, render_template, url_for
from sqlalchemy import Row

from server.auth import person_required, scope_of
from server.db.queries import project_overview
from server.db.session import transaction
from server.domain.indicators.criteria import BASES
from server.domain.permissions import Caller
from server.pages.looking import Look, enter
from server.pages.words import word
from server.projects.overview import listed, look_at, named
from server.projects.room import projects


@dataclass(frozen=True)
class Mark:
    """How the stages of a group are drawn: see the forms of map.js and of the legend."""

    name: str
    stages: tuple[str, ...]
    form: str
    fill: str


MARKS = (
    Mark("waits", ("proposed", "returned", "forwarded"), "circle", "#ffffff"),
    Mark("approved", ("approved",), "triangle", "#f0c36d"),
    Mark("funded", ("funded",), "diamond", "#d98c1c"),
    Mark("under_way", ("in_progress", "suspended"), "square", "#7bb3ad"),
    Mark("done", ("completed", "evaluated"), "circle", "#0b5d5a"),
    Mark("ended", ("not_forwarded", "not_approved", "cancelled"), "cross", "#52625e"),
)


@projects.get("/areas/<code>/projects/map")
@person_required("project.read")
def map_of_area(caller: Caller, code: str) -> str:
    """All projects of a year at their sites; without script, how many there are of each kind of mark."""
    enter(caller, code)
    with transaction(scope_of(caller)) as session:
        looked = look_at(session, caller, code)
        stages = project_overview.stages(session, caller.workspace_id, code, looked.year)
        shown = named(session, caller, code, [])
    return render_template(
        "projects/area_map.html",
        look=looked,
        legend=[(mark, counted(mark, stages)) for mark in MARKS],
        total=sum(row.projects for row in stages),
        placed=sum(row.placed for row in stages),
        every=listed(looked, code),
        drawn=drawn(looked, code),
        bases=BASES,
        **shown,
    )


def counted(mark: Mark, stages: Sequence[Row]) -> int:
    return sum(row.projects for row in stages if row.stage in mark.stages)


def drawn(looked: Look, code: str) -> dict[str, object]:
    """For map.js: where features come from, how stages are drawn and called."""
    asked = f"year={looked.year}&basis={looked.basis}"
    look_of = {
        stage: {"form": mark.form, "fill": mark.fill, "word": word(stage, "stage")}
        for mark in MARKS
        for stage in mark.stages
    }
    return {
        "projects": f"/api/areas/{code}/projects.geojson?{asked}",
        "areas": f"/api/areas/{code}/grades.geojson?{asked}",
        "marks": look_of,
        "leads_to": url_for("projects.listed") + "/",
        "tiles": current_app.config["TILES"],
    }
