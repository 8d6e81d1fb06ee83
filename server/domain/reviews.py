"""The district decides: approve, has issues, reject, reopen, comment, accept from outside the phone's area."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from server import errors
from server.db.models import Comment
from server.db.queries import entities, pending, reviews
from server.db.queries.reviews import Decided
from server.db.session import after_commit
from server.domain import events
from server.domain.permissions import Caller
from server.domain.staleness import mark_for_submission
from server.queue import DRAIN_PROJECTS, DRAIN_SUBMISSIONS, DRAIN_VILLAGES, nudge

STATES = ("received", "edited", "has_issues", "approved", "rejected")
NEEDS_COMMENT = ("has_issues", "rejected")
MAX_COMMENT = 4000


@dataclass(frozen=True)
class Seen:
    """What the reviewer had before their eyes; another state by now means somebody was quicker."""

    state: str
    edits: int


def review(
    session: Session,
    caller: Caller,
    submission_id: int,
    state: str,
    comment: str | None = None,
    *,
    seen: Seen | None = None,
    needs_comment: bool = True,
) -> None:
    """Decide on a submission; any state may follow any other, and each decision is an event.

    Raises NotFound, NotAllowed, OwnSubmission, StateUnknown, CommentMissing, ReviewOutdated.
    """
    if state not in STATES:
        raise errors.StateUnknown(state=state)
    submission = decided(session, caller, submission_id, "submission.review")
    if seen is not None and seen != Seen(submission.state, submission.edits):
        raise errors.ReviewOutdated(state=submission.state)
    comment = said(comment or "")
    if state in NEEDS_COMMENT and not comment and needs_comment:
        raise errors.CommentMissing
    reviews.set_state(session, submission.id, state)
    if comment:
        add_comment(session, caller, submission, comment)
    tell(session, caller, "submission.review", submission, to=state, commented=bool(comment))
    recount(session, submission)
    if "rejected" in (state, submission.state) and submission.form_id == "household_register":
        relist(session, submission)


def comment_on(session: Session, caller: Caller, submission_id: int, body: str) -> Comment:
    """Say something about a submission without deciding. Raises as `review` does."""
    submission = decided(session, caller, submission_id, "submission.review")
    if not said(body):
        raise errors.CommentMissing
    comment = add_comment(session, caller, submission, said(body))
    tell(session, caller, "submission.comment", submission)
    return comment


def accept_area(session: Session, caller: Caller, submission_id: int) -> None:
    """Let a submission from outside its phone's area count; a district officer of either side may."""
    submission = decided(session, caller, submission_id, "submission.accept_area")
    if submission.area_accepted:
        return
    reviews.accept_area(session, submission.id, caller.actor_id)
    tell(session, caller, "submission.accept_area", submission)
    recount(session, submission)
    relist(session, submission)


def decided(session: Session, caller: Caller, submission_id: int, verb: str) -> Decided:
    """The submission, locked, if this caller may decide on it. One outside the caller's area is not found."""
    if not caller.may(verb):
        raise errors.NotAllowed
    submission = reviews.lock(session, caller.workspace_id, submission_id)
    if submission is None or submission.data_class not in caller.sees:
        raise errors.NotFound
    if not caller.reviews(submission.form_id):
        raise errors.NotAllowed
    if not (caller.covers(submission.phone_area) or caller.covers(submission.village_code or "")):
        raise errors.NotFound
    if caller.actor_id in submission.authors:
        raise errors.OwnSubmission
    return submission


def said(comment: str) -> str:
    """A comment as it is kept: cut, and without the letter that PostgreSQL has no place for."""
    return comment.replace("\0", "").strip()[:MAX_COMMENT]


def add_comment(session: Session, caller: Caller, submission: Decided, body: str) -> Comment:
    comment = Comment(
        workspace_id=submission.workspace_id, submission_id=submission.id, actor_id=caller.actor_id, body=body
    )
    session.add(comment)
    session.flush()
    return comment


def tell(session: Session, caller: Caller, verb: str, submission: Decided, **details: object) -> None:
    if verb == "submission.review":
        details = {"from": submission.state} | details
    events.record(
        session,
        verb,
        "submission",
        submission.id,
        actor_id=caller.actor_id,
        workspace_id=submission.workspace_id,
        **details,
    )


def recount(session: Session, submission: Decided) -> None:
    """The villages and projects the submission touches are computed again, after the commit."""
    mark_for_submission(
        session,
        submission.id,
        submission.workspace_id,
        village_code=submission.village_code,
        plan_year=submission.plan_year,
        cause=submission.instance_id,
    )
    after_commit(session, nudge, DRAIN_VILLAGES)
    after_commit(session, nudge, DRAIN_PROJECTS)


def relist(session: Session, submission: Decided) -> None:
    """A household appears on or leaves the phones' lists; an entity that waited for acceptance is made now."""
    pending.queue_submissions(session, submission.workspace_id, [submission.id])
    if submission.village_code:
        entities.raise_revisions(session, submission.workspace_id, "households", {submission.village_code[:6]})
    after_commit(session, nudge, DRAIN_SUBMISSIONS)
