"""How people come in: their logins, keys and second factors, how a password is set anew, what was guessed wrongly."""

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base, Id, Instant, Now


class Login(Base):
    """A signed-in browser or a bearer token; ending it is deleting the row.

    program: the browser's family and what it runs on; last_seen_at: to the hour.
    """

    __tablename__ = "login"
    token_sha256: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    kind: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Now]
    expires_at: Mapped[Instant]
    program: Mapped[str | None] = mapped_column(Text)
    last_seen_at: Mapped[Instant | None]


class ApiKey(Base):
    """A key of somebody's scripts; ending it is deleting the row.

    starts: the first letters, by which its owner knows it; scope: `read` or `write`; part: `figures`, which lie under
    /api, or `all`.
    """

    __tablename__ = "api_key"
    __table_args__ = (
        CheckConstraint("scope in ('read', 'write')", name="scope_is_known"),
        CheckConstraint("part in ('figures', 'all')", name="part_is_known"),
    )
    id: Mapped[Id]
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.actor_id"), index=True)
    key_sha256: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    starts: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    part: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Now]
    expires_at: Mapped[Instant]
    last_used_on: Mapped[dt.date | None]


class SecondFactor(Base):
    """The secret from which somebody's app makes its codes, sealed; it is asked for once it was confirmed by a code.

    secret: none when somebody else took it off, and its owner has not been told yet; last_step: the step of 30 s since
    1970 of the last code that was used.
    """

    __tablename__ = "second_factor"
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.actor_id"), primary_key=True)
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    confirmed_at: Mapped[Instant | None]
    last_step: Mapped[int] = mapped_column(BigInteger, server_default="0")


class RecoveryCode(Base):
    """A code that is good once instead of one of the app; using it is deleting the row."""

    __tablename__ = "recovery_code"
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.actor_id"), primary_key=True)
    code_sha256: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class Identity(Base):
    """Who somebody is at the provider of sign-ins (OIDC), bound at the first use. issuer, subject: of its tokens."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.actor_id"), primary_key=True)
    issuer: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Now]


class PasswordReset(Base):
    """The one way by which somebody may set a password anew; used once, and replaced by the next that is given out.

    kind: `link`, whose secret is the token in its address; `code`, which is printed and typed with the e-mail address.
    """

    __tablename__ = "password_reset"
    __table_args__ = (CheckConstraint("kind in ('link', 'code')", name="kind_is_known"),)
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.actor_id"), primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    secret_sha256: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    given_by: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    created_at: Mapped[Now]
    expires_at: Mapped[Instant]


class FailedAttempt(Base):
    """A password or a code that was wrong. key: a digest of what it is counted under, see `server.domain.throttle`."""

    __tablename__ = "failed_attempt"
    __table_args__ = (Index(None, "key", "at"), Index(None, "at"))
    id: Mapped[Id]
    key: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[Now]
