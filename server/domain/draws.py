"""Approving a village's submissions together: what has nothing to look at; of accounts, a sample is opened first.

One account for each household and year is enough for indicator 1, so that an officer has tens of thousands a year.
Source: docs/access.md, decisions in bulk.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import SystemRandom

from sqlalchemy.orm import Session

from server.db.models import ReviewDraw
from server.db.queries import draws as queries
from server.db.queries import reviews as locked
from server.db.queries.draws import OfForm
from server.domain import reviews
from server.domain.permissions import Caller
from server.errors import NotAllowed, NotFound, Problem

TOGETHER = ("household_register", "forum_attendance", "household_account")  # plans and projects are read one by one
SAMPLED = ("household_account",)
LOOK_AT = 6  # the risk from which on a register form or an attendance list is opened by itself; of accounts, any flag
SHARE, LEAST = 20, 3  # one in twenty, and at least three
Pick = Callable[[Sequence[int], int], list[int]]
AT_RANDOM: Pick = SystemRandom().sample


class NotTogether(Problem):
    status, code = 409, "not-together"
    th = "แบบฟอร์มนี้ต้องเปิดตรวจทีละรายการ อนุมัติพร้อมกันได้เฉพาะทะเบียน ผู้เข้าร่วมเวที และบัญชีครัวเรือนของหมู่บ้านเดียว"
    en = "This form is reviewed one by one. Register, attendance and accounts of one village can be approved together."


class NothingToApprove(Problem):
    status, code = 409, "nothing-to-approve"
    th = "ไม่มีรายการที่อนุมัติพร้อมกันได้ รายการที่มีสิ่งต้องดูให้เปิดตรวจทีละรายการ"
    en = "Nothing can be approved together here. Open those with something to look at one by one."


class SampleNotOpened(Problem):
    status, code = 409, "sample-not-opened"
    th = "เปิดดูรายการที่สุ่มไว้ให้ครบก่อน แล้วจึงอนุมัติทั้งหมด"
    en = "Open all those that were drawn first, then approve."


@dataclass(frozen=True)
class Drawn:
    """A draw as its page shows it. ids: what would be approved now; opened: those of the sample that were."""

    draw: ReviewDraw
    form: OfForm
    ids: list[int]
    opened: set[int]

    @property
    def is_ready(self) -> bool:
        return set(self.draw.sample) <= self.opened


@dataclass(frozen=True)
class Approved:
    """What came of it. skipped: drawn, but changed or flagged since then."""

    batch_id: int
    number: int
    skipped: int


def draw(session: Session, caller: Caller, form_id: str, village_code: str, *, pick: Pick = AT_RANDOM) -> ReviewDraw:
    """Put together what the caller may approve of a village, and draw the sample.

    Raises NotFound, NotAllowed, NotTogether, NothingToApprove.
    """
    if not caller.reviews(form_id):
        raise NotAllowed
    if form_id not in TOGETHER or len(village_code) != 8:
        raise NotTogether
    form = queries.form_named(session, caller.workspace_id, form_id)
    if form is None or not caller.covers(village_code):
        raise NotFound
    fit = queries.to_draw(
        session, caller.workspace_id, form.id, village_code, caller.actor_id, less_than=risk_of(form_id)
    )
    if not fit:
        raise NothingToApprove
    ids = [one.id for one in fit]
    drawn = ReviewDraw(
        workspace_id=caller.workspace_id,
        actor_id=caller.actor_id,
        form=form.id,
        village_code=village_code,
        submission_ids=ids,
        version_ids=[one.version_id for one in fit],
        sample=sorted(pick(ids, sample_size(len(ids)))) if form_id in SAMPLED else [],
    )
    session.add(drawn)
    session.flush()
    return drawn


def risk_of(form_id: str) -> int:
    return 0 if form_id in SAMPLED else LOOK_AT


def sample_size(number: int) -> int:
    """5 %, rounded up, and at least three; all of them when there are fewer."""
    return min(number, max(LEAST, -(-number // SHARE)))


def look(session: Session, caller: Caller, draw_id: int) -> Drawn:
    """A draw of the caller's own. Raises NotFound."""
    found = session.get(ReviewDraw, draw_id)
    if found is None or (found.workspace_id, found.actor_id) != (caller.workspace_id, caller.actor_id):
        raise NotFound
    if not caller.covers(found.village_code):  # the caller had another duty then
        raise NotFound
    form = queries.form_of(session, found.form)
    ids = [] if found.decided_at else queries.still(session, found, less_than=risk_of(form.form_id))
    return Drawn(found, form, ids, queries.opened(session, found))


def approve(session: Session, caller: Caller, draw_id: int) -> Approved:
    """Approve what was drawn, without what changed since. Raises NotFound, SampleNotOpened, NothingToApprove."""
    drawn = look(session, caller, draw_id)
    session.refresh(drawn.draw, with_for_update=True)
    if drawn.draw.decided_at is not None:
        raise NothingToApprove
    if not drawn.is_ready:
        raise SampleNotOpened
    locked.lock(session, caller.workspace_id, drawn.draw.submission_ids)
    ids = queries.still(session, drawn.draw, less_than=risk_of(drawn.form.form_id))
    if not ids:
        raise NothingToApprove
    batch_id = reviews.review_many(session, caller, ids, "approved")
    queries.decided(session, draw_id)
    return Approved(batch_id, len(ids), len(drawn.draw.submission_ids) - len(ids))
