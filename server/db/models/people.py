"""Who may do what and where (people and phones are both actors), and the append-only book of what they did."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Code, Id, Instant, Now, WorkspaceId


class Actor(Base):
    """One integer id for people, phones and the system itself (`submitterId` on the wire)."""

    __tablename__ = "actor"
    __table_args__ = (CheckConstraint("kind in ('person', 'phone', 'system')", name="kind_is_known"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    display_name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Now]


class Person(Base):
    """Somebody who signs in with e-mail and password."""

    __tablename__ = "person"
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True)
    email: Mapped[str] = mapped_column(Text, unique=True)  # lower case; a person may work in several workspaces
    password_hash: Mapped[str] = mapped_column(Text)
    disabled_at: Mapped[Instant | None]
    last_sign_in_at: Mapped[Instant | None]


class Phone(Base):
    """A phone's access: the token itself is never stored, only its sha256 and generation."""

    __tablename__ = "phone"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    name: Mapped[str] = mapped_column(Text)
    token_sha256: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    generation: Mapped[int] = mapped_column(server_default="1")
    revoked_at: Mapped[Instant | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.actor_id"))
    last_seen_at: Mapped[Instant | None]
    user_agent: Mapped[str | None] = mapped_column(Text)  # as it was seen last


class PhoneForm(Base):
    """The version of a form that a phone fetched last."""

    __tablename__ = "phone_form"
    actor_id: Mapped[int] = mapped_column(ForeignKey("phone.actor_id"), primary_key=True)
    form: Mapped[int] = mapped_column(BigInteger, ForeignKey("form.id"), primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    form_version_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("form_version.id"))
    fetched_at: Mapped[Now]


class Assignment(Base):
    """The one role and area an actor has in a workspace; the area's code is a prefix of everything inside it.

    One, not several: what a role sees (household amounts, say) must never spill into another role's larger area.
    Somebody with two duties has two accounts.
    """

    __tablename__ = "assignment"
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True)
    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(Text)
    area_code: Mapped[Code]


class Event(Base):
    """Who did or saw what. Ids, states and field names only; never answers or names. Rows are never changed."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "workspace_id", "subject", "subject_id", "id"),)
    id: Mapped[Id]
    workspace_id: Mapped[int | None] = mapped_column(ForeignKey("workspace.id"))
    at: Mapped[Now]
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    verb: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[str] = mapped_column(Text)
    details: Mapped[dict] = mapped_column(JSONB, server_default=text("'{}'"))


class Comment(Base):
    """What a reviewer wrote about a submission, for the team to read."""

    __tablename__ = "comment"
    id: Mapped[Id]
    workspace_id: Mapped[WorkspaceId]
    submission_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("submission.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[Now]
    body: Mapped[str] = mapped_column(Text)
