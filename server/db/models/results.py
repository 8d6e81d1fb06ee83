"""The rules of a plan year, what was computed under them, and which villages are to be computed again."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Numeric, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Code, Id, Instant, Now, WorkspaceId


class Criteria(Base):
    """Thresholds, windows and cut-offs of one plan year (B.E.). A year without a row is not open.

    retention_years: how long after the lock the accounts of the year are kept.
    """

    __tablename__ = "criteria"
    __table_args__ = (
        CheckConstraint("threshold between 1 and 100", name="threshold_is_a_percent"),
        CheckConstraint("collection_end > collection_start", name="window_is_not_empty"),
        CheckConstraint("ind2_mode in ('union', 'best_single')", name="ind2_mode_is_known"),
        CheckConstraint("gate_min_grade in ('A', 'B')", name="gate_min_grade_is_known"),
        CheckConstraint("min_account_months between 1 and 24", name="months_fit_the_window"),
        CheckConstraint("site_radius_m > 0 and near_radius_m >= site_radius_m", name="radii_are_in_order"),
        CheckConstraint("retention_years > 0", name="accounts_are_kept_a_while"),
    )
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    plan_year: Mapped[int] = mapped_column(primary_key=True)
    threshold: Mapped[int] = mapped_column(server_default="70")
    collection_start: Mapped[dt.date]
    collection_end: Mapped[dt.date]
    min_account_months: Mapped[int] = mapped_column(server_default="1")
    ind2_mode: Mapped[str] = mapped_column(Text, server_default="union")
    gate_min_grade: Mapped[str] = mapped_column(Text, server_default="B")
    site_radius_m: Mapped[int] = mapped_column(server_default="500")
    near_radius_m: Mapped[int] = mapped_column(server_default="2000")
    stale_days: Mapped[int] = mapped_column(server_default="30")
    behind_points: Mapped[int] = mapped_column(server_default="20")
    money_ahead_points: Mapped[int] = mapped_column(server_default="30")
    open_for_collection: Mapped[bool] = mapped_column(server_default="true")
    retention_years: Mapped[int] = mapped_column(server_default="2")
    locked_on: Mapped[dt.date | None]


class VillageResult:
    """The columns of a village's result on one basis (official or provisional)."""

    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    plan_year: Mapped[int] = mapped_column(primary_key=True)
    basis: Mapped[str] = mapped_column(Text, primary_key=True)
    village_code: Mapped[Code] = mapped_column(primary_key=True)
    households: Mapped[int]
    reference_date: Mapped[dt.date]
    status: Mapped[str] = mapped_column(Text)
    grade: Mapped[str | None] = mapped_column(Text)
    gate: Mapped[str] = mapped_column(Text)
    computed_at: Mapped[Instant]


class IndicatorColumns:
    """The columns of one of the four indicators. 3 and 4 have no numbers; unknown is met = null."""

    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    plan_year: Mapped[int] = mapped_column(primary_key=True)
    basis: Mapped[str] = mapped_column(Text, primary_key=True)
    village_code: Mapped[Code] = mapped_column(primary_key=True)
    indicator: Mapped[int] = mapped_column(primary_key=True)
    num: Mapped[int | None]
    den: Mapped[int | None]
    needed: Mapped[int | None]
    percent: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    met: Mapped[bool | None]


def of_village(table: str) -> ForeignKeyConstraint:
    """A result belongs to a village."""
    return ForeignKeyConstraint(
        ["workspace_id", "village_code"], ["village.workspace_id", "village.code"], name=f"fk_{table}_village"
    )


def of_result(table: str, result: str) -> ForeignKeyConstraint:
    """An indicator goes with the result it is part of."""
    key = ("workspace_id", "plan_year", "basis", "village_code")
    return ForeignKeyConstraint(
        key, [f"{result}.{column}" for column in key], name=f"fk_{table}_{result}", ondelete="cascade"
    )


def basis_is_known() -> CheckConstraint:
    return CheckConstraint("basis in ('official', 'provisional')", name="basis_is_known")


def indicator_is_one_of_four() -> CheckConstraint:
    return CheckConstraint("indicator between 1 and 4", name="indicator_is_one_of_four")


class VillageYear(VillageResult, Base):
    """The published result of a village for a plan year. Of a locked year it no longer changes."""

    __tablename__ = "village_year"
    __table_args__ = (of_village("village_year"), basis_is_known())


class IndicatorResult(IndicatorColumns, Base):
    """One of the four indicators of a published result."""

    __tablename__ = "indicator_result"
    __table_args__ = (of_result("indicator_result", "village_year"), indicator_is_one_of_four())


class GradeEvent(Base):
    """A change of a village's status or grade, and the submission that caused it. Rows are never changed."""

    __tablename__ = "grade_event"
    __table_args__ = (Index(None, "workspace_id", "village_code", "plan_year", "id"),)
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    village_code: Mapped[Code]
    plan_year: Mapped[int]
    basis: Mapped[str] = mapped_column(Text)
    old_status: Mapped[str | None] = mapped_column(Text)
    new_status: Mapped[str] = mapped_column(Text)
    old_grade: Mapped[str | None] = mapped_column(Text)
    new_grade: Mapped[str | None] = mapped_column(Text)
    cause: Mapped[str | None] = mapped_column(Text)
    at: Mapped[Now]


class StaleVillage(Base):
    """A (village, plan year) to be computed again, and the submission that made it so: appended to, never updated.

    accounts: whether the accounts of its households are to be read again too, see HouseholdYear; request_ids: of the
    requests that made it so, with blanks between them.
    """

    __tablename__ = "stale_village"
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    village_code: Mapped[Code]
    plan_year: Mapped[int]
    cause: Mapped[str | None] = mapped_column(Text)
    accounts: Mapped[bool] = mapped_column(server_default="true")
    request_ids: Mapped[str | None] = mapped_column(Text)
    queued_at: Mapped[Now]


class Chore(Base):
    """A task of the clock and the last day (in Bangkok) it was done for, so that it is done once a day."""

    __tablename__ = "chore"
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    done_for: Mapped[dt.date]
