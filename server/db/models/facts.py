"""Typed facts of the village plan. Rebuilt from submissions at any time; truth is elsewhere.

Only the account of an erased submission is not rebuilt: it is what is left of it.

Every fact of a submission is keyed by it. A date typed with a Buddhist year is kept as null with `be_year` set.
`collected_on` is the day on the phone (`today`), or the day of receipt where the phone did not say.
"""

import datetime as dt
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Code, Id, Instant, WorkspaceId, of_submission


class HouseholdRegistration(Base):
    """A household's entry into the register, by a submission, an import or an officer (submission_id null)."""

    __tablename__ = "household_registration"
    __table_args__ = (Index(None, "workspace_id", "household_id"), Index(None, "workspace_id", "village_code"))
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    household_id: Mapped[UUID]
    submission_id: Mapped[int | None] = mapped_column(BigInteger, of_submission(), unique=True)
    village_code: Mapped[Code]
    exists_from: Mapped[dt.date]
    recorded_at: Mapped[Instant]


class HouseholdClosing(Base):
    """A household's leaving of the register: moved out, vacant, merged, duplicate or entered by mistake."""

    __tablename__ = "household_closing"
    __table_args__ = (Index(None, "workspace_id", "household_id"), Index(None, "workspace_id", "merged_into"))
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    household_id: Mapped[UUID]
    submission_id: Mapped[int | None] = mapped_column(BigInteger, of_submission(), unique=True)
    exists_to: Mapped[dt.date | None]
    be_year: Mapped[bool] = mapped_column(server_default="false")
    close_reason: Mapped[str] = mapped_column(Text)
    merged_into: Mapped[UUID | None]
    recorded_at: Mapped[Instant]


class HouseholdAccount(Base):
    """One account of one household for one period, without its amounts."""

    __tablename__ = "household_account"
    __table_args__ = (
        Index(None, "workspace_id", "household_id", "plan_year"),
        Index(None, "workspace_id", "village_code", "plan_year"),
    )
    submission_id: Mapped[int] = mapped_column(BigInteger, of_submission(), primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    village_code: Mapped[Code]
    household_id: Mapped[UUID | None]
    plan_year: Mapped[int]
    consent: Mapped[bool]
    period_start: Mapped[dt.date | None]
    months: Mapped[int | None]
    be_year: Mapped[bool] = mapped_column(server_default="false")
    collected_on: Mapped[dt.date]
    entry_mode: Mapped[str | None] = mapped_column(Text)
    book_seen: Mapped[bool | None]


class HouseholdYear(Base):
    """A household with an account of the plan year that counts wherever the household is counted.

    Rebuilt from its accounts, one row for each kind: phone_area: the sender's, empty where the area was accepted;
    approved: whether the official basis has it.
    """

    __tablename__ = "household_year"
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    plan_year: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[UUID] = mapped_column(primary_key=True)
    phone_area: Mapped[Code] = mapped_column(primary_key=True)
    approved: Mapped[bool] = mapped_column(primary_key=True)


class HouseholdMoney(Base):
    """The amounts of an account in satang: by category, and its sums. Protected by row-level security."""

    __tablename__ = "household_money"
    submission_id: Mapped[int] = mapped_column(BigInteger, of_submission(), primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    income: Mapped[int] = mapped_column(BigInteger)
    expense: Mapped[int] = mapped_column(BigInteger)
    debt: Mapped[int] = mapped_column(BigInteger)
    savings: Mapped[int | None] = mapped_column(BigInteger)
    by_category: Mapped[dict] = mapped_column(JSONB)


class Forum(Base):
    """One phone's record of a community forum; phones of the same forum are united, never added."""

    __tablename__ = "forum"
    __table_args__ = (Index(None, "workspace_id", "village_code", "plan_year"),)
    submission_id: Mapped[int] = mapped_column(BigInteger, of_submission(), primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    village_code: Mapped[Code]
    plan_year: Mapped[int]
    forum_type: Mapped[str] = mapped_column(Text)
    forum_date: Mapped[dt.date | None]
    be_year: Mapped[bool] = mapped_column(server_default="false")
    collected_on: Mapped[dt.date]
    lao_present: Mapped[bool]
    walk_ins: Mapped[int] = mapped_column(server_default="0")
    people_male: Mapped[int | None]
    people_female: Mapped[int | None]
    has_sheet_photo: Mapped[bool] = mapped_column(server_default="false")
    has_position: Mapped[bool] = mapped_column(server_default="false")


class ForumAttendance(Base):
    """A household ticked at a forum."""

    __tablename__ = "forum_attendance"
    submission_id: Mapped[int] = mapped_column(ForeignKey("forum.submission_id", ondelete="cascade"), primary_key=True)
    household_id: Mapped[UUID] = mapped_column(primary_key=True)


class CommunityPlan(Base):
    """A village's plan of a year: what is claimed, and whether its evidence has been received."""

    __tablename__ = "community_plan"
    __table_args__ = (Index(None, "workspace_id", "village_code", "plan_year"),)
    submission_id: Mapped[int] = mapped_column(BigInteger, of_submission(), primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    village_code: Mapped[Code]
    plan_year: Mapped[int]
    plan_date: Mapped[dt.date | None]
    be_year: Mapped[bool] = mapped_column(server_default="false")
    lao_prepare: Mapped[bool]
    lao_evidence: Mapped[bool]
    lao_first_date: Mapped[dt.date | None]
    written: Mapped[bool]
    written_evidence: Mapped[bool]
    accounts_used_n: Mapped[int | None]
