"""Sign-ins: the living ones, what they came with, and their end."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Row, delete, func, select, text
from sqlalchemy.orm import Session

from server.db.models import Login


def add(
    session: Session, token_sha256: bytes, actor_id: int, kind: str, lasts: timedelta, program: str | None = None
) -> Login:
    """A new login by the database's clock; what has run out of the same person goes."""
    session.execute(delete(Login).where(Login.actor_id == actor_id, Login.expires_at < func.now()))
    new = {"kind": kind, "program": program, "expires_at": func.now() + lasts, "last_seen_at": func.now()}
    login = Login(token_sha256=token_sha256, actor_id=actor_id, **new)
    session.add(login)
    session.flush()
    return login


SEEN = text("""
    update login set last_seen_at = now() where token_sha256 = (
        select token_sha256 from login where token_sha256 = :token_sha256
        and coalesce(last_seen_at, created_at) < now() - interval '1 hour' for update skip locked)
""")


def seen(session: Session, token_sha256: bytes) -> None:
    """Note that a login is in use, at most once an hour; of two requests at once neither waits."""
    session.execute(SEEN, {"token_sha256": token_sha256})


def end(session: Session, token_sha256: bytes) -> int | None:
    """End a login; says whose it was, None when there is none."""
    gone = delete(Login).where(Login.token_sha256 == token_sha256).returning(Login.actor_id)
    return session.scalar(gone)


def end_others(session: Session, actor_id: int, token_sha256: bytes) -> int:
    """End every login of somebody but this one; says how many there were."""
    gone = delete(Login).where(Login.actor_id == actor_id, Login.token_sha256 != token_sha256)
    return len(session.scalars(gone.returning(Login.token_sha256)).all())


def end_all(session: Session, actor_id: int) -> int:
    """End every login of somebody; says how many there were."""
    return end_others(session, actor_id, b"")


def is_younger(session: Session, token_sha256: bytes, than: timedelta) -> bool:
    """Whether this login was opened so lately, by the database's clock. One of the future, of a clock that was ahead,
    was not."""
    opened = Login.created_at.between(func.now() - than, func.now())
    this = select(Login.token_sha256).where(Login.token_sha256 == token_sha256, opened)
    return session.scalar(this) is not None


def living(session: Session, actor_id: int) -> Sequence[Row]:
    """(token_sha256, kind, program, created_at, last_seen_at, expires_at) of somebody's logins, the latest first."""
    rows = select(
        Login.token_sha256, Login.kind, Login.program, Login.created_at, Login.last_seen_at, Login.expires_at
    ).where(Login.actor_id == actor_id, Login.expires_at > func.now())
    return session.execute(rows.order_by(Login.created_at.desc(), Login.token_sha256)).all()
