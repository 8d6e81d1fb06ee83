"""What has to be looked at again: villages because of a submission, submissions because what they lacked is there."""

from sqlalchemy.orm import Session

from server.db.queries import facts, pending
from server.db.session import after_commit
from server.queue import DRAIN_SUBMISSIONS, nudge


def mark_for_submission(
    session: Session,
    submission_id: int,
    workspace_id: int,
    *,
    village_code: str | None,
    plan_year: int | None,
    cause: str,
) -> None:
    """Mark the submission's own village and those of its households; a change of the register touches every year."""
    villages = facts.villages_of_households(session, submission_id, workspace_id) | ({village_code} - {None})
    if plan_year is None or facts.is_about_register(session, submission_id):
        years = facts.open_years(session, workspace_id)
    else:
        years = [plan_year]
    pending.mark_stale(session, workspace_id, [(village, year) for village in villages for year in years], cause)


def look_again(session: Session, workspace_id: int, *flags: str) -> None:
    """Digest once more, after the commit, what was flagged for lack of something that has now been added."""
    pending.release(session, workspace_id, flags)
    after_commit(session, nudge, DRAIN_SUBMISSIONS)
