"""The people and phones behind what is listed, for callers that ask for extended metadata."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from server.central.wire import moment, wants_more
from server.db.models import Actor
from server.db.queries import submissions
from server.db.queries.web_users import WebUser

TYPES = {"person": "user", "phone": "field_key", "system": "user"}


def with_actors(session: Session, shapes: Sequence[dict], role: str) -> Sequence[dict]:
    """The same shapes; when asked for, `<role>` is put beside every `<role>Id`, also inside."""
    if wants_more():
        parts = [part for shape in shapes for part in parts_of(shape) if f"{role}Id" in part]
        actors = submissions.actors(session, {part[f"{role}Id"] for part in parts})
        for part in parts:
            part[role] = actor_shape(actors[part[f"{role}Id"]])
    return shapes


def parts_of(shape: dict) -> Iterator[dict]:
    yield shape
    yield from (part for part in shape.values() if isinstance(part, dict))


def actor_shape(actor: Actor) -> dict:
    return {
        "id": actor.id,
        "type": TYPES[actor.kind],
        "displayName": actor.display_name,
        "createdAt": moment(actor.created_at),
        "updatedAt": None,
        "deletedAt": None,
    }


def user_shape(user: WebUser) -> dict:
    """A person with an account."""
    return {
        "id": user.actor_id,
        "type": "user",
        "displayName": user.display_name,
        "email": user.email,
        "createdAt": moment(user.created_at),
        "updatedAt": None,
        "deletedAt": None,
        "lastLoginAt": moment(user.last_login_at),
    }
