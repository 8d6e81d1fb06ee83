"""Projects of villages and what is computed of each: stage and money, moves, notices, standing.

Amounts are satang, positions WGS 84. It rests on facts of submissions (project_facts) and acts of officers
(project_acts), and can be rebuilt from them at any time.
"""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Code, Id, Instant, Now, WorkspaceId, of_project


class Project(Base):
    """A village's project; its id is that of its entity in the list `projects`.

    entered_stage: the stage in which it came (`proposed`, or what an import says); stage and the amounts are computed
    from it and from everything that happened since. submission_id: its proposal; null for an import.
    """

    __tablename__ = "project"
    __table_args__ = (
        UniqueConstraint("workspace_id", "project_code"),
        CheckConstraint("budget_approved >= 0 and mod(budget_approved, 100) = 0", name="budget_is_whole_baht"),
        CheckConstraint("transferred between 0 and coalesce(budget_approved, 0)", name="transfers_are_within_budget"),
        CheckConstraint("planned_end >= planned_start", name="plan_ends_after_its_start"),
        CheckConstraint("programme between 1 and 5", name="programme_is_one_of_five"),
        CheckConstraint("kind in ('project', 'plan_making')", name="kind_is_known"),
        CheckConstraint("(kind = 'project') = (programme is not null)", name="project_has_a_programme"),
        Index(None, "workspace_id", "village_code"),
        Index(None, "workspace_id", "fiscal_year", "village_code"),
    )
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_code: Mapped[Code]
    village_code: Mapped[Code]
    fiscal_year: Mapped[int]
    kind: Mapped[str] = mapped_column(Text, server_default="project")
    title: Mapped[str] = mapped_column(Text)
    programme: Mapped[int | None]
    impl_unit: Mapped[str] = mapped_column(Text)
    submission_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("submission.id"), unique=True)
    entered_stage: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(Text)
    budget_requested: Mapped[int | None] = mapped_column(BigInteger)
    budget_recommended: Mapped[int | None] = mapped_column(BigInteger)
    budget_approved: Mapped[int | None] = mapped_column(BigInteger)
    transferred: Mapped[int] = mapped_column(BigInteger, server_default="0")
    planned_start: Mapped[dt.date | None]
    planned_end: Mapped[dt.date | None]
    funded_on: Mapped[dt.date | None]
    site = mapped_column(Geometry("POINT", srid=4326), nullable=True)


class ProjectMove(Base):
    """A change of stage, by whom and why: a submission's instance id or the act. Rows are never changed."""

    __tablename__ = "project_move"
    __table_args__ = (of_project("project_move"), Index(None, "workspace_id", "project_id", "id"))
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    project_id: Mapped[UUID]
    old_stage: Mapped[str | None] = mapped_column(Text)
    new_stage: Mapped[str] = mapped_column(Text)
    cause: Mapped[str | None] = mapped_column(Text)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[Instant]


class ProjectNotice(Base):
    """A move that a district (4 digits) or a village (8) is told of, until somebody there has seen it."""

    __tablename__ = "project_notice"
    __table_args__ = (of_project("project_notice"), Index(None, "workspace_id", "area_code", "id"))
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    project_id: Mapped[UUID]
    move_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("project_move.id"))
    area_code: Mapped[Code]
    at: Mapped[Instant]
    seen_at: Mapped[Instant | None]
    seen_by: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))


class ProjectStanding(Base):
    """Where a project stands on one basis, as of a day (docs/indicators.md 4). Percents of money are cut."""

    __tablename__ = "project_standing"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["project.workspace_id", "project.id"],
            name="fk_project_standing_project",
            ondelete="cascade",
        ),
        CheckConstraint("basis in ('official', 'provisional')", name="basis_is_known"),
    )
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    basis: Mapped[str] = mapped_column(Text, primary_key=True)
    latest_report: Mapped[str | None] = mapped_column(Text)
    percent_physical: Mapped[int]
    disbursed: Mapped[int] = mapped_column(BigInteger)
    percent_disbursed: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    location_class: Mapped[str | None] = mapped_column(Text)
    distance_m: Mapped[int | None]
    inside_tambon: Mapped[bool | None]
    geo_tagged: Mapped[bool]
    geo_tagged_on: Mapped[dt.date | None]
    expected_percent: Mapped[int | None]
    stale: Mapped[bool]
    behind: Mapped[bool]
    overdue: Mapped[bool]
    money_ahead: Mapped[bool]
    reports_differ: Mapped[bool]
    as_of: Mapped[dt.date]
    computed_at: Mapped[Instant]


class StaleProject(Base):
    """A project to be computed again, and what made it so: appended to, never updated."""

    __tablename__ = "stale_project"
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    project_id: Mapped[UUID]
    cause: Mapped[str | None] = mapped_column(Text)
    queued_at: Mapped[Now]
