"""The addresses of conflicts: entries of lists that two changes say different things about, and choosing what is so."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.auth import person_required, scope_of
from server.db.queries import entity_history
from server.db.session import transaction
from server.domain.entities import conflicts as verbs
from server.domain.entities.conflicts import LABEL, EntityMovedOn, NothingToResolve
from server.domain.permissions import Caller
from server.pages.formats import language

conflicts = Blueprint("conflicts", __name__, template_folder="templates")
CHOICE = "value-"  # before the name of a property, in the form


@conflicts.get("/conflicts")
@person_required("entity.resolve")
def listed(caller: Caller) -> str:
    with transaction(scope_of(caller)) as session:
        found = entity_history.in_conflict(session, caller.workspace_id, caller.area_code)
    return render_template("review/conflicts.html", found=found)


@conflicts.get("/conflicts/<list_name>/<uuid:uuid>")
@person_required("entity.resolve")
def conflict(caller: Caller, list_name: str, uuid: UUID) -> AnyResponse | str:
    try:
        return opened(caller, list_name, uuid)
    except NothingToResolve:
        return redirect(url_for("conflicts.listed", done="already"))


@conflicts.post("/conflicts/<list_name>/<uuid:uuid>")
@person_required("entity.resolve")
def resolve(caller: Caller, list_name: str, uuid: UUID) -> AnyResponse:
    """What was chosen is so from now on, unless the entry was changed since it was looked at."""
    chosen = {name.removeprefix(CHOICE): value for name, value in request.form.items() if name.startswith(CHOICE)}
    said = request.form.get("seen", "")
    seen = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0  # nothing has a version 0
    try:
        with transaction() as session:
            verbs.resolve(session, caller, list_name, uuid, chosen, seen=seen)
    except NothingToResolve:
        return redirect(url_for("conflicts.listed", done="already"))
    except EntityMovedOn as problem:
        response = Response(opened(caller, list_name, uuid, problem=problem), problem.status)
        response.headers["X-Yudee-Problem"] = problem.code
        return response
    return redirect(url_for("conflicts.listed", done="resolved"))


def opened(caller: Caller, list_name: str, uuid: UUID, **told: object) -> str:
    """Raises NotFound, NothingToResolve."""
    with transaction(scope_of(caller)) as session:
        found = verbs.look(session, caller.workspace_id, list_name, uuid)
        labels = entity_history.property_labels(session, caller.workspace_id, list_name)

    def named(name: str) -> str:
        return labels.get(name, {}).get(language()) or name

    told |= {"conflict": found, "named": named, "choice": CHOICE, "label": LABEL}
    return render_template("review/conflict.html", **told)
