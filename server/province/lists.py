"""From a number to what is behind it: the villages it counts, and the changes that made it."""

import datetime as dt
from collections.abc import Mapping

from flask import render_template, request

from server.auth import person_required, scope_of
from server.db.queries import areas, figures, grade_events
from server.db.session import read_only
from server.domain import standings
from server.domain.assignments import AreaUnknown
from server.domain.indicators.criteria import BASES
from server.domain.permissions import Caller
from server.domain.standings import CHOICES, ORDERS, Narrowed
from server.pages.looking import enter, look
from server.province.room import province

VILLAGES_ON_A_PAGE, CHANGES_ON_A_PAGE = 100, 50
PERIODS = ("7", "30", "all")  # days


@province.get("/areas/<code>/villages")
@person_required("village.read")
def villages(caller: Caller, code: str) -> str:
    """The villages of an area, narrowed to those that a number is about."""
    enter(caller, code)
    narrowed = narrowed_by(request.args)
    start = min(max(0, request.args.get("start", 0, type=int)), 1_000_000)
    with read_only(scope_of(caller)) as session:
        looked = look(session, caller)
        here = (session, caller.workspace_id, code)
        found = standings.of_area(*here, plan_year=looked.year, basis=looked.basis, narrowed=narrowed)
        above = figures.area_names(*here)
    end = start + VILLAGES_ON_A_PAGE
    pages = {"start": start, "next_start": end if len(found) > end else None, "step": VILLAGES_ON_A_PAGE}
    shown = {"villages": found[start:end], "total": len(found), "narrowed": narrowed, "choices": CHOICES}
    return render_template(
        "province/villages.html", look=looked, bases=BASES, above=above, orders=ORDERS, **shown, **pages
    )


def narrowed_by(asked: Mapping[str, str]) -> Narrowed:
    """What the address narrows to; what cannot be chosen is left out."""
    chosen = {name: asked.get(name, "") for name in CHOICES if asked.get(name, "") in CHOICES[name]}
    order = asked.get("order", "")
    words = asked.get("find", "").strip()[:100]
    return Narrowed(**chosen, words=words, order=order if order in ORDERS else "code")


@province.get("/areas/<code>/changes")
@person_required("village.read")
def changes(caller: Caller, code: str) -> str:
    """How the grades of an area's villages changed: what they were, what they are, and why."""
    enter(caller, code)
    asked = request.args.get("days", "")
    days, only_restated = (asked if asked in PERIODS else "7"), request.args.get("restated") == "1"
    since = None if days == "all" else dt.datetime.now(dt.UTC) - dt.timedelta(days=int(days))
    with read_only(scope_of(caller)) as session:
        looked = look(session, caller)
        here = (session, caller.workspace_id, code)
        if not areas.is_known(*here):
            raise AreaUnknown(area=code)
        where = {"plan_year": looked.year, "basis": looked.basis, "since": since, "only_restated": only_restated}
        before = request.args.get("before", type=int)
        before = before if before is not None and 0 < before < 2**63 else None
        found = grade_events.listed(*here, **where, before=before, most=CHANGES_ON_A_PAGE + 1)
        above = figures.area_names(*here)
    shown = {"events": found[:CHANGES_ON_A_PAGE], "is_more": len(found) > CHANGES_ON_A_PAGE, "days": days}
    return render_template(
        "province/changes.html",
        look=looked,
        bases=BASES,
        above=above,
        periods=PERIODS,
        only_restated=only_restated,
        **shown,
    )
