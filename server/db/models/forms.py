"""Forms, their versions and drafts, the files beside them, what testers sent, and what waits to be converted."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Id, Instant, Now, WorkspaceId, of_form

IS_DRAFT, IS_PUBLISHED = text("published_at is null"), text("published_at is not null")


class Form(Base):
    """A form as phones know it.

    data_class: what its answers reveal, and so who may read them; roles: whose phones are offered it and may send it;
    state_before: the state that a deleted form had, and has again when it is restored.
    """

    __tablename__ = "form"
    __table_args__ = (
        UniqueConstraint("workspace_id", "form_id"),
        UniqueConstraint("workspace_id", "id"),
        CheckConstraint("state in ('open', 'closing', 'closed', 'deleted')", name="state_is_known"),
        CheckConstraint("data_class in ('amounts', 'names', 'plans', 'projects')", name="data_class_is_known"),
    )
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    form_id: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, server_default="open")
    state_before: Mapped[str | None] = mapped_column(Text)
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{tambon_team}'"))
    data_class: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Now]


class FormVersion(Base):
    """One definition: the exact bytes phones get, the workbook it came from, and its questions.

    A draft until it is published: then it never changes any more. A form has at most one draft.
    """

    __tablename__ = "form_version"
    __table_args__ = (
        Index(
            "uq_form_version_published", "workspace_id", "form", "version", unique=True, postgresql_where=IS_PUBLISHED
        ),
        Index("uq_form_version_draft", "form", unique=True, postgresql_where=IS_DRAFT),
        UniqueConstraint("workspace_id", "form", "id"),
        CheckConstraint("published_at is not null or not is_current", name="draft_is_not_current"),
        of_form("form_version"),
        Index("uq_form_version_current", "form", unique=True, postgresql_where=text("is_current")),
    )
    id: Mapped[Id]
    workspace_id: Mapped[int]
    form: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[str] = mapped_column(Text)
    xml: Mapped[bytes] = mapped_column(LargeBinary)
    md5: Mapped[str] = mapped_column(Text)
    xlsx: Mapped[bytes | None] = mapped_column(LargeBinary)
    questions: Mapped[list] = mapped_column(JSONB)
    media: Mapped[list] = mapped_column(JSONB)
    warnings: Mapped[list] = mapped_column(JSONB, server_default=text("'[]'"))
    is_current: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[Now]
    created_by: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    published_at: Mapped[Instant | None]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))


class FormAttachment(Base):
    """A file beside a definition (a picture, a list): what phones find under its name in the manifest."""

    __tablename__ = "form_attachment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "sha256"], ["blob.workspace_id", "blob.sha256"], name="fk_form_attachment_blob"
        ),
        Index("ix_form_attachment_sha256", "workspace_id", "sha256"),
    )
    form_version_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("form_version.id", ondelete="cascade"), primary_key=True
    )
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    md5: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Now]


class Trial(Base):
    """What somebody who tries a draft has sent. It goes with the draft, and counts nowhere.

    files: {name: size in bytes, or null while it is missing}; their bytes are not kept.
    """

    __tablename__ = "trial"
    __table_args__ = (UniqueConstraint("workspace_id", "form_version_id", "instance_id", name="uq_trial_instance"),)
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    form_version_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("form_version.id", ondelete="cascade"))
    instance_id: Mapped[str] = mapped_column(Text)
    xml: Mapped[bytes] = mapped_column(LargeBinary)
    answers: Mapped[dict] = mapped_column(JSONB)
    files: Mapped[dict] = mapped_column(JSONB)
    received_at: Mapped[Now]


class FormUpload(Base):
    """A workbook or definition that waits to be converted, or what became of it.

    roles: whose phones get the form, when it is new. outcome: {"form_id": …} of the draft that was made, or
    {"faults": [{"sheet", "row", "says"}]}; null while it waits.
    """

    __tablename__ = "form_upload"
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    file_name: Mapped[str] = mapped_column(Text)
    source: Mapped[bytes | None] = mapped_column(LargeBinary)
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    outcome: Mapped[dict | None] = mapped_column(JSONB)
    created_at: Mapped[Now]
