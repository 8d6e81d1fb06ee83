"""What officers did with projects: truth, added to and never changed. Amounts are satang."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Id, Instant, WorkspaceId, of_project, of_submission


class ProjectDecision(Base):
    """What the province decided; a change of the budget after an approval is a further decision."""

    __tablename__ = "project_decision"
    __table_args__ = (
        of_project("project_decision"),
        Index(None, "workspace_id", "project_id"),
        CheckConstraint("outcome in ('approved', 'not_approved', 'returned')", name="outcome_is_known"),
        CheckConstraint("(outcome = 'approved') = (budget_approved is not null)", name="approval_has_a_budget"),
        CheckConstraint("budget_approved > 0 and mod(budget_approved, 100) = 0", name="budget_is_whole_baht"),
    )
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    project_id: Mapped[UUID]
    outcome: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[dt.date]
    order_no: Mapped[str | None] = mapped_column(Text)
    budget_approved: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None] = mapped_column(Text)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[Instant]


class ProjectTransfer(Base):
    """Money that went to the village committee's account at the BAAC; of the account only its last four digits.

    One entered by mistake is voided with a reason, never changed.
    """

    __tablename__ = "project_transfer"
    __table_args__ = (
        of_project("project_transfer"),
        Index(None, "workspace_id", "project_id"),
        Index(
            "uq_project_transfer_reference",
            "workspace_id",
            "project_id",
            "bank_ref",
            unique=True,
            postgresql_where=text("voided_at is null"),
        ),
        CheckConstraint("amount > 0", name="amount_is_positive"),
        CheckConstraint("account_last4 ~ '^[0-9]{4}$'", name="account_is_four_digits"),
        CheckConstraint("(voided_at is null) = (voided_by is null)", name="void_is_whole"),
    )
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    project_id: Mapped[UUID]
    paid_on: Mapped[dt.date]
    amount: Mapped[int] = mapped_column(BigInteger)
    bank_ref: Mapped[str] = mapped_column(Text)
    account_last4: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[Instant]
    voided_at: Mapped[Instant | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    void_reason: Mapped[str | None] = mapped_column(Text)


class ProjectAct(Base):
    """The other acts: opening the gate for one project, suspending, resuming, cancelling; each with its reason."""

    __tablename__ = "project_act"
    __table_args__ = (
        of_project("project_act"),
        Index(None, "workspace_id", "project_id"),
        CheckConstraint("kind in ('override_gate', 'suspend', 'resume', 'cancel')", name="kind_is_known"),
        CheckConstraint("refunded >= 0", name="refund_is_not_negative"),
    )
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    project_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    refunded: Mapped[int | None] = mapped_column(BigInteger)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[Instant]


class ProjectConsent(Base):
    """The district chief's confirmation that the withdrawals a report states were consented to.

    disbursed: the total that was confirmed; a report that is edited to another total wants a new confirmation.
    """

    __tablename__ = "project_consent"
    __table_args__ = (of_project("project_consent"), Index(None, "workspace_id", "project_id"))
    submission_id: Mapped[int] = mapped_column(BigInteger, of_submission(), primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    project_id: Mapped[UUID]
    disbursed: Mapped[int] = mapped_column(BigInteger)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[Instant]
