"""The district decides: approve, has issues, reject, reopen, comment, accept from outside the phone's area."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server import errors
from server.db.models import Comment, ReviewBatch
from server.db.queries import corrections, entities, held_back, pending, reviews
from server.db.queries.reviews import Decided
from server.db.session import after_commit
from server.domain import events, to_correct
from server.domain.permissions import PROJECTS, Caller
from server.domain.staleness import Placed, mark_for_submissions
from server.queue import DRAIN_PROJECTS, DRAIN_SUBMISSIONS, DRAIN_VILLAGES, nudge

STATES = ("received", "edited", "has_issues", "approved", "rejected")
WAITING = ("received", "edited")  # for the reviewer
NEEDS_COMMENT = ("has_issues", "rejected")
MAX_COMMENT = 4000
REPLACED = "มีแบบฟอร์มที่แก้แล้วมาแทน และอำเภออนุมัติแล้ว จึงไม่นับฉบับนี้"  # a comment, in the language of the teams


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
) -> int:
    """Decide on a submission; any state may follow any other, and each decision is an event. Returns the batch's id.

    Raises NotFound, NotAllowed, OwnSubmission, StateUnknown, CommentMissing, ReviewOutdated.
    """
    check_state(state)
    submission = decided(session, caller, submission_id, "submission.review")
    if seen is not None and seen != Seen(submission.state, submission.edits):
        raise errors.ReviewOutdated(state=submission.state)
    decide(session, caller, [submission], state, comment, needs_comment=needs_comment)
    return remember(session, caller, [submission], state)


def review_many(
    session: Session, caller: Caller, submission_ids: Collection[int], state: str, comment: str | None = None
) -> int:
    """Decide alike on many submissions, on all or on none; each is checked, and leaves its event, as by `review`.

    Returns the batch's id; raises what `review` raises.
    """
    check_state(state)
    submissions = reviews.lock(session, caller.workspace_id, submission_ids)
    if len(submissions) < len(set(submission_ids)):
        raise errors.NotFound
    for submission in submissions:
        check(caller, submission, "submission.review")
    decide(session, caller, submissions, state, comment)
    return remember(session, caller, submissions, state)


def remember(session: Session, caller: Caller, submissions: Sequence[Decided], state: str) -> int:
    """Keep what was decided together, and how it was before, so that it can be undone."""
    batch = ReviewBatch(
        workspace_id=caller.workspace_id,
        actor_id=caller.actor_id,
        state=state,
        submission_ids=[one.id for one in submissions],
        states_before=[one.state for one in submissions],
    )
    session.add(batch)
    session.flush()
    return batch.id


def check_state(state: str) -> None:
    if state not in STATES:
        raise errors.StateUnknown(state=state)


def decide(
    session: Session,
    caller: Caller,
    submissions: Sequence[Decided],
    state: str,
    comment: str | None,
    *,
    needs_comment: bool = True,
) -> None:
    """Set the state, say why, tell it in the book, and have everything computed again that rests on them."""
    comment = said(comment or "")
    if state in NEEDS_COMMENT and not comment and needs_comment:
        raise errors.CommentMissing
    reviews.set_state(session, [one.id for one in submissions], state)
    if comment:
        reviews.comment(session, submissions, caller.actor_id, comment)
    told = [(one.id, {"from": one.state, "to": state, "commented": bool(comment)}) for one in submissions]
    who = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    events.record_many(session, "submission.review", "submission", told, **who)
    recount(session, caller.workspace_id, submissions)
    look_again(session, caller.workspace_id, submissions, state)
    relisted = [one for one in submissions if "rejected" in (state, one.state) and one.form_id == "household_register"]
    relist(session, caller.workspace_id, relisted)
    ids = [one.id for one in submissions]
    if state == "approved":
        replace_corrected(session, caller, ids)
    to_correct.follow(session, caller.workspace_id, ids)


def replace_corrected(session: Session, caller: Caller, submission_ids: Collection[int]) -> None:
    """Reject what was sent back and is corrected by approved ones of these, so that not both count."""
    if ids := corrections.replaced(session, submission_ids):
        decide(session, caller, reviews.lock(session, caller.workspace_id, ids), "rejected", REPLACED)


def comment_on(session: Session, caller: Caller, submission_id: int, body: str) -> Comment:
    """Say something about a submission without deciding. Raises as `review` does."""
    submission = decided(session, caller, submission_id, "submission.review")
    if not said(body):
        raise errors.CommentMissing
    comment = add_comment(session, caller, submission, said(body))
    tell(session, caller, "submission.comment", submission)
    to_correct.follow(session, caller.workspace_id, [submission.id])
    return comment


def accept_area(session: Session, caller: Caller, submission_id: int) -> None:
    """Let a submission from outside its phone's area count; a district officer of either side may."""
    submission = decided(session, caller, submission_id, "submission.accept_area")
    if submission.area_accepted:
        return
    reviews.accept_area(session, submission.id, caller.actor_id)
    tell(session, caller, "submission.accept_area", submission)
    recount(session, caller.workspace_id, [submission])
    relist(session, caller.workspace_id, [submission])


