"""What is stored of a form of someone else's, to be compared with what was filled in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db.models import Attachment, SubmissionVersion


def stored(session: Session, instance_id: str) -> tuple[dict, dict[str, bool]]:
    """(answers, {name of a file: whether it is here}) of a version."""
    session.rollback()
    version = session.scalars(select(SubmissionVersion).where(SubmissionVersion.instance_id == instance_id)).one()
    slots = select(Attachment.name, Attachment.sha256).where(Attachment.submission_version_id == version.id)
    return version.answers, {name: sha256 is not None for name, sha256 in session.execute(slots)}


def flat(answers: dict) -> dict:
    """Answers by the name of the question, out of their groups."""
    found = {}
    for name, value in answers.items():
        found |= flat(value) if isinstance(value, dict) else {name: value}
    return found
