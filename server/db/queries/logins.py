"""Sign-ins: the living ones, and the attempts that failed."""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server.db.models import Event, Login


def add(session: Session, token_sha256: bytes, actor_id: int, kind: str, lasts: timedelta) -> Login:
    """A new login by the database's clock; what has run out of the same person goes."""
    session.execute(delete(Login).where(Login.actor_id == actor_id, Login.expires_at < func.now()))
    login = Login(token_sha256=token_sha256, actor_id=actor_id, kind=kind, expires_at=func.now() + lasts)
    session.add(login)
    session.flush()
    return login


def end(session: Session, token_sha256: bytes) -> int | None:
    """End a login; says whose it was, None when there is none."""
    gone = delete(Login).where(Login.token_sha256 == token_sha256).returning(Login.actor_id)
    return session.scalar(gone)


def end_others(session: Session, actor_id: int, token_sha256: bytes) -> None:
    """End every login of somebody but this one."""
    session.execute(delete(Login).where(Login.actor_id == actor_id, Login.token_sha256 != token_sha256))


def failures(session: Session, verb: str, subject_id: str, within: timedelta) -> int:
    """How many failed attempts the book of events has of the last while."""
    rows = select(func.count()).select_from(Event)
    rows = rows.where(Event.workspace_id.is_(None), Event.subject == "sign_in", Event.subject_id == subject_id)
    return session.scalar(rows.where(Event.verb == verb, Event.at > func.now() - within)) or 0