def decided(session: Session, caller: Caller, submission_id: int, verb: str) -> Decided:
    """The submission, locked, if this caller may decide on it. One outside the caller's area is not found."""
    if not caller.may(verb):
        raise errors.NotAllowed
    found = reviews.lock(session, caller.workspace_id, [submission_id])
    if not found:
        raise errors.NotFound
    check(caller, found[0], verb)
    return found[0]


def check(caller: Caller, submission: Decided, verb: str) -> None:
    """Raises NotAllowed, NotFound, OwnSubmission."""
    if not caller.may(verb):
        raise errors.NotAllowed
    if submission.data_class not in caller.sees:
        raise errors.NotFound
    if not caller.reviews(submission.form_id):
        raise errors.NotAllowed
    if not (caller.covers(submission.phone_area) or caller.covers(submission.village_code or "")):
        raise errors.NotFound
    if caller.actor_id in submission.authors:
        raise errors.OwnSubmission


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


def tell(session: Session, caller: Caller, verb: str, submission: Decided) -> None:
    who = {"actor_id": caller.actor_id, "workspace_id": submission.workspace_id}
    events.record(session, verb, "submission", submission.id, **who)


def recount(session: Session, workspace_id: int, submissions: Sequence[Decided]) -> None:
    """The villages and projects these touch are computed again, after the commit."""
    placed = [
        Placed(one.id, None if one.data_class == PROJECTS else one.village_code, one.plan_year, one.instance_id)
        for one in submissions
    ]
    mark_for_submissions(session, workspace_id, placed)
    after_commit(session, nudge, DRAIN_VILLAGES)
    after_commit(session, nudge, DRAIN_PROJECTS)


def look_again(session: Session, workspace_id: int, submissions: Sequence[Decided], state: str) -> None:
    """Entities that waited for approval, or were not made because of a rejection, are made now."""
    taken_back = [one.id for one in submissions if one.state == "rejected" != state]
    queued = len(taken_back)
    if taken_back:
        pending.queue_submissions(session, workspace_id, taken_back)
    if state == "approved":
        queued += held_back.queue_approved(session, workspace_id, [one.id for one in submissions])
    if queued:
        after_commit(session, nudge, DRAIN_SUBMISSIONS)


def relist(session: Session, workspace_id: int, submissions: Sequence[Decided]) -> None:
    """Households appear on or leave the phones' lists; entities that waited for acceptance are made now."""
    if not submissions:
        return
    pending.queue_submissions(session, workspace_id, [one.id for one in submissions])
    tambons = {one.village_code[:6] for one in submissions if one.village_code}
    entities.raise_revisions(session, workspace_id, "households", tambons)
    after_commit(session, nudge, DRAIN_SUBMISSIONS)
