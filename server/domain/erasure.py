"""Erasing: the answers of a submission go for good. What stays tells a resend from something new, and keeps counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.db.queries import corrections
from server.db.queries import erasing as queries
from server.db.queries.erasing import Erasable
from server.db.session import after_commit
from server.domain import blobs, events, to_correct
from server.domain.permissions import Caller
from server.domain.staleness import Placed, mark_for_submissions
from server.errors import NotAllowed, NotFound, Problem
from server.queue import DRAIN_VILLAGES, nudge
from server.storage import BlobStore

CONSENT_WITHDRAWN, RETENTION, COURT_ORDER = "consent_withdrawn", "retention", "court_order"
REASONS = (CONSENT_WITHDRAWN, RETENTION, COURT_ORDER)
ACCOUNT = "household_account"


class ErasureReasonUnknown(Problem):
    status, code = 422, "erasure-reason-unknown"
    th = "ลบแบบฟอร์มนี้ด้วยเหตุผล {reason} ไม่ได้ ใช้ค่าใดค่าหนึ่งใน {known}"
    en = "This form cannot be erased because of {reason}. Use one of {known}."


class EntityMade(Problem):
    status, code = 409, "entity-made"
    th = "แบบฟอร์มนี้อยู่ในทะเบียนครัวเรือนหรือโครงการแล้ว ลบเฉพาะแบบฟอร์มไม่ได้ ไม่มีการเปลี่ยนแปลง แจ้งผู้ดูแลระบบ"
    en = (
        "This form is part of the register of households or projects and cannot be erased alone. "
        "Nothing was changed; tell the administrator."
    )


@dataclass(frozen=True)
class Erased:
    """How much was erased: submissions, and files that no other submission has."""

    submissions: int
    files: int


def erase(session: Session, caller: Caller, submission_id: int, reason: str, *, store: BlobStore) -> None:
    """Take a submission's answers, amounts, comments and files out for good; what it counted for is computed again.

    Under retention it goes on counting; an account stays listed as one without consent when the household withdrew;
    for a court nothing read from it stays. The files leave the store after the commit.
    Raises NotAllowed, NotFound, ErasureReasonUnknown, EntityMade.
    """
    submission = erasable(session, caller, submission_id, "submission.erase")
    possible = REASONS if submission.form_id == ACCOUNT else (COURT_ORDER,)
    if reason not in possible:
        raise ErasureReasonUnknown(reason=reason, known=", ".join(possible))
    if submission.made_entity:
        raise EntityMade
    erase_one(session, caller, submission, reason, store=store)


def erasable(session: Session, caller: Caller, submission_id: int, verb: str) -> Erasable:
    """The submission, locked, if this caller may have it erased. One outside the caller's area is not found."""
    if not caller.may(verb):
        raise NotAllowed
    submission = queries.one(session, caller.workspace_id, submission_id)
    if submission is None or submission.data_class not in caller.sees:
        raise NotFound
    if not (caller.covers(submission.phone_area) or caller.covers(submission.village_code or "")):
        raise NotFound
    return submission


def erase_one(session: Session, caller: Caller, submission: Erasable, reason: str, *, store: BlobStore) -> None:
    """Erase, tell the book, and have the villages computed that it counted for."""
    placed = Placed(submission.id, submission.village_code, submission.plan_year, submission.instance_id)
    mark_for_submissions(session, caller.workspace_id, [placed])
    corrected = corrections.originals(session, [submission.id])
    take_out(session, [submission.id], reason, keeps_fact=submission.form_id == ACCOUNT, store=store)
    to_correct.follow(session, caller.workspace_id, [submission.id, *corrected])
    by = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    events.record(session, "submission.erase", "submission", submission.id, **by, because=reason)
    after_commit(session, nudge, DRAIN_VILLAGES)


def take_out(
    session: Session, submission_ids: Sequence[int], reason: str, *, keeps_fact: bool, store: BlobStore
) -> Erased:
    """Erase these without asking who wants it. keeps_fact: accounts, whose fact says whether they count."""
    queries.hold(session, submission_ids)
    taken = queries.mark(session, submission_ids, reason)
    queries.empty(session, taken)
    if keeps_fact and reason != COURT_ORDER:
        queries.reduce_accounts(session, taken, count=reason == RETENTION)
    elif reason != RETENTION:
        queries.forget_facts(session, taken)
    files = queries.take_files(session, taken)
    if files:
        after_commit(session, blobs.remove, store, files)
    return Erased(len(taken), len(files))
