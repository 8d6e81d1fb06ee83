"""What turns on the day, computed again when a new one begins in Bangkok: stale, behind, overdue, reference dates."""

from sqlalchemy.orm import Session

from server.db.queries import project_results, results
from server.db.session import after_commit
from server.queue import DRAIN_PROJECTS, DRAIN_VILLAGES, nudge

CHORE = "new day"  # by which name the clock remembers that it did this


def begin(session: Session, workspace_id: int) -> None:
    """Have unfinished projects and every village of the open years computed again, after the commit.

    A village without a forum is reckoned on the day itself; the others come out as they were.
    """
    project_results.mark_unfinished(session, workspace_id)
    results.mark_all_stale(session, workspace_id, accounts=False)
    after_commit(session, nudge, DRAIN_VILLAGES)
    after_commit(session, nudge, DRAIN_PROJECTS)
