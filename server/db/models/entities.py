"""Entity lists (households, projects): the present state of each entity and every version it ever had."""

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Code, Id, Instant, Now, WorkspaceId

HOUSE = """case when list_name = 'households' and data->>'status' = 'active'
    then (data->>'house_no') || ' ' || coalesce(data->>'hh_seq', '') end"""


class EntityList(Base):
    """A list phones know as `<name>.csv`, with its properties in the order they are served.

    approval_required: entities are made only once the submission that asks for them is approved; property_times: when
    a property came to the list (ISO 8601), of those that came after it was made.
    """

    __tablename__ = "entity_list"
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    properties: Mapped[list] = mapped_column(JSONB)
    approval_required: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[Now]
    property_times: Mapped[dict] = mapped_column(JSONB, server_default=text("'{}'"))


class Entity(Base):
    """The present state of a household, a project, or an entry of another list. Label and data hold names: protected by
    row-level security.

    village_code: its village; of lists that know no villages the area of the phone that made it.
    awaits_create: it was made by force, by a change whose creation had not come; resolved_version: what of its history
    an officer has looked through, so that conflicts are those of later versions.
    house: of an open household its house number and its number in the house; what two share may be one household.
    """

    __tablename__ = "entity"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "list_name"], ["entity_list.workspace_id", "entity_list.name"], name="fk_entity_list"
        ),
        CheckConstraint("conflict in ('soft', 'hard')", name="conflict_is_known"),
        Index(None, "workspace_id", "list_name", "village_code"),
        Index("ix_entity_newest", "workspace_id", "list_name", "created_at", "uuid"),
        Index(
            "ix_entity_house",
            "workspace_id",
            "village_code",
            "house",
            postgresql_where=text("house is not null and deleted_at is null"),
        ),
        Index("ix_entity_conflict", "workspace_id", "village_code", postgresql_where=text("conflict is not null")),
    )
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    list_name: Mapped[str] = mapped_column(Text, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(primary_key=True)
    village_code: Mapped[Code]
    version: Mapped[int]
    label: Mapped[str] = mapped_column(Text)
    data: Mapped[dict] = mapped_column(JSONB)
    house: Mapped[str | None] = mapped_column(Text(collation="C"), Computed(HOUSE, persisted=True))
    conflict: Mapped[str | None] = mapped_column(Text)
    resolved_version: Mapped[int] = mapped_column(server_default="0")
    awaits_create: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[Now]
    updated_at: Mapped[Instant | None]
    deleted_at: Mapped[Instant | None]


class EntityVersion(Base):
    """One change of an entity, and the submission it came from."""

    __tablename__ = "entity_version"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "list_name", "uuid"],
            ["entity.workspace_id", "entity.list_name", "entity.uuid"],
            name="fk_entity_version_entity",
        ),
        UniqueConstraint("workspace_id", "list_name", "uuid", "version"),
        Index("ix_entity_version_submission", "submission_id", postgresql_where=text("submission_id is not null")),
    )
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    list_name: Mapped[str] = mapped_column(Text)
    uuid: Mapped[UUID]
    version: Mapped[int]
    label: Mapped[str] = mapped_column(Text)
    data: Mapped[dict] = mapped_column(JSONB)
    received: Mapped[dict] = mapped_column(JSONB)
    base_version: Mapped[int | None]
    trunk_version: Mapped[int | None]
    branch_id: Mapped[UUID | None]
    branch_base_version: Mapped[int | None]
    conflicting: Mapped[list] = mapped_column(JSONB, server_default=text("'[]'"))
    written_back: Mapped[bool] = mapped_column(server_default="false")  # the server's own properties: stage, code …
    submission_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("submission.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    created_at: Mapped[Now]


class NotTwice(Base):
    """Two households that look like one, of whom an officer said that they are two. one: the smaller id."""

    __tablename__ = "not_twice"
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    one: Mapped[UUID] = mapped_column(primary_key=True)
    other: Mapped[UUID] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[Now]


class ListRevision(Base):
    """Raised in the transaction that changes a list, per tambon; part of the hash phones compare."""

    __tablename__ = "list_revision"
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    list_name: Mapped[str] = mapped_column(Text, primary_key=True)
    tambon_code: Mapped[Code] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger, server_default="1")
