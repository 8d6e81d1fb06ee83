"""Projects of villages and the progress reported on them. Amounts are satang, positions WGS 84."""

import datetime as dt
from uuid import UUID

from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Code, WorkspaceId


class Project(Base):
    """A village's project; its id is that of its entity in the list `projects`."""

    __tablename__ = "project"
    __table_args__ = (
        UniqueConstraint("workspace_id", "project_code"),
        CheckConstraint("budget_approved >= 0 and mod(budget_approved, 100) = 0", name="budget_is_whole_baht"),
        CheckConstraint("planned_end >= planned_start", name="plan_ends_after_its_start"),
        CheckConstraint("programme between 1 and 5", name="programme_is_one_of_five"),
        Index(None, "workspace_id", "village_code"),
    )
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_code: Mapped[Code]
    village_code: Mapped[Code]
    fiscal_year: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    programme: Mapped[int]
    impl_unit: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(Text)
    budget_approved: Mapped[int] = mapped_column(BigInteger)
    planned_start: Mapped[dt.date | None]
    planned_end: Mapped[dt.date | None]
    funded_on: Mapped[dt.date | None]
    site = mapped_column(Geometry("POINT", srid=4326), nullable=True)


class ProgressReport(Base):
    """One report on a project: percent, money, where the phone stood, which photos came."""

    __tablename__ = "progress_report"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_progress_report_project"
        ),
        CheckConstraint("percent between 0 and 100", name="percent_is_a_share"),
        Index(None, "workspace_id", "project_id", "report_date"),
    )
    submission_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("submission.id", ondelete="cascade"), primary_key=True
    )
    workspace_id: Mapped[WorkspaceId]
    project_id: Mapped[UUID]
    reporter: Mapped[str] = mapped_column(Text)
    report_date: Mapped[dt.date | None]
    be_year: Mapped[bool] = mapped_column(server_default="false")
    collected_on: Mapped[dt.date]
    milestone: Mapped[str] = mapped_column(Text)
    percent: Mapped[int]
    disbursed: Mapped[int] = mapped_column(BigInteger)
    consent_ref: Mapped[str | None] = mapped_column(Text)
    position = mapped_column(Geometry("POINT", srid=4326), nullable=True)
    accuracy_m: Mapped[float | None]
    photos: Mapped[list] = mapped_column(JSONB)  # [{"name": file, "stage": before|during|after, "received": bool}]
