"""What was decided in one go, and taking it back: for a minute everybody may think again."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from sqlalchemy.orm import Session

from server.db.models import ReviewBatch
from server.db.queries import corrections
from server.db.queries import reviews as queries
from server.db.queries.reviews import Decided
from server.domain import reviews
from server.domain.permissions import Caller
from server.errors import NotFound, Problem

UNDO_S = 60


class UndoTooLate(Problem):
    status, code = 409, "undo-too-late"
    th = "เกินหนึ่งนาทีแล้ว จึงยกเลิกไม่ได้ เปิดแบบฟอร์มแล้วตัดสินใหม่ได้"
    en = "More than a minute has passed. Open the submission and decide again."


def of(session: Session, caller: Caller, batch_id: int) -> ReviewBatch | None:
    """A batch of the caller's own."""
    batch = session.get(ReviewBatch, batch_id)
    is_own = batch is not None and (batch.workspace_id, batch.actor_id) == (caller.workspace_id, caller.actor_id)
    return batch if is_own else None


def is_open(batch: ReviewBatch, now: dt.datetime) -> bool:
    """Whether it can still be undone."""
    return batch.undone_at is None and (now - batch.at).total_seconds() <= UNDO_S


def undo(session: Session, caller: Caller, batch_id: int, now: dt.datetime) -> ReviewBatch:
    """Give submissions back the states they had; what somebody changed since then stays. Each is an event.

    Raises NotFound, UndoTooLate, and what `review` raises.
    """
    batch = of(session, caller, batch_id)
    if batch is None:
        raise NotFound
    session.refresh(batch, with_for_update=True)
    if not is_open(batch, now):
        raise UndoTooLate
    before = dict(zip(batch.submission_ids, batch.states_before, strict=True))
    locked = queries.lock(session, caller.workspace_id, list(before))
    since = queries.decided_since(session, caller.workspace_id, list(before), batch.at)
    unchanged = [one for one in locked if one.state == batch.state and one.id not in since]
    for one in unchanged:
        reviews.check(caller, one, "submission.review")
    for state, some in by_state(unchanged, before):
        reviews.decide(session, caller, some, state, None, needs_comment=False)
    if batch.state == "approved":
        bring_back(session, caller, batch)
    batch.undone_at = now
    return batch


def bring_back(session: Session, caller: Caller, batch: ReviewBatch) -> None:
    """What the approved corrections had replaced is to be corrected again."""
    replaced = corrections.replaced_then(session, batch.submission_ids, batch.at)
    originals = queries.lock(session, caller.workspace_id, replaced)
    reviews.decide(session, caller, originals, "has_issues", None, needs_comment=False)


def by_state(submissions: Sequence[Decided], before: dict[int, str]) -> list[tuple[str, list[Decided]]]:
    ordered = sorted(submissions, key=lambda one: (before[one.id], one.id))
    return [(state, list(some)) for state, some in groupby(ordered, key=lambda one: before[one.id])]
