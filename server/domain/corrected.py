"""Once submissions are read: what they correct leaves the list, and does not count beside them."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from server.db.models import Workspace
from server.db.queries import corrections
from server.domain import people, reviews, to_correct
from server.domain.facts import Facts


def link(session: Session, read: Mapping[int, Facts]) -> None:
    """Look up what submissions say they correct; what names nothing that they can correct is flagged, and no fact."""
    said = {one: facts.rows["correction"][0] for one, facts in read.items() if "correction" in facts.rows}
    originals = corrections.named(session, [(one, row["corrects"]) for one, row in said.items()])
    for one, row in said.items():
        if one in originals:
            row["corrects"] = originals[one]
        else:
            read[one].flag("correction_unknown")
            read[one].rows.pop("correction")


def settle(session: Session, workspace_id: int, submission_ids: Collection[int]) -> None:
    """Follow their states; one that was approved before it was read replaces now what it corrects."""
    if corrections.replaced(session, submission_ids):
        system = people.operator(session, session.get_one(Workspace, workspace_id))
        reviews.replace_corrected(session, system, submission_ids)
    to_correct.follow(session, workspace_id, submission_ids)
