"""The working group's list: the projects of a year, screened one row at a time, and a sheet for its meeting."""

from collections.abc import Mapping

from flask import render_template, request

from server.auth import person_required, scope_of
from server.db.queries import figures, screening_list
from server.db.queries import projects as of_projects
from server.db.session import transaction
from server.domain.facts.screenings import CRITERIA, MISSION_GROUPS, OUTCOMES, VERDICTS
from server.domain.permissions import Caller
from server.domain.projects import versions
from server.domain.projects.stages import SCREENABLE
from server.errors import Problem
from server.pages.formats import today
from server.projects import listing, page
from server.projects.room import projects

ON_A_PAGE, ON_A_SHEET = 50, 500


@projects.get("/screening")
@person_required("project.read")
def screening_list_of_year(caller: Caller) -> str:
    """What is to be screened in a fiscal year, a form for each, and what was screened."""
    return shown(caller, done=request.args.get("done", ""))


@projects.get("/screening/sheet")
@person_required("project.read")
def screening_sheet(caller: Caller) -> str:
    """The same to be printed and filled in at the meeting."""
    return render_template("projects/screening_sheet.html", **looked(caller, ON_A_SHEET))


def shown(
    caller: Caller,
    *,
    done: str = "",
    problem: Problem | None = None,
    row: str = "",
    typed: Mapping[str, str] | None = None,
) -> str:
    """row: the project whose form was refused with what was typed into it."""
    told = {"done": done == "screen", "row": row, "typed": typed or {}, "problem_text": page.sentence(problem)}
    return render_template(
        "projects/screening.html", errors=page.errors_of(problem), **told, **looked(caller, ON_A_PAGE)
    )


def looked(caller: Caller, most: int) -> dict[str, object]:
    chosen = listing.choice(caller)
    asked = chosen.year or request.form.get("year", type=int)
    with transaction(scope_of(caller)) as session:
        where = (session, caller.workspace_id, chosen.area)
        year = asked or screening_list.year(*where)
        found = screening_list.listed(*where, year, start=chosen.start, most=most + 1)
        above = figures.area_names(*where)
        years = of_projects.years_of(session, caller.workspace_id, caller.area_code)
    return {
        "found": found[:most],
        "next_start": chosen.start + most if len(found) > most else None,
        "version_of": lambda one: versions.version(one.stage, one.acted),
        "may_screen": caller.may("project.screen"),
        "screenable": SCREENABLE,
        "criteria": CRITERIA,
        "verdicts": VERDICTS,
        "outcomes": OUTCOMES,
        "groups": MISSION_GROUPS,
        "today": today(),
        "year": year,
        "years": years,
        "above": above,
        "code": chosen.area,
    }
