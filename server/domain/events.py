"""The book of who did or saw what: written in the same transaction as the act."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from server.db.models import Event
from server.db.queries import bulk


def record(
    session: Session,
    verb: str,
    subject: str,
    subject_id: object,
    *,
    actor_id: int,
    workspace_id: int | None = None,
    **details: object,
) -> None:
    """Add an event. details: ids, states, codes and field names; never answers, names or coordinates."""
    session.add(
        Event(
            verb=verb,
            subject=subject,
            subject_id=str(subject_id),
            actor_id=actor_id,
            workspace_id=workspace_id,
            details=details,
        )
    )


def record_many(
    session: Session,
    verb: str,
    subject: str,
    details: Iterable[tuple[object, Mapping[str, object]]],
    *,
    actor_id: int,
    workspace_id: int,
) -> None:
    """An event for each of many subjects. details: (subject id, what `record` takes as details)."""
    common = {"verb": verb, "subject": subject, "actor_id": actor_id, "workspace_id": workspace_id}
    rows = [common | {"subject_id": str(subject_id), "details": dict(said)} for subject_id, said in details]
    bulk.insert(session, Event, rows)
