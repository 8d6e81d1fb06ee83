"""The page of one household, and what the pages of a village have in common."""

from collections.abc import Mapping
from uuid import UUID

from flask import render_template
from sqlalchemy.orm import Session

from server.auth import scope_of
from server.db.queries import entity_history, figures
from server.db.queries import register as queries
from server.db.session import transaction
from server.domain.facts.register import CLOSE_REASONS
from server.domain.permissions import Caller
from server.errors import NotFound, Problem
from server.pages.formats import language, today
from server.pages.words import WORDS

LIST, MOST_OTHERS = "households", 2000


def of_village(session: Session, caller: Caller, code: str) -> dict[str, object]:
    """The village and the areas above it. Raises NotFound for one of another district."""
    found = queries.village(session, caller.workspace_id, code) if caller.covers(code) else None
    if found is None:
        raise NotFound
    return {"village": found, "above": figures.area_names(session, caller.workspace_id, code[:6])}


def shown(
    caller: Caller,
    household_id: UUID,
    *,
    done: str = "",
    problem: Problem | None = None,
    opened: str = "",
    typed: Mapping[str, str] | None = None,
) -> str:
    """done: what was just done; problem: why not; opened: the form that stays open with what was typed into it.

    Raises NotFound.
    """
    told = {"done": done if done in WORDS["register_done"] else "", "opened": opened, "typed": typed or {}}
    field = problem.details.get("field", "") if problem else ""
    told |= {"problem": problem, "problem_text": problem.text(language()) if problem else "", "wrong": field}
    with transaction(scope_of(caller)) as session:
        context = looked(session, caller, household_id)
    return render_template("register/household.html", today=today(), reasons=CLOSE_REASONS, **told, **context)


def looked(session: Session, caller: Caller, household_id: UUID) -> dict[str, object]:
    """Everything about a household but its amounts."""
    where = (session, caller.workspace_id)
    found = entity_history.entity(*where, LIST, household_id)
    if found is None or not caller.covers(found.village_code or ""):
        raise NotFound
    of_village = {"is_open": True, "words": "", "start": 0, "most": MOST_OTHERS}
    others = queries.households(*where, found.village_code, **of_village)
    return {
        "household": found,
        "is_closed": found.data.get("status") == "closed",
        "is_closed_by_office": queries.closed_by_office(*where, household_id),
        "into": merged_into(session, caller, found.data.get("merged_into", "")),
        "others": [one for one in others if one.uuid != household_id],
        "versions": entity_history.versions(*where, LIST, household_id)[::-1],
        "sent": queries.sent(*where, found.village_code, household_id),
        "withdrawn": queries.withdrawn(*where, household_id),
        "years": figures.years(*where),
    }


def merged_into(session: Session, caller: Caller, uuid: str) -> object:
    """The household that stands for this one; None when there is none, or it is not the caller's to see."""
    try:
        return entity_history.entity(session, caller.workspace_id, LIST, UUID(uuid))
    except ValueError:
        return None
