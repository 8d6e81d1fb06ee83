"""Pages of areas: what is loaded, down to the village; villages imported from a table, and corrected one by one."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.admin.people import typed
from server.admin.room import admin
from server.auth import person_required, scope_of
from server.db.queries import place_list
from server.db.session import transaction
from server.domain import village_acts
from server.domain.imports import villages
from server.domain.imports.sheets import RowsRefused
from server.domain.permissions import Caller
from server.domain.village_acts import MANAGING, VillageInvalid
from server.errors import NotFound, Problem

MOST_FAULTS = 200
MEGABYTE = 1_000_000
FIELDS = ("name_th", "lon", "lat")
Answer = AnyResponse | str | tuple[str, int]


@admin.get("/areas")
@person_required(MANAGING)
def all_areas(caller: Caller) -> str:
    return opened(caller, caller.area_code)


@admin.get("/areas/<code>")
@person_required(MANAGING)
def one_area(caller: Caller, code: str) -> str:
    return opened(caller, code)


@admin.post("/areas/villages")
@person_required(MANAGING)
def import_villages(caller: Caller) -> Answer:
    """A table of villages: all of its rows or none, as the command does it."""
    file = request.files.get("file")
    content = file.read() if file else b""
    try:
        with transaction() as session:
            done = villages.import_csv(session, caller.workspace_id, content, actor_id=caller.actor_id)
    except Problem as problem:
        return opened(caller, caller.area_code, problem=problem), problem.status
    counts = {"added": done.added, "changed": done.changed, "unchanged": done.unchanged}
    return redirect(url_for("admin.all_areas", **counts))


import_villages.max_form_bytes = 2 * MEGABYTE


def opened(caller: Caller, code: str, *, problem: Problem | None = None) -> str:
    """What is inside an area; of a subdistrict its villages. Raises NotFound."""
    if not (code.isascii() and code.isdigit() and len(code) in (2, 4, 6) and caller.covers(code)):
        raise NotFound
    with transaction(scope_of(caller)) as session:
        where = (session, caller.workspace_id)
        path = [one for digits in range(2, len(code) + 1, 2) for one in place_list.areas(*where, code[:digits], digits)]
        if not path or path[-1].code != code:
            raise NotFound
        below = place_list.areas(*where, code, len(code) + 2) if len(code) < 6 else []
        listed = {2: place_list.communities, 6: place_list.villages}.get(len(code))
        there = listed(*where, code) if listed else []
    faults = problem.faults if isinstance(problem, RowsRefused) else []
    told = {"problem": problem, "faults": faults[:MOST_FAULTS], "done": imported()}
    return render_template("admin/areas.html", path=path, areas=below, villages=there, **told)


def imported() -> dict[str, int] | None:
    """How many villages came by the import that led here."""
    counts = {name: request.args.get(name, type=int) for name in ("added", "changed", "unchanged")}
    return counts if None not in counts.values() else None


@admin.get("/villages/<code>")
@person_required(MANAGING)
def one_village(caller: Caller, code: str) -> str:
    return village_form(caller, code)


@admin.post("/villages/<code>")
@person_required(MANAGING)
def correct_village(caller: Caller, code: str) -> Answer:
    try:
        with transaction() as session:
            village_acts.correct(session, caller, code, typed("seen"), {name: typed(name) for name in FIELDS})
    except NotFound:
        raise
    except Problem as problem:
        return village_form(caller, code, problem), problem.status
    return redirect(url_for("admin.one_village", code=code, done="saved"))


def village_form(caller: Caller, code: str, problem: Problem | None = None) -> str:
    with transaction(scope_of(caller)) as session:
        village = village_acts.find(session, caller, code)
        above = place_list.areas(session, caller.workspace_id, code[:6], 6)
    faults = problem.faults if isinstance(problem, VillageInvalid) else {}
    told = {"problem": problem, "faults": faults, "typed": request.form if problem else {}}
    seen = village_acts.seen(village)
    return render_template("admin/village.html", one=village, above=above, seen=seen, **told)
