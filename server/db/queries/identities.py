"""Who people are at the provider of sign-ins."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.db.models import Identity


def of(session: Session, actor_id: int) -> tuple[str, str] | None:
    """(issuer, subject) that are bound to an account."""
    row = session.execute(select(Identity.issuer, Identity.subject).where(Identity.actor_id == actor_id)).first()
    return (row.issuer, row.subject) if row else None


def holder(session: Session, issuer: str, subject: str) -> int | None:
    """The account to which a subject is bound."""
    return session.scalar(select(Identity.actor_id).where(Identity.issuer == issuer, Identity.subject == subject))


def bind(session: Session, actor_id: int, issuer: str, subject: str) -> None:
    session.add(Identity(actor_id=actor_id, issuer=issuer, subject=subject))
    session.flush()


def end(session: Session, actor_id: int) -> bool:
    """Let go of it; says whether there was one."""
    gone = delete(Identity).where(Identity.actor_id == actor_id).returning(Identity.actor_id)
    return session.scalar(gone) is not None
