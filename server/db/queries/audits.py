"""The book of events about one thing, for those who may see the thing."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

EVENTS = text("""
    select verb, actor_id, at, details from event
    where workspace_id = :workspace_id and subject = :subject and subject_id = :subject_id and verb = any (:verbs)
    order by id desc
""")


def of(session: Session, workspace_id: int, subject: str, subject_id: object, verbs: Collection[str]) -> Sequence[Row]:
    """(verb, actor_id, at, details) of what was done to a thing, the newest first."""
    about = {"workspace_id": workspace_id, "subject": subject, "subject_id": str(subject_id)}
    return session.execute(EVENTS, about | {"verbs": list(verbs)}).all()
