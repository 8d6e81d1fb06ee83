"""The map of an area, its parts coloured by one figure, and their ranking beside it."""

from flask import render_template, request

from server.auth import person_required, scope_of
from server.db.queries import figures, reading
from server.db.session import read_only
from server.domain import area_maps
from server.domain.indicators.criteria import BASES
from server.domain.permissions import Caller
from server.pages.looking import enter, look
from server.province.room import province

MAP_PX = 620


@province.get("/areas/<code>/map")
@person_required("village.read")
def area_map(caller: Caller, code: str) -> str:
    """by: one of SHADES; level: into what the area is divided."""
    enter(caller, code)
    levels = area_maps.levels_of(code)
    by, level = request.args.get("by", ""), request.args.get("level", "")
    chosen = {"by": by if by in area_maps.SHADES else "grade", "level": level if level in levels else levels[0]}
    with read_only(scope_of(caller)) as session:
        looked = look(session, caller)
        here = (session, caller.workspace_id, code)
        found = area_maps.of_area(*here, plan_year=looked.year, basis=looked.basis, **chosen, width=MAP_PX)
        names = reading.names(session, caller.workspace_id, [part.line.code for part in found.parts])
        above = figures.area_names(*here)
    shown = {"map": found, "names": names, "above": above, "levels": levels, "shades": area_maps.SHADES}
    return render_template("province/area_map.html", look=looked, bases=BASES, **shown)
