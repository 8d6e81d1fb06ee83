"""Looking: the villages of a district, the households of one, what may be twice, who is missing."""

from uuid import UUID

from flask import render_template, request

from server.auth import person_required, scope_of
from server.db.queries import figures, places
from server.db.queries import register as queries
from server.db.session import transaction
from server.domain.permissions import Caller
from server.domain.projects.money import THAI_DIGITS
from server.errors import NotFound
from server.register import page
from server.register.room import register

HOUSEHOLDS_ON_A_PAGE, MOST_PAIRS = 200, 100
STATES = {"open": True, "closed": False, "all": None}


@register.get("/register")
@person_required("register.manage")
def villages(caller: Caller) -> str:
    """The villages of the district, or of one tambon, and what is to be done in each."""
    area = request.args.get("area") or caller.area_code
    if not caller.covers(area):
        raise NotFound
    with transaction(scope_of(caller)) as session:
        found = queries.villages(session, caller.workspace_id, area)
        above = figures.area_names(session, caller.workspace_id, area)
        tambons = places.areas(session, caller.workspace_id, "subdistrict", caller.area_code)
    return render_template("register/villages.html", found=found, above=above, tambons=tambons, area=area)


@register.get("/register/villages/<code>")
@person_required("register.manage")
def village(caller: Caller, code: str) -> str:
    """The households of a village, by house number, searched by house number or name."""
    state = request.args.get("state", "")
    state, q = state if state in STATES else "open", request.args.get("q", "").strip()[:100]
    start = min(max(0, request.args.get("start", 0, type=int)), 100_000)
    words = q.translate(THAI_DIGITS).lower()
    wanted = {"is_open": STATES[state], "words": words, "start": start, "most": HOUSEHOLDS_ON_A_PAGE + 1}
    with transaction(scope_of(caller)) as session:
        context = page.of_village(session, caller, code)
        found = queries.households(session, caller.workspace_id, code, **wanted)
    shown, is_more = found[:HOUSEHOLDS_ON_A_PAGE], len(found) > HOUSEHOLDS_ON_A_PAGE
    context |= {"found": shown, "state": state, "q": q, "next": start + HOUSEHOLDS_ON_A_PAGE if is_more else None}
    return render_template("register/village.html", **context)


@register.get("/register/villages/<code>/twice")
@person_required("register.manage")
def twice(caller: Caller, code: str) -> str:
    """Open households of a village that may be one and the same, two and two."""
    with transaction(scope_of(caller)) as session:
        context = page.of_village(session, caller, code)
        found = queries.pairs(session, caller.workspace_id, code, MOST_PAIRS)
    return render_template("register/twice.html", found=found, done=request.args.get("done", ""), **context)


@register.get("/register/villages/<code>/missing")
@person_required("register.manage")
def missing(caller: Caller, code: str) -> str:
    """Who came to a forum and is not in the register, and closings that wait for a decision."""
    with transaction(scope_of(caller)) as session:
        context = page.of_village(session, caller, code)
        walk_ins = queries.walk_ins(session, caller.workspace_id, code)
        closings = queries.closings(session, caller.workspace_id, code)
    return render_template("register/missing.html", walk_ins=walk_ins, closings=closings, **context)


@register.get("/register/<uuid:household_id>")
@person_required("register.manage")
def household(caller: Caller, household_id: UUID) -> str:
    """A household: what the register says, who said it, what was sent, and what the officer may do."""
    return page.shown(caller, household_id, done=request.args.get("done", ""))
