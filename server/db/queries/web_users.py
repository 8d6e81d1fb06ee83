"""People who work through scripts: their account, their logins, the workspaces they work in."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from server.db.models import Actor, Assignment, Login, Person, Workspace


class WebUser(NamedTuple):
    """A person as their own scripts see them."""

    actor_id: int
    display_name: str
    email: str
    created_at: datetime
    last_login_at: datetime | None


def web_user(session: Session, actor_id: int) -> WebUser:
    """Somebody with their latest login that is still kept."""
    latest = select(func.max(Login.created_at)).where(Login.actor_id == actor_id).scalar_subquery()
    columns = select(Actor.id, Actor.display_name, Person.email, Actor.created_at, latest)
    return WebUser(
        *session.execute(columns.join(Person, Person.actor_id == Actor.id).where(Actor.id == actor_id)).one()
    )


def living_login(session: Session, token_sha256: bytes, kind: str) -> Row | None:
    """(created_at, expires_at) of a login that has not run out."""
    living = select(Login.created_at, Login.expires_at).where(Login.token_sha256 == token_sha256)
    return session.execute(living.where(Login.kind == kind, Login.expires_at > func.now())).first()


def workspaces_of(session: Session, actor_id: int) -> list[Workspace]:
    """The workspaces in which somebody has a duty."""
    held = select(Workspace).join(Assignment, Assignment.workspace_id == Workspace.id)
    return list(session.scalars(held.where(Assignment.actor_id == actor_id).order_by(Workspace.id)))
