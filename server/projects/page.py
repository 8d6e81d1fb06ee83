"""The page of one project: how it stands, what happened, and the forms of what its reader may do now."""

from collections.abc import Mapping
from uuid import UUID

from flask import render_template, request

from server.auth import scope_of
from server.db.queries import evaluations
from server.db.session import transaction
from server.domain.indicators.criteria import BASES
from server.domain.permissions import Caller
from server.domain.projects import record, sheet
from server.domain.projects.approving import OneStandsInTheWay
from server.domain.projects.record import ProjectRecord
from server.errors import Problem
from server.pages.formats import language, today
from server.pages.words import WORDS, word
from server.projects import project_map, telling

AT_THEIR_ROW = ("void_transfer",)  # drawn beside what they are about, not among the others
SPOKEN = {"stage": "stage", "gate": "gate_short"}  # codes in the sentences of problems, and the kind of their words


def shown(
    caller: Caller,
    project_id: UUID,
    *,
    done: str = "",
    problem: Problem | None = None,
    opened: str = "",
    typed: Mapping[str, str] | None = None,
) -> str:
    """done: what was just done; problem: why not; opened: the form that stays open with what was typed into it.

    Raises NotFound.
    """
    basis = request.args.get("basis", "")
    with transaction(scope_of(caller)) as session:
        looked = sheet.sheet(session, caller, project_id, basis=basis if basis in BASES else "official")
        found = record.record(session, caller, project_id)
        drawn = project_map.drawn(session, caller, looked)
        evaluated = evaluations.of_project(session, caller.workspace_id, project_id)
    return render_template(
        "projects/project.html",
        sheet=looked,
        record=found,
        map=drawn,
        evaluations=evaluated,
        bases=BASES,
        offered=offered(found),
        history=telling.history(found),
        today=today(),
        done=done if done in WORDS["done"] else "",
        problem_text=sentence(problem),
        problem=problem,
        errors=errors_of(problem),
        opened=opened,
        is_kept=opened in found.may,
        typed=typed or {},
    )


def offered(found: ProjectRecord) -> list[str]:
    """The acts whose forms are drawn, what is done most often first."""
    acts = [name for name in found.may if name not in AT_THEIR_ROW]
    return [name for name in acts if not (name == "override_gate" and found.gate_is_open)]


def sentence(problem: Problem | None) -> str:
    """A problem in the reader's language, its codes in words."""
    if problem is None:
        return ""
    spoken = {name: word(code, SPOKEN[name]) for name, code in problem.details.items() if name in SPOKEN}
    if isinstance(problem, OneStandsInTheWay):
        spoken |= dict.fromkeys(("why", "why_th"), sentence(problem.__cause__))
    return type(problem)(**(problem.details | spoken)).text(language())


def errors_of(problem: Problem | None) -> dict[str, str]:
    """What is wrong, by field."""
    if problem is None:
        return {}
    field = problem.details.get("field")
    return {field: problem.text(language())} if field else problem.details.get("errors", {})
