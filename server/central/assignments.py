"""Who may fill in what: roles of people and phones in a project, and the roles that a form is for.

A form is for roles, not for single phones: assigning somebody whose role has the form already is well, and nobody else
gets it by the way.
"""

from collections.abc import Iterator

from flask import Response, g
from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.auth import allows
from server.central.actors import actor_shape
from server.central.people_schemas import AssignmentSchema, FormAssignmentSchema
from server.central.problems import FormForRoles
from server.central.roles import APP_USER, NUMBERS
from server.central.roles import find as find_role
from server.central.schemas import ActorSchema, SuccessSchema
from server.central.told import told
from server.central.wire import answer, central, done
from server.db.queries import accounts, forms
from server.db.session import transaction
from server.domain.forms.drafting import living
from server.errors import NotFound

PROJECT = "/projects/<small:workspace_id>/assignments"
FORM = "/projects/<small:workspace_id>/forms/<form_id>/assignments"


@central.get(PROJECT)
@allows("people.manage")
@told(AssignmentSchema, many=True)
def assignments(workspace_id: int) -> Response:
    """The people of the caller's area with their roles."""
    with transaction() as session:
        return answer([shape(one) for one in people_and_phones(session) if one.Actor.kind == "person"])


@central.get(f"{PROJECT}/<role>")
@allows("people.manage")
@told(ActorSchema, many=True)
def assigned(workspace_id: int, role: str) -> Response:
    """The people of a role, or the phones."""
    with transaction() as session:
        return answer(of_role(people_and_phones(session), role))


@central.get(f"{PROJECT}/forms")
@allows("people.manage")
@told(FormAssignmentSchema, many=True)
def form_assignments(workspace_id: int) -> Response:
    """Who may fill in which form."""
    with transaction() as session:
        return answer(list(of_forms(session, workspace_id)))


@central.get(f"{PROJECT}/forms/<role>")
@allows("people.manage")
@told(FormAssignmentSchema, many=True)
def form_assignments_of(workspace_id: int, role: str) -> Response:
    """Who of a role may fill in which form."""
    number = find_role(role)["id"]
    with transaction() as session:
        return answer([one for one in of_forms(session, workspace_id) if one["roleId"] == number])


@central.get(FORM)
@allows("people.manage")
@told(AssignmentSchema, many=True)
def assignments_of_form(workspace_id: int, form_id: str) -> Response:
    """The phones and people that may fill in a form."""
    with transaction() as session:
        form = living(session, workspace_id, form_id)
        return answer([shape(one) for one in people_and_phones(session) if one.role in form.roles])


@central.get(f"{FORM}/<role>")
@allows("people.manage")
@told(ActorSchema, many=True)
def assigned_to_form(workspace_id: int, form_id: str, role: str) -> Response:
    """Those of a role that may fill in a form."""
    with transaction() as session:
        form = living(session, workspace_id, form_id)
        return answer(of_role([one for one in people_and_phones(session) if one.role in form.roles], role))


@central.post(f"{FORM}/<role>/<small:actor_id>")
@allows("people.manage")
@told(SuccessSchema, also=(409,))
def assign(workspace_id: int, form_id: str, role: str, actor_id: int) -> Response:
    """Make sure that a phone may fill in a form; whether it may is decided for all of its role."""
    with transaction() as session:
        form = living(session, workspace_id, form_id)
        if one_of(session, role, actor_id).role not in form.roles:
            raise FormForRoles(form_id=form_id, roles=", ".join(form.roles))
    return done()


@central.delete(f"{FORM}/<role>/<small:actor_id>")
@allows("people.manage")
@told(SuccessSchema, also=(409,))
def unassign(workspace_id: int, form_id: str, role: str, actor_id: int) -> Response:
    """Refused: a form is taken from a role, not from one of its phones."""
    with transaction() as session:
        form = living(session, workspace_id, form_id)
        if one_of(session, role, actor_id).role not in form.roles:
            raise NotFound
        raise FormForRoles(form_id=form_id, roles=", ".join(form.roles))


def people_and_phones(session: Session) -> list[Row]:
    """(Actor, role) of those in the caller's area."""
    return list(accounts.assigned(session, g.caller.workspace_id, g.caller.area_code))


def one_of(session: Session, role: str, actor_id: int) -> Row:
    """Raises NotFound for an actor outside the caller's area, or of another role."""
    number = find_role(role)["id"]
    for one in people_and_phones(session):
        if one.Actor.id == actor_id and role_number(one) == number:
            return one
    raise NotFound


def of_role(rows: list[Row], role: str) -> list[dict]:
    number = find_role(role)["id"]
    return [actor_shape(one.Actor) for one in rows if role_number(one) == number]


def of_forms(session: Session, workspace_id: int) -> Iterator[dict]:
    there = people_and_phones(session)
    for form in forms.overview(session, workspace_id):
        if form.state != "deleted":
            yield from (shape(one) | {"xmlFormId": form.form_id} for one in there if one.role in form.roles)


def role_number(one: Row) -> int:
    return APP_USER if one.Actor.kind == "phone" else NUMBERS[one.role]


def shape(one: Row) -> dict:
    return {"actorId": one.Actor.id, "roleId": role_number(one)}
