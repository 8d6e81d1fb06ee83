"""Forms, their published versions, and the files a version expects beside it."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Id, Now, WorkspaceId, of_form


class Form(Base):
    """A form as phones know it. `data_class` says what its answers reveal, and so who may read them."""

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
    data_class: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Now]


class FormVersion(Base):
    """One published definition: the exact bytes phones get, the workbook it came from, and its questions."""

    __tablename__ = "form_version"
    __table_args__ = (
        UniqueConstraint("workspace_id", "form", "version"),
        UniqueConstraint("workspace_id", "form", "id"),
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
    is_current: Mapped[bool] = mapped_column(server_default="true")
    published_at: Mapped[Now]
    published_by: Mapped[int] = mapped_column(ForeignKey("actor.id"))
