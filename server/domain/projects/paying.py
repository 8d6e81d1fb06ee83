"""The province decides and pays; the district chief consents to withdrawals."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.models import ProjectDecision, ProjectTransfer
from server.db.queries import project_acts as queries
from server.domain.permissions import Caller
from server.domain.projects import lives, problems
from server.domain.projects.acting import (
    baht,
    check_amount,
    check_budget,
    check_day,
    followed_through,
    given,
    key_of,
    opened,
    tell,
)
from server.domain.projects.lives import Known
from server.domain.projects.stages import PAYABLE, Stage


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A decision of the province as it is entered. budget_approved: satang, for an approval only."""

    outcome: str
    decided_on: dt.date
    order_no: str | None = None
    budget_approved: int | None = None
    reason: str | None = None


def decide(session: Session, caller: Caller, project_id: UUID, decided: Decided, *, now: dt.datetime) -> Stage:
    """The province's decision on a forwarded project, or a further one that changes the budget of an approved one.

    Raises StageForbids, DateImpossible, ReasonMissing and the refusals of a budget.
    """
    may_be_at = {"forwarded"} | (PAYABLE if decided.outcome == "approved" else frozenset())
    known = opened(session, caller, project_id, "project.decide", may_be_at)
    check_day(decided.decided_on, now)
    if decided.outcome == "approved":
        check_approval(known, decided)
    elif not (decided.reason or "").strip():
        raise problems.ReasonMissing
    session.add(ProjectDecision(**vars(decided), **key_of(caller, project_id), actor_id=caller.actor_id, at=now))
    return followed_through(session, caller, known, "project.decide", now=now, outcome=decided.outcome)


def check_approval(known: Known, decided: Decided) -> None:
    if not (decided.order_no or "").strip():
        raise problems.ReasonMissing
    check_budget(decided.budget_approved)
    forwarded = lives.forwarding(known)
    most = forwarded.budget_recommended if forwarded else None
    if most is not None and decided.budget_approved > most:
        raise problems.AboveRecommendation(most=baht(most))
    if decided.budget_approved < known.row.transferred:
        raise problems.BelowTransfers(least=baht(known.row.transferred))


@dataclass(frozen=True, kw_only=True)
class Paid:
    """A transfer through the BAAC as it is entered. amount: satang; account_last4: never more of the account."""

    paid_on: dt.date
    amount: int
    bank_ref: str
    account_last4: str


def transfer(session: Session, caller: Caller, project_id: UUID, paid: Paid, *, now: dt.datetime) -> Stage:
    """Money to the village committee. The project is locked: two officers at once stay within the budget.

    Raises StageForbids, DateImpossible, TransferMalformed, AmountInvalid, OverTransfer, TransferRepeated.
    """
    known = opened(session, caller, project_id, "project.transfer", PAYABLE)
    check_day(paid.paid_on, now)
    check_amount(paid.amount)
    is_four_digits = len(paid.account_last4) == 4 and paid.account_last4.isascii() and paid.account_last4.isdigit()
    if not (is_four_digits and 0 < len(paid.bank_ref.strip()) <= 60):
        raise problems.TransferMalformed
    if queries.has_transfer(session, caller.workspace_id, project_id, paid.bank_ref.strip()):
        raise problems.TransferRepeated(bank_ref=paid.bank_ref.strip())
    left = (known.row.budget_approved or 0) - known.row.transferred
    if paid.amount > left:
        raise problems.OverTransfer(most=baht(left))
    row = vars(paid) | {"bank_ref": paid.bank_ref.strip()}
    session.add(ProjectTransfer(**row, **key_of(caller, project_id), actor_id=caller.actor_id, at=now))
    return followed_through(session, caller, known, "project.transfer", now=now)


def void_transfer(
    session: Session, caller: Caller, project_id: UUID, transfer_id: int, reason: str, *, now: dt.datetime
) -> Stage:
    """Take back a transfer that was entered by mistake; it stays in the book. Raises ReasonMissing, TransferUnknown."""
    known = opened(session, caller, project_id, "project.transfer", PAYABLE | {"completed", "cancelled"})
    found = session.get(ProjectTransfer, transfer_id)
    if found is None or found.project_id != project_id or found.voided_at is not None:
        raise problems.TransferUnknown
    found.voided_at, found.voided_by, found.void_reason = now, caller.actor_id, given(reason)
    return followed_through(session, caller, known, "project.void_transfer", now=now, transfer=transfer_id)


def consent(session: Session, caller: Caller, project_id: UUID, submission_id: int, *, now: dt.datetime) -> None:
    """The district chief confirms the withdrawals that a report states. Raises NothingToConsent."""
    known = opened(session, caller, project_id, "project.consent")
    report = next((row for row in lives.counting_reports(known) if row.submission_id == submission_id), None)
    if report is None or report.disbursed <= 0:
        raise problems.NothingToConsent
    queries.put_consent(session, key_of(caller, project_id), report, actor_id=caller.actor_id, at=now)
    tell(session, caller, known, "project.consent", submission=submission_id)
