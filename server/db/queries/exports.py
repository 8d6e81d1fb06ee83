"""Files that people asked for: what waits, whose turn it is, what has run out."""

from collections.abc import Sequence

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.db.models import Actor, Assignment, Blob, Export, Person
from server.db.queries.people import ASSIGNED, Held
from server.storage import StoredBlob

ASKING, WRITING = 7304, 7305  # keys of advisory locks, beside those of the drains


def one_at_a_time(session: Session, actor_id: int) -> None:
    """Whoever asks twice in the same moment is heard one after the other."""
    session.execute(text("select pg_advisory_xact_lock(:kind, :actor)"), {"kind": ASKING, "actor": actor_id})


def of_person(session: Session, workspace_id: int, actor_id: int, limit: int) -> Sequence[Export]:
    """What somebody asked for, the latest first."""
    mine = select(Export).where(Export.workspace_id == workspace_id, Export.actor_id == actor_id)
    return session.scalars(mine.order_by(Export.id.desc()).limit(limit)).all()


WAITING = text("select id from export where finished_at is null order by id")
TAKE = text("select pg_try_advisory_xact_lock(:kind, cast(:id as integer))")


def take_next(session: Session) -> int | None:
    """The oldest one that waits and that no living worker has in hand.

    It is held until this transaction ends, also by the death of the worker; its row stays free for the progress.
    """
    for export_id in session.scalars(WAITING).all():
        if session.scalar(TAKE, {"kind": WRITING, "id": export_id}) and is_waiting(session, export_id):
            return export_id
    return None


def is_waiting(session: Session, export_id: int) -> bool:
    """Asked once more after the lock: who had it may have finished it meanwhile."""
    there = select(Export.id).where(Export.id == export_id, Export.finished_at.is_(None))
    return session.scalar(there) is not None


def tell(session: Session, export_id: int, **progress: int | None) -> None:
    """Write down how far it is."""
    session.execute(update(Export).where(Export.id == export_id).values(**progress))


def on_duty(session: Session, workspace_id: int, actor_id: int) -> Held | None:
    """The duty that somebody has now; None for whoever has none, or may not sign in any more."""
    living = ASSIGNED.join(Person, Person.actor_id == Actor.id).where(Person.disabled_at.is_(None))
    row = session.execute(living.where(Actor.id == actor_id, Assignment.workspace_id == workspace_id)).first()
    return Held(*row) if row else None


def add_blob(session: Session, workspace_id: int, blob: StoredBlob, content_type: str) -> None:
    """Say that a stored file is known."""
    row = {"workspace_id": workspace_id, "sha256": blob.sha256, "size": blob.size, "content_type": content_type}
    session.execute(insert(Blob).values(row).on_conflict_do_nothing())


EXPIRED = text("""
    delete from export where workspace_id = :workspace_id and expires_at < now() returning sha256
""")


def expire(session: Session, workspace_id: int) -> list[bytes]:
    """Take out what has run out; returns the sha256 of its files."""
    gone = session.scalars(EXPIRED, {"workspace_id": workspace_id})
    return [sha256 for sha256 in gone if sha256 is not None]
