"""Submissions as they came, their versions and files, what was noticed about them, and what is still to do."""

from uuid import UUID

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Code, Id, Instant, Now, WorkspaceId, of_form


class Submission(Base):
    """The logical submission: its first instance id, its review state, where it belongs. No answers here.

    phone_area: the area of the phone that sent it; village_code: the village it speaks of, once drained.
    A submission counts outside its phone's area only when somebody accepted it (`area_accepted_by`).
    What is erased is deleted too; of it only this row, the sha256 of its versions, and for accounts the fact remain.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("workspace_id", "form", "instance_id"),
        of_form("submission"),
        CheckConstraint("state in ('received', 'edited', 'has_issues', 'approved', 'rejected')", name="state_is_known"),
        CheckConstraint(
            "erased_because in ('consent_withdrawn', 'retention', 'court_order')", name="erasure_has_a_known_reason"
        ),
        CheckConstraint(
            "(erased_at is null) = (erased_because is null) and (erased_at is null or deleted_at is not null)",
            name="erasure_is_whole",
        ),
        Index(
            "ix_submission_review",
            "workspace_id",
            "form",
            "village_code",
            "state",
            "id",
            postgresql_where=text("deleted_at is null"),
        ),
        Index("ix_submission_newest", "workspace_id", "form", "id", postgresql_where=text("deleted_at is null")),
        Index("ix_submission_sender", "workspace_id", "actor_id", "received_at"),
        Index(
            "ix_submission_counts_nowhere", "id", postgresql_where=text("state = 'rejected' or deleted_at is not null")
        ),
        Index(
            "ix_submission_stray",
            "workspace_id",
            "phone_area",
            postgresql_where=text("deleted_at is null and not starts_with(village_code, phone_area)"),
        ),
    )
    id: Mapped[Id]
    workspace_id: Mapped[int]
    form: Mapped[int] = mapped_column(BigInteger)
    instance_id: Mapped[str] = mapped_column(Text)
    data_class: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, server_default="received")
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    phone_area: Mapped[Code]
    village_code: Mapped[Code | None]
    plan_year: Mapped[int | None]
    received_at: Mapped[Instant] = mapped_column(server_default=func.clock_timestamp())
    updated_at: Mapped[Instant | None]
    edits: Mapped[int] = mapped_column(server_default="0")
    area_accepted_by: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    deleted_at: Mapped[Instant | None]
    erased_at: Mapped[Instant | None]
    erased_because: Mapped[str | None] = mapped_column(Text)


class SubmissionVersion(Base):
    """One received XML, exactly as it came, with its answers as JSON. Protected by row-level security.

    is_encrypted: the XML is an envelope; its answers, which the server cannot read, are `{}`.
    """

    __tablename__ = "submission_version"
    __table_args__ = (
        UniqueConstraint("workspace_id", "form", "instance_id"),
        ForeignKeyConstraint(
            ["workspace_id", "form", "form_version_id"],
            ["form_version.workspace_id", "form_version.form", "form_version.id"],
            name="fk_submission_version_definition",
        ),
        Index("uq_submission_version_current", "submission_id", unique=True, postgresql_where=text("is_current")),
        Index("ix_submission_version_submission_id", "submission_id"),
    )
    id: Mapped[Id]
    workspace_id: Mapped[int]
    form: Mapped[int] = mapped_column(BigInteger)
    submission_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("submission.id"))
    form_version_id: Mapped[int] = mapped_column(BigInteger)
    instance_id: Mapped[str] = mapped_column(Text)
    instance_name: Mapped[str | None] = mapped_column(Text)
    is_current: Mapped[bool] = mapped_column(server_default="true")
    xml: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    answers: Mapped[dict] = mapped_column(JSONB)
    is_encrypted: Mapped[bool] = mapped_column(server_default="false")
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    device_id: Mapped[str | None] = mapped_column(Text)
    user_agent: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[Now]


class Blob(Base):
    """A file's content, kept once under its sha256 in the blob store.

    checked_at: when its bytes were last compared with its name, None for never; fault: what was found then.
    """

    __tablename__ = "blob"
    __table_args__ = (
        CheckConstraint("fault in ('damaged', 'missing')", name="fault_is_known"),
        Index(None, "checked_at"),
        Index("ix_blob_fault", "fault", postgresql_where=text("fault is not null")),
    )
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    sha256: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    content_type: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Now]
    checked_at: Mapped[Instant | None] = mapped_column(server_default=func.now())
    fault: Mapped[str | None] = mapped_column(Text)


class Attachment(Base):
    """A file the answers name: a slot from the start, filled (sha256) when its bytes have come."""

    __tablename__ = "attachment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "sha256"], ["blob.workspace_id", "blob.sha256"], name="fk_attachment_blob"
        ),
        Index("ix_attachment_sha256", "workspace_id", "sha256", postgresql_where=text("sha256 is not null")),
        Index("ix_attachment_missing", "submission_version_id", postgresql_where=text("sha256 is null")),
    )
    submission_version_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("submission_version.id"), primary_key=True
    )
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    received_at: Mapped[Instant | None]


class Photo(Base):
    """When and where a picture was taken, as its camera says; null where it does not. Protected like attachments."""

    __tablename__ = "photo"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "sha256"],
            ["blob.workspace_id", "blob.sha256"],
            name="fk_photo_blob",
            ondelete="cascade",
        ),
    )
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    sha256: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    taken_at: Mapped[Instant | None]
    position = mapped_column(Geometry("POINT", srid=4326, spatial_index=False), nullable=True)


class SubmissionFlag(Base):
    """Something a reviewer should look at. A flag never changes a count; rebuilt whenever the facts are."""

    __tablename__ = "submission_flag"
    submission_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("submission.id"), primary_key=True)
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    details: Mapped[dict] = mapped_column(JSONB, server_default=text("'{}'"))


class PendingSubmission(Base):
    """A submission whose entities and facts are to be made: a queue that is only appended to.

    Not one row per submission: a phone that adds a photo must not wait for the drain that has the row in hand.
    request_id: of the request that brought it, which the logs of the drain name.
    """

    __tablename__ = "pending_submission"
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    submission_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("submission.id", ondelete="cascade"), index=True)
    queued_at: Mapped[Now]
    attempts: Mapped[int] = mapped_column(server_default="0")
    by_force: Mapped[bool] = mapped_column(server_default="false")  # what it waits for is not waited for any longer
    not_before: Mapped[Instant | None]
    request_id: Mapped[str | None] = mapped_column(Text)


class Withdrawal(Base):
    """A household that took back its agreement for a plan year: none of its accounts of that year counts."""

    __tablename__ = "withdrawal"
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    household_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_year: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[Now]
