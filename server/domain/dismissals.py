"""Flags set aside by reviewers, with the reason, and raised again. Neither changes a count."""

from sqlalchemy.orm import Session

from server import errors
from server.db.queries import flags
from server.domain import events, finding
from server.domain.permissions import Caller
from server.domain.reviews import decided, said


class ReasonMissing(errors.Problem):
    status, code = 422, "dismissal-reason-missing"
    th = "กรุณาเขียนเหตุผลว่าตรวจแล้วพบอย่างไร"
    en = "Write what you found when you looked into it."


def dismiss(session: Session, caller: Caller, submission_id: int, code: str, reason: str) -> None:
    """Set a flag aside for the answers as they are now: an edit raises it again.

    Raises ReasonMissing, and what `reviews.review` raises; NotFound also for a flag that is not there.
    """
    submission = decided(session, caller, submission_id, "submission.review")
    if not said(reason):
        raise ReasonMissing
    if not flags.dismiss(session, submission.id, code, actor_id=caller.actor_id, reason=said(reason)):
        raise errors.NotFound
    tell(session, caller, "flag.dismiss", submission.id, code)


def raise_again(session: Session, caller: Caller, submission_id: int, code: str) -> None:
    """Take a dismissal back. Raises what `dismiss` raises, except for the reason."""
    submission = decided(session, caller, submission_id, "submission.review")
    if not flags.raise_again(session, submission.id, code):
        raise errors.NotFound
    tell(session, caller, "flag.raise", submission.id, code)


def tell(session: Session, caller: Caller, verb: str, submission_id: int, code: str) -> None:
    """Note the act, without the reason, and have the submission found by the flags that are left."""
    who = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    events.record(session, verb, "submission", submission_id, **who, code=code)
    finding.index(session, [submission_id])
