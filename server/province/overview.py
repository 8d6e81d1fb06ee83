"""An area at a glance: the tables of the published year on both bases, what changed, what is late, what is nearest."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template
from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.auth import person_required, scope_of
from server.db.queries import figures, grade_events, late, project_list, reading, standings
from server.db.queries.project_list import Wanted
from server.db.session import read_only
from server.domain import area_maps, budget, grades
from server.domain import standings as of_villages
from server.domain.area_maps import AreaMap
from server.domain.grades import Line
from server.domain.indicators.budget import COUNTED_STAGES
from server.domain.indicators.criteria import BASES
from server.domain.indicators.process import BACKLOG_DAYS
from server.domain.permissions import Caller
from server.domain.projects.sheet import ATTENTION
from server.domain.standings import Narrowed, Standing
from server.pages.looking import Look, enter, look
from server.province.room import province

WEEK = dt.timedelta(days=7)
NEAREST, LATEST = 8, 6
MAP_PX = 420
ORDERS = ("code", "villages_total", "grade_a_pct", "grade_b_pct", "grade_c_pct", "accounts_pct", "forum_pct")


@dataclass(frozen=True)
class Week:
    """What became of grades in seven days. gained: by grade, how many villages more or less; latest: some of them."""

    gained: Mapping[str, int]
    latest: Sequence[Row]


@province.get("/areas/<code>")
@person_required("area.read")
def area(caller: Caller, code: str) -> str:
    """The grades of an area and of what lies right below it."""
    enter(caller, code)
    with read_only(scope_of(caller)) as session:
        looked = look(session, caller)
        return render_template("province/area.html", **glance(session, caller, looked, code))


def glance(session: Session, caller: Caller, looked: Look, code: str) -> dict[str, object]:
    """Everything the page shows; a number of queries that does not grow with the area."""
    here = (session, caller.workspace_id, code)
    both = {basis: grades.of_area(*here, plan_year=looked.year, basis=basis) for basis in BASES}
    shown = both[looked.basis]
    return {
        "look": looked,
        "bases": BASES,
        "grades": shown,
        "both": {basis: found.roll_up for basis, found in both.items()},
        "lines": ranked(shown.lines, looked.order),
        "names": reading.names(session, caller.workspace_id, [line.code for line in shown.lines]),
        "above": figures.area_names(*here),
        "years": standings.years(*here, basis=looked.basis),
        "nearest": nearest(*here, looked) if caller.may("village.read") else [],
        "week": week(*here, looked),
        "map": small_map(*here, looked),
        "budget": budget.of_area(*here, year=looked.year).whole.table if caller.may("project.read") else None,
        "counted_stages": ",".join(sorted(COUNTED_STAGES)),
        "late": what_is_late(*here, looked) if caller.may("project.read") else None,
    }


def ranked(lines: Sequence[Line], order: str) -> list[Line]:
    """By a figure, the highest first; else by code, as they come."""
    if order not in ORDERS or order == "code":
        return list(lines)
    return of_villages.highest_first(lines, lambda line: getattr(line.roll_up, order), lambda line: line.code)


def nearest(session: Session, workspace_id: int, code: str, looked: Look) -> list[Standing]:
    """The villages that lack least for the next grade."""
    where = {"plan_year": looked.year, "basis": looked.basis, "narrowed": Narrowed()}
    return of_villages.nearest(of_villages.of_area(session, workspace_id, code, **where), NEAREST)


def week(session: Session, workspace_id: int, code: str, looked: Look) -> Week:
    """What grades did since a week ago."""
    where = {"plan_year": looked.year, "basis": looked.basis, "since": dt.datetime.now(dt.UTC) - WEEK}
    moved = grade_events.moved(session, workspace_id, code, **where)
    gained = {
        letter: sum(row.villages for row in moved if row.grade == letter)
        - sum(row.villages for row in moved if row.was == letter)
        for letter in of_villages.GRADES
    }
    latest = grade_events.listed(session, workspace_id, code, **where, most=LATEST)
    return Week(gained, latest)


def small_map(session: Session, workspace_id: int, code: str, looked: Look) -> AreaMap:
    """The grades of the area's parts."""
    level = area_maps.levels_of(code)[0]
    where = {"plan_year": looked.year, "basis": looked.basis, "by": "grade", "level": level, "width": MAP_PX}
    return area_maps.of_area(session, workspace_id, code, **where)


def what_is_late(session: Session, workspace_id: int, code: str, looked: Look) -> dict[str, object]:
    """What waits for too long: submissions, projects that fall behind, decisions and money."""
    wanted = Wanted(workspace_id=workspace_id, area_code=code, basis=looked.basis, year=looked.year, kind="project")
    projects = project_list.counts(session, wanted, ATTENTION)
    before = dt.datetime.now(dt.UTC) - dt.timedelta(days=BACKLOG_DAYS)
    return {
        "projects": projects,
        "waits": project_list.waiting(session, workspace_id, code),
        "submissions": late.submissions(session, workspace_id, code, before=before),
    }
