"""What has to be looked at again: villages because of a submission, submissions because what they lacked is there."""

from sqlalchemy.orm import Session

from server.db.queries import facts, pending, project_results
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
    """Have everything computed again that a submission has a part in: villages and projects."""
    where = touched(session, submission_id, workspace_id, village_code=village_code, plan_year=plan_year)
    pending.mark_stale(session, workspace_id, where, cause)
    project_results.mark_of_submission(session, submission_id, cause)


def touched(
    session: Session, submission_id: int, workspace_id: int, *, village_code: str | None, plan_year: int | None
) -> set[tuple[str, int]]:
    """(village, plan year): the submission's own village and those of its households, as its facts are now.

    A change of the register touches every year.
    """
    named = facts.named_households(session, submission_id, workspace_id)
    villages = {*named.villages, village_code} - {None}
    has_one_year = plan_year is not None and not named.is_about_register
    years = [plan_year] if has_one_year else facts.open_years(session, workspace_id)
    return {(village, year) for village in villages for year in years}


def look_again(session: Session, workspace_id: int, *flags: str) -> None:
    """Digest once more, after the commit, what was flagged for lack of something that has now been added."""
    pending.release(session, workspace_id, flags)
    after_commit(session, nudge, DRAIN_SUBMISSIONS)
