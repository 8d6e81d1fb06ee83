"""The annual report of a province or a district, as PDF: official figures in the shape of the published tables."""

import datetime as dt
from collections.abc import Mapping
from typing import BinaryIO

from flask import render_template
from sqlalchemy.orm import Session

from server.auth import scope_of
from server.db.queries import areas, best_practices, exporting, figures, reading, results, standings
from server.db.session import read_only
from server.domain import area_maps, budget, finance, grades
from server.domain import standings as of_villages
from server.domain.indicators.criteria import Basis
from server.domain.permissions import Caller
from server.domain.projects import overview, sheet
from server.domain.projects.sheet import ListedProject
from server.domain.standings import Narrowed
from server.exports import asking, paper

OFFICIAL: Basis = "official"
DISTRICT = 4  # digits
MAP_PX = 620
LATE = ("stale", "behind", "overdue", "money_ahead")
LATE_LISTED = 25
STEPS = 3  # read, laid out, written


def write(caller: Caller, area: str, year: int, lang: str, file: BinaryIO, told) -> None:
    """Write the report of a year, in the language that is spoken here. told: called with (done, of how many).

    Raises NotFound, AreaUnknown, YearNotOpen.
    """
    told(0, STEPS)
    with read_only(scope_of(caller)) as session:
        report = page(session, caller, area, year)
    told(1, STEPS)
    document = paper.laid_out(report)
    told(2, STEPS)
    document.write_pdf(file)
    told(STEPS, STEPS)


def page(session: Session, caller: Caller, area: str, year: int) -> str:
    """The report as HTML."""
    return render_template("exports/report.html", **read(session, caller, area, year), now=dt.datetime.now(dt.UTC))


def read(session: Session, caller: Caller, area: str, year: int) -> dict[str, object]:
    """Everything the report tells; each figure by the verb that serves the pages."""
    asking.check_report(session, caller, area, year)
    here = (session, caller.workspace_id, area)
    found = grades.of_area(*here, plan_year=year, basis=OFFICIAL)
    return {
        "year": year,
        "area": area,
        "rules": results.criteria_of(session, caller.workspace_id, year),
        "above": figures.area_names(*here),
        "computed_at": exporting.computed_at(*here, year),
        "grades": found,
        "smaller": smaller(*here, year),
        "villages": villages(*here, year) if len(area) == DISTRICT else [],
        "years": standings.years(*here, basis=OFFICIAL),
        "maps": maps(*here, year),
        "budget": budget.of_area(*here, year=year).whole.table,
        "projects": overview.of_area(*here, year=year, basis=OFFICIAL),
        **late(*here, year),
        "best": best_practices.of_area(*here, year),
        "finance": finance.of_area(session, caller, area, plan_year=year, basis=OFFICIAL),
        "names": names(*here),
    }


def smaller(session: Session, workspace_id: int, area: str, year: int) -> Mapping[str, list[grades.Line]]:
    """Of a province: district -> the grades of its subdistricts."""
    if len(area) == DISTRICT:
        return {}
    lines = grades.lines_below(session, workspace_id, area, plan_year=year, basis=OFFICIAL, digits=6)
    found: dict[str, list[grades.Line]] = {}
    for line in lines:
        found.setdefault(line.code[:DISTRICT], []).append(line)
    return found


def villages(session: Session, workspace_id: int, area: str, year: int) -> list[of_villages.Standing]:
    where = {"plan_year": year, "basis": OFFICIAL, "narrowed": Narrowed()}
    return of_villages.of_area(session, workspace_id, area, **where)


def maps(session: Session, workspace_id: int, area: str, year: int) -> list[area_maps.AreaMap]:
    """Coloured by grade and by progress: the largest parts whose places are known, or none."""
    where = {"plan_year": year, "basis": OFFICIAL, "width": MAP_PX}
    found = []
    for by in ("grade", "progress"):
        levels = (area_maps.levels_of(area)[0], "village")
        drawn = (area_maps.of_area(session, workspace_id, area, by=by, level=level, **where) for level in levels)
        found += [one for one in drawn if one.is_drawn and one.unplaced < len(one.parts)][:1]
    return found


def late(session: Session, workspace_id: int, area: str, year: int) -> dict[str, object]:
    """Projects that fall behind: how many, and those with the most money. The making of plans stands apart."""
    listed = sheet.of_area(session, workspace_id, area, year=year, basis=OFFICIAL)
    real = (one for one in listed if one.row.kind == "project")
    found = [one for one in real if any(getattr(one.progress, name) for name in LATE)]
    return {"late_total": len(found), "late": sorted(found, key=dearest)[:LATE_LISTED], "late_kinds": LATE}


def dearest(one: ListedProject) -> tuple[int, str]:
    return -(one.row.budget_approved or 0), one.row.project_code


def names(session: Session, workspace_id: int, area: str) -> Mapping[str, object]:
    """code -> names of the areas below."""
    codes = [code for digits in (4, 6) for code in areas.names(session, workspace_id, area, digits)]
    return reading.names(session, workspace_id, codes)


def file_name(area: str, year: int) -> str:
    return f"report-{area}-{year}.pdf"
