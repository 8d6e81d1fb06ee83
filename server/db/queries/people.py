"""Phones, people and their logins, found by what they hold."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row, func, select, text, update
from sqlalchemy.orm import Session

from server.db.models import Actor, Assignment, Login, Person, Phone, Project, ProjectNotice


class Held(NamedTuple):
    """An actor and its role and area in a workspace."""

    actor_id: int
    kind: str
    name: str
    workspace_id: int
    role: str
    area_code: str


ASSIGNED = select(
    Actor.id, Actor.kind, Actor.display_name, Assignment.workspace_id, Assignment.role, Assignment.area_code
).join(Assignment, Assignment.actor_id == Actor.id)


def phone_by_token(session: Session, token_sha256: bytes, workspace_id: int) -> Held | None:
    """The living phone that holds this token."""
    row = session.execute(
        ASSIGNED.join(Phone, (Phone.actor_id == Actor.id) & (Phone.workspace_id == Assignment.workspace_id)).where(
            Phone.token_sha256 == token_sha256, Phone.workspace_id == workspace_id, Phone.revoked_at.is_(None)
        )
    ).first()
    return Held(*row) if row else None


def seen(session: Session, actor_id: int, user_agent: str | None) -> None:
    """Note a phone's visit and what it says it is, at most once a minute."""
    stale = (Phone.last_seen_at.is_(None)) | (Phone.last_seen_at < func.now() - text("interval '1 minute'"))
    session.execute(
        update(Phone).where(Phone.actor_id == actor_id, stale).values(last_seen_at=func.now(), user_agent=user_agent)
    )


def person_by_email(session: Session, email: str) -> Person | None:
    """Somebody who may still sign in."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower(), Person.disabled_at.is_(None)))


def living_password(session: Session, actor_id: int) -> str | None:
    """What is kept of the password of somebody who may still sign in."""
    return session.scalar(select(Person.password_hash).where(Person.actor_id == actor_id, Person.disabled_at.is_(None)))


def came_in(session: Session, actor_id: int, password_hash: str) -> bool:
    """Note that somebody signs in, if this is still kept of their password and the account is open; says whether."""
    living = update(Person).where(Person.actor_id == actor_id, Person.disabled_at.is_(None))
    living = living.where(Person.password_hash == password_hash).values(last_sign_in_at=func.now())
    return session.scalar(living.returning(Person.actor_id)) is not None


def held_by(session: Session, actor_id: int, workspace_id: int | None = None) -> Held | None:
    """The actor's role and area in a workspace; in its first one when none is named."""
    rows = ASSIGNED.where(Actor.id == actor_id).order_by(Assignment.workspace_id)
    row = session.execute(rows.where(Assignment.workspace_id == workspace_id) if workspace_id else rows).first()
    return Held(*row) if row else None


def held_where(
    session: Session, actor_id: int, *, project_id: UUID | None = None, notice_id: int | None = None
) -> Held | None:
    """The actor's role and area in the workspace of a project or of a notice, if the actor has one there."""
    table, key = (Project, project_id) if project_id else (ProjectNotice, notice_id)
    there = ASSIGNED.join(table, table.workspace_id == Assignment.workspace_id)
    row = session.execute(there.where(Actor.id == actor_id, table.id == key).order_by(Assignment.workspace_id)).first()
    return Held(*row) if row else None


def login_by_token(session: Session, token_sha256: bytes, kind: str) -> Row | None:
    """(actor_id, is_fresh) of a login that has not run out and whose person is not disabled.

    is_fresh: it was seen within the hour.
    """
    seen_at = func.coalesce(Login.last_seen_at, Login.created_at)
    living = (
        select(Login.actor_id, (seen_at > func.now() - text("interval '1 hour'")).label("is_fresh"))
        .join(Person, Person.actor_id == Login.actor_id)
        .where(Login.token_sha256 == token_sha256, Login.kind == kind)
        .where(Login.expires_at > func.now(), Person.disabled_at.is_(None))
    )
    return session.execute(living).first()
