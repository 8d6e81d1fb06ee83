"""Keys of people's scripts: the living ones, whose they are, and their end."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Row, delete, func, select, text
from sqlalchemy.orm import Session

from server.db.models import ApiKey, Person


def add(session: Session, actor_id: int, key_sha256: bytes, lasts: dt.timedelta, **about: str) -> ApiKey:
    """A new key by the database's clock. about: starts, name, scope, part."""
    made = ApiKey(actor_id=actor_id, key_sha256=key_sha256, expires_at=func.now() + lasts, **about)
    session.add(made)
    session.flush()
    return made


def living(session: Session, key_sha256: bytes) -> Row | None:
    """(id, actor_id, email, scope, part, created_at, expires_at, is_fresh) of a key that has not run out and whose
    person is not disabled. is_fresh: it was used today.
    """
    is_fresh = ApiKey.last_used_on.is_not_distinct_from(func.current_date()).label("is_fresh")
    told = (ApiKey.id, ApiKey.actor_id, Person.email, ApiKey.scope, ApiKey.part, ApiKey.created_at, ApiKey.expires_at)
    rows = select(*told, is_fresh).join(Person, Person.actor_id == ApiKey.actor_id)
    rows = rows.where(ApiKey.key_sha256 == key_sha256, ApiKey.expires_at > func.now(), Person.disabled_at.is_(None))
    return session.execute(rows).first()


USED = text("""
    update api_key set last_used_on = current_date where id = (
        select id from api_key where id = :id and last_used_on is distinct from current_date for update skip locked)
""")


def used(session: Session, key_id: int) -> None:
    """Note that a key is in use, once a day; of two requests at once neither waits."""
    session.execute(USED, {"id": key_id})


def of(session: Session, actor_id: int) -> Sequence[ApiKey]:
    """Somebody's keys, the latest first, also those that have run out."""
    return session.scalars(select(ApiKey).where(ApiKey.actor_id == actor_id).order_by(ApiKey.id.desc())).all()


def end(session: Session, actor_id: int, key_id: int) -> str | None:
    """End a key of somebody's; says how it starts, None when there is none."""
    gone = delete(ApiKey).where(ApiKey.actor_id == actor_id, ApiKey.id == key_id)
    return session.scalar(gone.returning(ApiKey.starts))


def end_all(session: Session, actor_id: int) -> int:
    """End every key of somebody; says how many there were."""
    return len(session.scalars(delete(ApiKey).where(ApiKey.actor_id == actor_id).returning(ApiKey.id)).all())
