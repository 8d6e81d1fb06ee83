"""The addresses of an area's further tables: budget, household finance, how the work goes; and a village's finance."""

from datetime import UTC, datetime

from flask import Blueprint, render_template
from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.auth import person_required, scope_of
from server.db.queries import figures, projects, reading
from server.db.session import read_only
from server.domain import budget as budgets
from server.domain import finance as finances
from server.domain import process as processes
from server.domain.indicators.criteria import BASES, Basis
from server.domain.permissions import AMOUNTS, Caller
from server.pages.looking import enter, look

tables = Blueprint("tables", __name__, template_folder="templates")


@tables.get("/areas/<code>/budget")
@person_required("project.read")
def budget(caller: Caller, code: str) -> str:
    """The approved projects of an area by programme, and of what lies right below it."""
    enter(caller, code)
    with read_only(scope_of(caller)) as session:
        looked = look(session, caller)
        years = {one.plan_year for one in looked.years} | {*projects.years_of(session, caller.workspace_id, code)}
        found = budgets.of_area(session, caller.workspace_id, code, year=looked.year)
        shown = named(session, caller, code, [part.code for part in found.parts])
    return render_template("province/budget.html", look=looked, found=found, years=sorted(years, reverse=True), **shown)


@tables.get("/areas/<code>/finance")
@person_required("village.read")
def finance(caller: Caller, code: str) -> str:
    """What the households of an area earn, spend and owe."""
    enter(caller, code)
    with read_only(scope_of(caller)) as session:
        looked = look(session, caller)
        found = finances.of_area(session, caller, code, plan_year=looked.year, basis=looked.basis)
        shown = named(session, caller, code, [row.code for row in found.rows])
    return render_template("province/finance.html", look=looked, found=found, bases=bases_for(caller), **shown)


@tables.get("/areas/<code>/process")
@person_required("village.read")
def process(caller: Caller, code: str) -> str:
    """How the work of an area goes."""
    enter(caller, code)
    with read_only(scope_of(caller)) as session:
        looked = look(session, caller)
    found = processes.of_area(caller, code, year=looked.year, now=datetime.now(UTC))
    with read_only(scope_of(caller)) as session:
        shown = named(session, caller, code, [part.code for part in found.parts])
    return render_template("province/process.html", look=looked, found=found, **shown)


@tables.get("/villages/<code>/finance")
@person_required("village.finance")
def village_finance(caller: Caller, code: str) -> str:
    """A village's finance for its forum, to be printed."""
    with read_only(scope_of(caller)) as session:
        looked = look(session, caller)
        sheet = finances.of_village(session, caller, code, plan_year=looked.year, basis=looked.basis)
        above = figures.area_names(session, caller.workspace_id, code)
    return render_template(
        "province/village_finance.html", look=looked, sheet=sheet, bases=bases_for(caller), above=above
    )


def named(session: Session, caller: Caller, code: str, parts: list[str]) -> dict[str, dict[str, Row] | list[Row]]:
    """The names of an area's parts, and of itself and everything above it."""
    names = reading.names(session, caller.workspace_id, parts)
    return {"names": names, "above": figures.area_names(session, caller.workspace_id, code)}


def bases_for(caller: Caller) -> tuple[Basis, ...]:
    """Provisional finance is for those who may read the accounts themselves."""
    return BASES if AMOUNTS in caller.sees else ("official",)
