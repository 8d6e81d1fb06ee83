"""Files that people asked for and a worker prepares."""

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Code, Id, Instant, Json, Now, WorkspaceId


class Export(Base):
    """A file that somebody asked for; it waits until finished_at.

    role, area_code: the duty in which it was asked for; whoever has another one now does not get it.
    done, total: how far the worker is, in rows or steps; attempts: how often a worker has begun.
    problem: {"code", "th", "en"} when there is no file.
    """

    __tablename__ = "export"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "sha256"], ["blob.workspace_id", "blob.sha256"], name="fk_export_blob"),
        CheckConstraint("lang in ('th', 'en')", name="language_is_ours"),
        CheckConstraint(
            "case when finished_at is null then sha256 is null and problem is null"
            " else (sha256 is null) <> (problem is null) and expires_at is not null end",
            name="finished_with_a_file_or_a_problem",
        ),
        CheckConstraint("(sha256 is null) = (file_name is null)", name="file_has_a_name"),
        Index(None, "workspace_id", "actor_id", "id"),
        Index("ix_export_sha256", "workspace_id", "sha256"),
    )
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    role: Mapped[str] = mapped_column(Text)
    area_code: Mapped[Code]
    kind: Mapped[str] = mapped_column(Text)
    asked: Mapped[Json]
    lang: Mapped[str] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(server_default="0")
    done: Mapped[int] = mapped_column(server_default="0")
    total: Mapped[int | None]
    sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    file_name: Mapped[str | None] = mapped_column(Text)
    problem: Mapped[dict | None] = mapped_column(JSONB)
    created_at: Mapped[Now]
    finished_at: Mapped[Instant | None]
    expires_at: Mapped[Instant | None]
