"""Projects, as ODK calls the container of forms: our workspaces."""

from flask import Response, g

from server.auth import SIGNED_IN, allows
from server.central.schemas import ProjectSchema
from server.central.told import told
from server.central.wire import answer, central, moment
from server.db.models import Workspace
from server.db.queries import web_users
from server.db.session import transaction


@central.get("/projects")
@allows(SIGNED_IN)
@told(ProjectSchema, many=True)
def projects() -> Response:
    """The projects in which the caller has a duty."""
    return answer(of_caller())


@central.get("/projects/<small:workspace_id>")
@allows(SIGNED_IN)
@told(ProjectSchema)
def project(workspace_id: int) -> Response:
    """A project in which the caller has a duty."""
    (named,) = (one for one in of_caller() if one["id"] == workspace_id)
    return answer(named)


def of_caller() -> list[dict]:
    """The projects in which the caller has a duty; the one in the address is among them (see `wire.authorize`)."""
    with transaction() as session:
        return [shape(workspace) for workspace in web_users.workspaces_of(session, g.caller.actor_id)]


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
