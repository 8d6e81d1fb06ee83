"""The province decides and pays; the district chief consents to withdrawals."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.models import ProjectDecision, ProjectTransfer
from server.db.queries import project_acts as queries
from server.domain.permissions import Caller
from server.domain.projects import lives, problems
from server.domain.projects.acting import (
    check_amount,
    check_budget,
    check_day,
    check_stage,
    followed_through,
    followed_through_many,
    given,
    key_of,
    opened,
    opened_many,
    tell,
)
from server.domain.projects.lives import Known
from server.domain.projects.money import baht
from server.domain.projects.stages import PAYABLE, Stage, stage_of

VOIDABLE = PAYABLE | {"completed", "cancelled"}


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

    Raises StageForbids, DateImpossible, ReasonMissing, OrderMissing and the refusals of a budget.
    """
    return decide_many(session, caller, {project_id: decided}, now=now)[project_id]


def decide_many(
    session: Session, caller: Caller, decisions: Mapping[UUID, Decided], *, now: dt.datetime
) -> dict[UUID, Stage]:
    """What a meeting decided, on all of these projects or on none; each is checked as by `decide`, and tells of itself.

    What was the last word already (a script sent it again) is no decision once more. Raises what `decide` raises.
    """
    every = opened_many(session, caller, decisions, "project.decide")
    stages = {one.row.id: stage_of(lives.life_of(one)) for one in every}
    new = dict(decisions)
    for known in every:
        if is_last_word(known, stages[known.row.id], decisions[known.row.id]):
            del new[known.row.id]
        else:
            check_decision(known, decisions[known.row.id], now)
    common = {"actor_id": caller.actor_id, "at": now}
    session.add_all(ProjectDecision(**vars(one), **key_of(caller, id_), **common) for id_, one in new.items())
    told = {id_: {"outcome": one.outcome} for id_, one in new.items()}
    return stages | followed_through_many(session, caller, told, "project.decide", now=now)


def is_last_word(known: Known, stage: Stage, decided: Decided) -> bool:
    """Whether this very decision was the last one and still holds."""
    holds = stage == decided.outcome or (decided.outcome == "approved" and stage in PAYABLE)
    last = known.decisions[-1] if known.decisions else None
    return holds and last is not None and all(getattr(last, name) == value for name, value in vars(decided).items())


def check_decision(known: Known, decided: Decided, now: dt.datetime) -> None:
    check_stage(known, {"forwarded"} | (PAYABLE if decided.outcome == "approved" else frozenset()))
    check_day(decided.decided_on, now, "decided_on")
    if decided.outcome == "approved":
        check_approval(known, decided)
    elif not (decided.reason or "").strip():
        raise problems.ReasonMissing(field="reason")


def check_approval(known: Known, decided: Decided) -> None:
    if not (decided.order_no or "").strip():
        raise problems.OrderMissing(field="order_no")
    check_budget(decided.budget_approved, "budget_approved")
    forwarded = lives.forwarding(known)
    most = forwarded.budget_recommended if forwarded else None
    if most is not None and decided.budget_approved > most:
        raise problems.AboveRecommendation(most=baht(most), field="budget_approved")
    check_request(known, decided.budget_approved)
    if decided.budget_approved < known.row.transferred:
        raise problems.BelowTransfers(least=baht(known.row.transferred), field="budget_approved")


def check_request(known: Known, satang: int) -> None:
    """Not above what the village asks for; a village that asks for less after an approval does not undo it."""
    requested = lives.requested_of(known)
    most = None if requested is None else max(requested, known.row.budget_approved or 0)
    if most is not None and satang > most:
        raise problems.AboveRequest(most=baht(most), field="budget_approved")


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
    return transfer_many(session, caller, {project_id: paid}, now=now)[project_id]


def transfer_many(
    session: Session, caller: Caller, payments: Mapping[UUID, Paid], *, now: dt.datetime
) -> dict[UUID, Stage]:
    """What the bank paid in one order, to all of these projects or to none; each is checked as by `transfer`.

    Raises what `transfer` raises.
    """
    payments = {id_: replace(one, bank_ref=one.bank_ref.strip()) for id_, one in payments.items()}
    known = opened_many(session, caller, payments, "project.transfer")
    taken = queries.references(session, caller.workspace_id, payments)
    for one in known:
        check_payment(one, payments[one.row.id], taken.get(one.row.id, set()), now)
    common = {"actor_id": caller.actor_id, "at": now}
    session.add_all(ProjectTransfer(**vars(one), **key_of(caller, id_), **common) for id_, one in payments.items())
    return followed_through_many(session, caller, {id_: {} for id_ in payments}, "project.transfer", now=now)


def check_payment(known: Known, paid: Paid, taken: Collection[str], now: dt.datetime) -> None:
    """taken: the references of the transfers that stand for this project."""
    check_stage(known, PAYABLE)
    check_day(paid.paid_on, now, "paid_on")
    check_amount(paid.amount, "amount")
    is_four_digits = len(paid.account_last4) == 4 and paid.account_last4.isascii() and paid.account_last4.isdigit()
    if not (is_four_digits and 0 < len(paid.bank_ref) <= 60):
        raise problems.TransferMalformed
    if paid.bank_ref in taken:
        raise problems.TransferRepeated(bank_ref=paid.bank_ref, field="bank_ref")
    left = (known.row.budget_approved or 0) - known.row.transferred
    if paid.amount > left:
        raise problems.OverTransfer(most=baht(left), field="amount")


def void_transfer(
    session: Session, caller: Caller, project_id: UUID, transfer_id: int, reason: str, *, now: dt.datetime
) -> Stage:
    """Take back a transfer that was entered by mistake; it stays in the book. Raises ReasonMissing, TransferUnknown."""
    known = opened(session, caller, project_id, "project.transfer", VOIDABLE)
    found = session.get(ProjectTransfer, transfer_id)
    if found is None or found.project_id != project_id or found.voided_at is not None:
        raise problems.TransferUnknown
    found.voided_at, found.voided_by, found.void_reason = now, caller.actor_id, given(reason)
    return followed_through(session, caller, known, "project.void_transfer", now=now, transfer=transfer_id)


def consent(
    session: Session,
    caller: Caller,
    project_id: UUID,
    submission_id: int,
    *,
    disbursed: int | None = None,
    now: dt.datetime,
) -> None:
    """The district chief confirms the withdrawals that a report states.

    disbursed: the total in satang that was read. Raises NothingToConsent, WithdrawalChanged when it is another by now.
    """
    known = opened(session, caller, project_id, "project.consent")
    report = next((row for row in lives.counting_reports(known) if row.submission_id == submission_id), None)
    if report is None or report.disbursed <= 0:
        raise problems.NothingToConsent
    if disbursed not in (None, report.disbursed):
        raise problems.WithdrawalChanged(total=baht(report.disbursed))
    if queries.put_consent(session, key_of(caller, project_id), report, actor_id=caller.actor_id, at=now):
        tell(session, caller, known, "project.consent", submission=submission_id)
