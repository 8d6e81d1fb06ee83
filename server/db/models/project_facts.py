"""Facts of projects read from submissions, rebuilt at any time. Amounts are satang, positions WGS 84."""

import datetime as dt
from uuid import UUID

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Code, Id, Instant, WorkspaceId, of_project, of_submission


class ProjectProposal(Base):
    """What a village asks for. sent_at: receipt of the answers as they are now; a later edit has a later one."""

    __tablename__ = "project_proposal"
    __table_args__ = (of_project("project_proposal"), Index(None, "workspace_id", "project_id"))
    submission_id: Mapped[int] = mapped_column(BigInteger, of_submission(), primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    project_id: Mapped[UUID]
    village_code: Mapped[Code]
    fiscal_year: Mapped[int]
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    programme: Mapped[int | None]
    impl_unit: Mapped[str] = mapped_column(Text)
    agency_name: Mapped[str | None] = mapped_column(Text)
    work_mode: Mapped[str | None] = mapped_column(Text)
    budget_requested: Mapped[int] = mapped_column(BigInteger)
    contribution_village: Mapped[int] = mapped_column(BigInteger, server_default="0")
    contribution_lao: Mapped[int] = mapped_column(BigInteger, server_default="0")
    beneficiary_households: Mapped[int | None]
    beneficiary_people: Mapped[int | None]
    planned_start: Mapped[dt.date | None]
    planned_end: Mapped[dt.date | None]
    site = mapped_column(Geometry("POINT", srid=4326), nullable=True)
    from_plan: Mapped[bool]
    resolution_date: Mapped[dt.date | None]
    votes_total: Mapped[int | None]
    votes_for: Mapped[int | None]
    sent_at: Mapped[Instant]


class ProjectScreening(Base):
    """The district's five criteria and what follows, by a submission or on a page (submission_id null)."""

    __tablename__ = "project_screening"
    __table_args__ = (
        of_project("project_screening"),
        Index(None, "workspace_id", "project_id"),
        CheckConstraint("outcome in ('forwarded', 'returned', 'not_forwarded')", name="outcome_is_known"),
        *(
            CheckConstraint(f"{one} in ('pass', 'fix', 'fail')", name=f"{one}_is_known")
            for one in ("strategy_link", "from_plan", "benefit", "value", "completeness")
        ),
    )
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    project_id: Mapped[UUID]
    submission_id: Mapped[int | None] = mapped_column(BigInteger, of_submission(), unique=True)
    meeting_date: Mapped[dt.date | None]
    mission_group: Mapped[str | None] = mapped_column(Text)
    strategy_link: Mapped[str] = mapped_column(Text)
    from_plan: Mapped[str] = mapped_column(Text)
    benefit: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    completeness: Mapped[str] = mapped_column(Text)
    comments: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    budget_recommended: Mapped[int | None] = mapped_column(BigInteger)
    rank: Mapped[int | None]
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    recorded_at: Mapped[Instant]


class ProgressReport(Base):
    """One report on a project: percent, money, where the phone stood, which photos came."""

    __tablename__ = "progress_report"
    __table_args__ = (
        of_project("progress_report"),
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


class ProjectEvaluation(Base):
    """The province's evaluation of a finished project: four scores of 1 to 5, and whether it is a best practice."""

    __tablename__ = "project_evaluation"
    __table_args__ = (
        of_project("project_evaluation"),
        Index(None, "workspace_id", "project_id"),
        *(
            CheckConstraint(f"{one} between 1 and 5", name=f"{one}_is_a_score")
            for one in ("effectiveness", "quality", "efficiency", "organisation")
        ),
    )
    submission_id: Mapped[int] = mapped_column(BigInteger, of_submission(), primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    project_id: Mapped[UUID]
    eval_date: Mapped[dt.date | None]
    be_year: Mapped[bool] = mapped_column(server_default="false")
    effectiveness: Mapped[int]
    quality: Mapped[int]
    efficiency: Mapped[int]
    organisation: Mapped[int]
    objectives_met: Mapped[str | None] = mapped_column(Text)
    actual_households: Mapped[int | None]
    continues: Mapped[bool]
    best_practice: Mapped[bool]
