"""The book of who did or saw what: written in the same transaction as the act."""

from sqlalchemy.orm import Session

from server.db.models import Event


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
