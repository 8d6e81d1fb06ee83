"""Once submissions are read: what they correct leaves the list, and does not count beside them."""

from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from server.db.models import Workspace
from server.db.queries import corrections
from server.db.queries.facts import ToDigest
from server.domain import people, reviews, to_correct
from server.domain.answers import uuid_of, value_at
from server.domain.facts import Facts

CORRECTS = "correction/corrects"


def link(session: Session, read: Iterable[tuple[ToDigest, Facts]]) -> None:
    """Note what submissions say they correct; one that names nothing it can correct is flagged.

    No form needs to ask: the question stands by itself, in whatever form has it.
    """
    said = [(one, facts, entry) for one, facts in read if (entry := value_at(one.answers, CORRECTS))]
    asked = [(one.submission_id, uuid) for one, _, entry in said if (uuid := uuid_of(entry))]
    originals = corrections.named(session, asked)
    for one, facts, _ in said:
        if original := originals.get(one.submission_id):
            facts.add("correction", corrects=original)
        else:
            facts.flag("correction_unknown")


def settle(session: Session, workspace_id: int, submission_ids: Collection[int]) -> None:
    """Follow their states; one that was approved before it was read replaces now what it corrects."""
    if corrections.replaced(session, submission_ids):
        system = people.operator(session, session.get_one(Workspace, workspace_id))
        reviews.replace_corrected(session, system, submission_ids)
    to_correct.follow(session, workspace_id, submission_ids)
