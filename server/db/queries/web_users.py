"""People who work through scripts: their account, their logins, the workspaces they work in."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from server.db.models import Actor, Assignment, Login, Person, Workspace


class WebUser(NamedTuple):
    """A person as scripts see them. role, area_code: in the workspace that was asked about, if one was."""

    actor_id: int
    display_name: str
    email: str
    created_at: datetime
    last_login_at: datetime | None
    role: str | None = None
    area_code: str | None = None


LATEST = select(func.max(Login.created_at)).where(Login.actor_id == Actor.id).correlate(Actor).scalar_subquery()
SHOWN = (Actor.id, Actor.display_name, Person.email, Actor.created_at, LATEST)


def web_user(session: Session, actor_id: int) -> WebUser:
    """Somebody with their latest login that is still kept."""
    return WebUser(*session.execute(select(*SHOWN).join(Person).where(Actor.id == actor_id)).one())


def listed(
    session: Session, workspace_id: int, area_code: str, *, actor_id: int | None = None, word: str | None = None
) -> list[WebUser]:
    """The people of an area who may still sign in, by address; only the one of this id, or those whose address or name
    has this word in it, when one is given.
    """
    rows = select(*SHOWN, Assignment.role, Assignment.area_code).join(Person)
    rows = rows.join(Assignment, Assignment.actor_id == Actor.id).where(Assignment.workspace_id == workspace_id)
    rows = rows.where(Assignment.area_code.startswith(area_code, autoescape=True), Person.disabled_at.is_(None))
    rows = rows if actor_id is None else rows.where(Actor.id == actor_id)
    if word is not None:
        has_word = (one.icontains(word, autoescape=True) for one in (Person.email, Actor.display_name))
        rows = rows.where(or_(*has_word))
    return [WebUser(*row) for row in session.execute(rows.order_by(Person.email))]


def living_login(session: Session, token_sha256: bytes, kind: str) -> Row | None:
    """(created_at, expires_at) of a login that has not run out."""
    living = select(Login.created_at, Login.expires_at).where(Login.token_sha256 == token_sha256)
    return session.execute(living.where(Login.kind == kind, Login.expires_at > func.now())).first()


def workspaces_of(session: Session, actor_id: int) -> list[Workspace]:
    """The workspaces in which somebody has a duty."""
    held = select(Workspace).join(Assignment, Assignment.workspace_id == Workspace.id)
    return list(session.scalars(held.where(Assignment.actor_id == actor_id).order_by(Workspace.id)))
