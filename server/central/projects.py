"""Projects, as ODK calls the container of forms: our workspaces."""

from flask import Response, g
from sqlalchemy.orm import Session

from server.auth import SIGNED_IN, allows, in_workspace, scope_of
from server.central import dataset_shapes, form_shapes
from server.central.schemas import ProjectSchema
from server.central.told import YES_OR_NO, told
from server.central.wire import answer, central, is_asked, moment, wants_more
from server.db.models import Workspace
from server.db.queries import numbers, web_users
from server.db.session import transaction
from server.domain import entity_lists
from server.domain.permissions import ROLES, Caller

WITH_LISTS = {"forms": YES_OR_NO, "datasets": YES_OR_NO}


@central.get("/projects")
@allows(SIGNED_IN)
@told(ProjectSchema, many=True, query=WITH_LISTS)
def projects() -> Response:
    """The projects in which the caller has a duty; `forms` and `datasets` put the lists of them inside."""
    with transaction() as session:
        return answer([described(session, one) for one in web_users.workspaces_of(session, g.caller.actor_id)])


@central.get("/projects/<small:workspace_id>")
@allows(SIGNED_IN)
@told(ProjectSchema, query=WITH_LISTS)
def project(workspace_id: int) -> Response:
    """A project in which the caller has a duty."""
    with transaction() as session:
        there = web_users.workspaces_of(session, g.caller.actor_id)
        (named,) = (one for one in there if one.id == workspace_id)  # among them: see `wire.authorize`
        return answer(described(session, named))


def described(session: Session, workspace: Workspace) -> dict:
    """A project with what was asked for besides, as far as the caller may know it."""
    caller = in_workspace(session, g.caller, workspace.id)
    found = shape(workspace)
    if wants_more():
        found |= {"verbs": sorted(ROLES[caller.role].may)} | counted(session, caller)
    if is_asked("forms") and caller.may("form.read"):
        found["formList"] = form_shapes.listed(session, caller)
    if is_asked("datasets") and caller.may("entity_list.read"):
        found["datasetList"] = dataset_shapes.listed(session, caller)
    return found


def counted(session: Session, caller: Caller) -> dict:
    """The numbers of a project in the caller's area."""
    found: dict = {}
    if caller.may("form.read"):
        found["forms"] = numbers.forms(session, caller.workspace_id)
    if caller.may("entity_list.read"):
        lists = [one.name for one in entity_lists.known_to(session, caller)]
        found["datasets"] = len(lists)
        if caller.may("entity.read"):
            found["lastEntity"] = moment(numbers.last_entity(session, caller.workspace_id, caller.area_code, lists))
    if caller.may("phones.see"):
        found["appUsers"] = numbers.phones(session, caller.workspace_id, caller.area_code)
    if caller.may("submission.list"):
        found["lastSubmission"] = moment(numbers.last_sent(session, scope_of(caller)))
    return found


def shape(workspace: Workspace) -> dict:
    return {
        "id": workspace.id,
        "name": workspace.name,
        "description": None,
        "archived": None,
        "keyId": None,
        "createdAt": moment(workspace.created_at),
        "updatedAt": None,
        "deletedAt": None,
    }
