"""Ways to set a password without the old one: given out, looked at, and taken once."""

from datetime import datetime, timedelta

from sqlalchemy import Row, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.db.models import PasswordReset, Person

LIVING = (
    Person.actor_id == PasswordReset.actor_id,
    Person.disabled_at.is_(None),
    PasswordReset.expires_at > func.now(),
)


def put(
    session: Session, actor_id: int, kind: str, secret_sha256: bytes, *, given_by: int, lasts: timedelta
) -> datetime:
    """Give out a link or a code in place of any before; says until when it lasts."""
    new = {"kind": kind, "secret_sha256": secret_sha256, "given_by": given_by}
    new |= {"created_at": func.now(), "expires_at": func.now() + lasts}
    row = insert(PasswordReset).values(actor_id=actor_id, **new)
    row = row.on_conflict_do_update(index_elements=["actor_id"], set_=new)
    return session.scalars(row.returning(PasswordReset.expires_at)).one()


def email_of_link(session: Session, secret_sha256: bytes) -> str | None:
    """Whose living link this is."""
    whose = select(Person.email).join(PasswordReset, PasswordReset.actor_id == Person.actor_id)
    return session.scalar(whose.where(*LIVING, *is_link(secret_sha256)))


def take_link(session: Session, secret_sha256: bytes) -> int | None:
    """Use a link up; says whose it was. Of two who use it at once one gets it."""
    return session.scalar(delete(PasswordReset).where(*LIVING, *is_link(secret_sha256)).returning(Person.actor_id))


def take_code(session: Session, email: str, secret_sha256: bytes) -> int | None:
    """Use up the code of somebody with this address (lower case); says whose it was."""
    is_it = (PasswordReset.kind == "code", PasswordReset.secret_sha256 == secret_sha256, Person.email == email)
    return session.scalar(delete(PasswordReset).where(*LIVING, *is_it).returning(Person.actor_id))


def is_link(secret_sha256: bytes) -> tuple:
    return PasswordReset.kind == "link", PasswordReset.secret_sha256 == secret_sha256


def waiting(session: Session, actor_id: int) -> Row | None:
    """(kind, created_at, expires_at) of what is given out to somebody and not yet used."""
    there = select(PasswordReset.kind, PasswordReset.created_at, PasswordReset.expires_at)
    there = there.where(PasswordReset.actor_id == actor_id, PasswordReset.expires_at > func.now())
    return session.execute(there).first()


def end(session: Session, actor_id: int) -> None:
    """What was given out to somebody opens nothing any more."""
    session.execute(delete(PasswordReset).where(PasswordReset.actor_id == actor_id))
