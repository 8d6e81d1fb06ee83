"""What the provincial committee approved at a meeting: projects chosen from a list, looked at once more, then done."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from server.auth import person_required, scope_of
from server.db.queries import figures, project_list
from server.db.queries import projects as queries
from server.db.session import transaction
from server.domain.permissions import Caller
from server.domain.projects import approving
from server.domain.projects.approving import MOST_AT_ONCE
from server.errors import NotAllowed, NotFound, Problem
from server.pages.formats import today
from server.projects import listing, page
from server.projects.acts import OnlyTried
from server.projects.listing import Choice
from server.projects.reading import Typed
from server.projects.room import projects

Answer = AnyResponse | str | tuple[str, int]


@projects.get("/projects/approvals")
@person_required("project.decide")
def to_approve(caller: Caller) -> str:
    """The forwarded projects of an area, to choose from."""
    return shown(caller)


@projects.post("/projects/approvals")
@person_required("project.decide")
def approve(caller: Caller) -> Answer:
    """All that was chosen or nothing; tried first, shown once more with its sum, done when somebody is sure."""
    if "change" in request.form:
        return shown(caller)
    typed, is_sure = Typed(request.form), "sure" in request.form
    try:
        order_no, decided_on, chosen = typed.words("order_no", 60), typed.day("decided_on"), read()
        typed.refuse()
        with suppress(OnlyTried), transaction() as session:
            said = {"order_no": order_no, "decided_on": decided_on, "now": datetime.now(UTC)}
            approving.approve_together(session, caller, chosen, **said)
            if not is_sure:
                raise OnlyTried
    except (NotFound, NotAllowed):
        raise
    except Problem as problem:
        return shown(caller, problem), problem.status
    if not is_sure:
        return asked(caller, typed, chosen)
    return redirect(url_for("projects.listed", waiting="transfer", area=listing.choice(caller).area, done="together"))


def read() -> dict[UUID, int]:
    """{project: satang recommended} of the boxes that were ticked, as the list had them."""
    chosen = {}
    for ticked in request.form.getlist("project"):
        id_, _, satang = ticked.partition(":")
        with suppress(ValueError):  # written by nobody's browser
            chosen[UUID(id_)] = int(satang)
    return chosen


def asked(caller: Caller, typed: Typed, chosen: Mapping[UUID, int]) -> str:
    """What would be approved, to be looked at once more."""
    with transaction(scope_of(caller)) as session:
        wanted = replace(Choice(caller.area_code).wanted(caller), ids=list(chosen))
        rows = project_list.page(session, wanted, start=0, most=MOST_AT_ONCE)
    told = {"told": typed.told, "rows": rows, "total": sum(chosen.values()), "fields": request.form}
    told["where"] = {name: request.args[name] for name in ("area", "year") if name in request.args}
    return render_template("projects/approve_confirm.html", ticked=request.form.getlist("project"), **told)


def shown(caller: Caller, problem: Problem | None = None) -> str:
    """The list with what had been ticked and typed. problem: why nothing was approved."""
    with transaction(scope_of(caller)) as session:
        context = context_of(session, caller)
    told = {"ticked": set(request.form.getlist("project")), "typed": request.form, "today": today()}
    return render_template(
        "projects/approve.html", problem_text=page.sentence(problem), errors=page.errors_of(problem), **told, **context
    )


def context_of(session: Session, caller: Caller) -> dict[str, object]:
    chosen = replace(listing.choice(caller), waiting="decide", start=0)
    rows = project_list.page(session, chosen.wanted(caller), start=0, most=MOST_AT_ONCE + 1)
    return {
        "chosen": chosen,
        "rows": rows[:MOST_AT_ONCE],
        "is_more": len(rows) > MOST_AT_ONCE,
        "total": sum(row.budget_recommended or 0 for row in rows[:MOST_AT_ONCE]),
        "years": queries.years_of(session, caller.workspace_id, caller.area_code),
        "above": figures.area_names(session, caller.workspace_id, chosen.area),
    }
