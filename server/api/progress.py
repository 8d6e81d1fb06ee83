"""Progress of projects: what was reported, whether it is geo-tagged, and what wants looking at."""

from datetime import UTC, datetime

from flask import g

from server.api.schemas import ProblemSchema, ProgressSchema, YearQuery
from server.api.wire import api
from server.auth import allows, scope_of
from server.db.queries import areas
from server.db.session import read_only
from server.domain.assignments import AreaUnknown
from server.domain.indicators.area_progress import area_progress
from server.domain.indicators.calendar import bangkok_date
from server.domain.indicators.criteria import Basis
from server.domain.indicators.progress import Progress
from server.domain.permissions import PROJECTS
from server.domain.projects import sheet
from server.domain.projects.sheet import ListedProject

SATANG = 100
STATED = (
    "project_code",
    "village_code",
    "title",
    "kind",
    "programme",
    "impl_unit",
    "stage",
    "planned_start",
    "planned_end",
)


@api.get("/areas/<code>/progress")
@allows("project.read")
@api.arguments(YearQuery, location="query", as_kwargs=True)
@api.response(200, ProgressSchema)
@api.alt_response(422, schema=ProblemSchema)
def area_progress_of(code: str, year: int, basis: Basis) -> dict:
    """The projects of an area in a fiscal year: percent, money, distance from the site, and what wants looking at."""
    with read_only(scope_of(g.caller)) as session:
        if not areas.is_known(session, g.caller.workspace_id, code):
            raise AreaUnknown(area=code)
        found = sheet.of_area(session, g.caller.workspace_id, code, year=year, basis=basis)
    whole = area_progress((one.project, one.progress) for one in found)
    as_of = min((one.row.as_of for one in found if one.row.as_of), default=bangkok_date(datetime.now(UTC)))
    told = {"code": code, "year": year, "basis": basis, "as_of": as_of}
    return told | vars(whole) | {"projects": [shape(one) for one in found]}


def shape(one: ListedProject) -> dict:
    stated = {name: getattr(one.row, name) for name in STATED}
    return (
        {"id": str(one.row.id), "budget_approved_baht": baht(one.row.budget_approved)} | stated | standing(one.progress)
    )


def standing(progress: Progress) -> dict:
    """Amounts in baht; the latest report is named only to those who may open it."""
    may_open = g.caller.may("submission.read") and PROJECTS in g.caller.sees
    latest = progress.latest_report if may_open else None
    return vars(progress) | {"disbursed_baht": baht(progress.disbursed), "latest_report": latest}


def baht(satang: int | None) -> float | None:
    return None if satang is None else satang / SATANG
