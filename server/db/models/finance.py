"""Household finance as it is told (docs/indicators.md 5), and what it was told of. Amounts are satang.

Only `area_finance` is for people: it holds nothing of fewer than ten households. The other two are the publisher's.
"""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Numeric, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Code, WorkspaceId

BASIS_IS_KNOWN = "basis in ('official', 'provisional')"


class AreaFinance(Base):
    """What is told of an area (of a village: to those who see amounts). No row: of fewer than ten households.

    lines: a village's categories, [{"side", "category", "households", "amount"}]. Protected by row-level security.
    """

    __tablename__ = "area_finance"
    __table_args__ = (
        CheckConstraint(BASIS_IS_KNOWN, name="basis_is_known"),
        CheckConstraint("households >= 10", name="of_at_least_ten"),
    )
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    plan_year: Mapped[int] = mapped_column(primary_key=True)
    basis: Mapped[str] = mapped_column(Text, primary_key=True)
    area_code: Mapped[Code] = mapped_column(primary_key=True)
    told_on: Mapped[dt.date]
    households: Mapped[int]
    income_median: Mapped[int] = mapped_column(BigInteger)
    income_mean: Mapped[int] = mapped_column(BigInteger)
    expense_median: Mapped[int] = mapped_column(BigInteger)
    expense_mean: Mapped[int] = mapped_column(BigInteger)
    net_median: Mapped[int] = mapped_column(BigInteger)
    net_mean: Mapped[int] = mapped_column(BigInteger)
    net_negative_pct: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    with_debt_pct: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    debt_median: Mapped[int | None] = mapped_column(BigInteger)
    nonessential_pct: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    lines: Mapped[list | None] = mapped_column(JSONB(none_as_null=True))
    lines_told_on: Mapped[dt.date | None]


class FinanceBlock(Base):
    """The households that are told of together, as they were told last: each column sorted, none a household's line."""

    __tablename__ = "finance_block"
    __table_args__ = (CheckConstraint(BASIS_IS_KNOWN, name="basis_is_known"),)
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    plan_year: Mapped[int] = mapped_column(primary_key=True)
    basis: Mapped[str] = mapped_column(Text, primary_key=True)
    code: Mapped[Code] = mapped_column(primary_key=True)
    told_on: Mapped[dt.date]
    incomes: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    expenses: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    nets: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    debts: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    below_zero: Mapped[int]
    share_sum: Mapped[int] = mapped_column(BigInteger)
    shares: Mapped[int]
    lines: Mapped[list | None] = mapped_column(JSONB(none_as_null=True))
    lines_told_on: Mapped[dt.date | None]


class FinanceTold(Base):
    """An account that official figures were told of, as it was edited by then, and the block of its household."""

    __tablename__ = "finance_told"
    __table_args__ = (Index(None, "workspace_id", "plan_year", "household_id"),)
    submission_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("submission.id"), primary_key=True)
    edits: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    plan_year: Mapped[int]
    household_id: Mapped[UUID]
    block_code: Mapped[Code]
