"""App users, as ODK calls what a phone signs in as: our phones, each with one role in one area."""

from flask import Response, current_app, g
from sqlalchemy.orm import Session

from server.auth import allows
from server.central import roles
from server.central.actors import actor_shape
from server.central.people_schemas import AppUserChangeSchema, AppUserSchema, AppUserSentSchema
from server.central.problems import AreaMissing, ValueUnexpected
from server.central.schemas import SuccessSchema
from server.central.told import told
from server.central.wire import answer, body, central, done, moment, text_of, wants_more
from server.db.queries import submissions
from server.db.session import transaction
from server.domain import phone_keys
from server.domain.phone_keys import KeyListed

APP_USERS = "/projects/<small:workspace_id>/app-users"
APP_USER = f"{APP_USERS}/<small:actor_id>"


@central.get(APP_USERS)
@allows("phones.see")
@told(AppUserSchema, many=True)
def app_users(workspace_id: int) -> Response:
    """The phones of the caller's area. Whoever gives phones out sees their keys, which the book of events remembers."""
    with transaction() as session:
        listed = phone_keys.listing(session, g.caller, secret=secret())
        return answer(shapes(session, listed))


@central.post(APP_USERS)
@allows("people.manage")
@told(AppUserSchema, body=AppUserSentSchema, also=(409,))
def add_app_user(workspace_id: int) -> Response:
    """Give out a phone. Its area is properties.area, or the code that displayName begins with: "500705 Team A"."""
    sent = body()
    name = text_of(sent, "displayName")
    properties = sent.get("properties") or {}
    if not isinstance(properties, dict):
        raise ValueUnexpected(name="properties")
    area = text_of(properties, "area") if properties.get("area") else phone_keys.area_of(name)
    if area is None:
        raise AreaMissing
    role = roles.named(properties["role"], "properties.role") if properties.get("role") else None
    with transaction() as session:
        made = phone_keys.add(session, g.caller, name, area_code=area, role=role, secret=secret())
        (shape,) = shapes(session, [made])
    return answer(shape)


@central.get(APP_USER)
@allows("phones.see")
@told(AppUserSchema)
def app_user(workspace_id: int, actor_id: int) -> Response:
    """A phone of the caller's area."""
    with transaction() as session:
        (shape,) = shapes(session, [phone_keys.find(session, g.caller, actor_id, secret=secret())])
    return answer(shape)


@central.patch(APP_USER)
@allows("people.manage")
@told(AppUserSchema, body=AppUserChangeSchema, also=(409,))
def rename_app_user(workspace_id: int, actor_id: int) -> Response:
    """Give a phone another name; its key stays."""
    sent = body()
    with transaction() as session:
        if "displayName" in sent:
            phone_keys.rename(session, g.caller, actor_id, text_of(sent, "displayName"))
            session.flush()
        (shape,) = shapes(session, [phone_keys.find(session, g.caller, actor_id, secret=secret())])
    return answer(shape)


@central.delete(APP_USER)
@allows("people.manage")
@told(SuccessSchema)
def revoke_app_user(workspace_id: int, actor_id: int) -> Response:
    """End a phone's access at once; it stays in the list, without a key."""
    with transaction() as session:
        phone_keys.revoke(session, g.caller, actor_id)
    return done()


def shapes(session: Session, listed: list[KeyListed]) -> list[dict]:
    """As the wire has them; when asked for, with the last contact and who gave them out."""
    found = [shape(one) for one in listed]
    if wants_more():
        authors = submissions.actors(session, {one.created_by for one in listed if one.created_by})
        for one, key in zip(found, listed, strict=True):
            one["lastUsed"] = moment(key.phone.last_seen_at)
            one["createdBy"] = actor_shape(authors[key.created_by]) if key.created_by else None
    return found


def shape(key: KeyListed) -> dict:
    return {
        "id": key.phone.actor_id,
        "type": "field_key",
        "projectId": key.phone.workspace_id,
        "displayName": key.phone.name,
        "token": key.token,
        "properties": {"role": key.phone.role, "area": key.phone.area_code},
        "createdAt": moment(key.created_at),
        "updatedAt": None,
        "deletedAt": None,
    }


def secret() -> str:
    return current_app.config["SECRET_KEY"]
