"""Second factors and their recovery codes."""

from collections.abc import Collection

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from server.db.models import RecoveryCode, SecondFactor


def of(session: Session, actor_id: int) -> SecondFactor | None:
    return session.scalar(select(SecondFactor).where(SecondFactor.actor_id == actor_id))


def begin(session: Session, actor_id: int, sealed: bytes) -> bool:
    """Keep a secret that is not confirmed yet, unless one is in use; says whether."""
    fresh = {"secret": sealed, "confirmed_at": None, "last_step": 0}
    kept = upsert(SecondFactor).values(actor_id=actor_id, **fresh)
    kept = kept.on_conflict_do_update(
        index_elements=["actor_id"], set_=fresh, where=SecondFactor.confirmed_at.is_(None)
    )
    return session.scalar(kept.returning(SecondFactor.actor_id)) is not None


def use_step(session: Session, actor_id: int, step: int) -> bool:
    """Note that the code of a step is used; False when it, or a later one, was used before."""
    later = update(SecondFactor).where(SecondFactor.actor_id == actor_id, SecondFactor.last_step < step)
    return session.scalar(later.values(last_step=step).returning(SecondFactor.actor_id)) is not None


def confirm(session: Session, actor_id: int) -> None:
    session.execute(update(SecondFactor).where(SecondFactor.actor_id == actor_id).values(confirmed_at=func.now()))


def end(session: Session, actor_id: int) -> None:
    """Nothing is left of it."""
    for gone in (RecoveryCode, SecondFactor):
        session.execute(delete(gone).where(gone.actor_id == actor_id))


def take_off(session: Session, actor_id: int) -> bool:
    """End it, and leave a row that says so; False when it was not on."""
    is_on = (SecondFactor.actor_id == actor_id, SecondFactor.confirmed_at.is_not(None))
    off = update(SecondFactor).where(*is_on).values(secret=None, confirmed_at=None, last_step=0)
    was_on = session.scalar(off.returning(SecondFactor.actor_id)) is not None
    if was_on:
        session.execute(delete(RecoveryCode).where(RecoveryCode.actor_id == actor_id))
    return was_on


def told_off(session: Session, actor_id: int) -> bool:
    """Forget that it was taken off; says whether it was."""
    gone = delete(SecondFactor).where(SecondFactor.actor_id == actor_id, SecondFactor.secret.is_(None))
    return session.scalar(gone.returning(SecondFactor.actor_id)) is not None


def set_codes(session: Session, actor_id: int, digests: Collection[bytes]) -> None:
    """These recovery codes in place of any before."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.actor_id == actor_id))
    session.execute(insert(RecoveryCode), [{"actor_id": actor_id, "code_sha256": one} for one in digests])


def use_code(session: Session, actor_id: int, code_sha256: bytes) -> bool:
    """Use a recovery code up; False when there is none such."""
    gone = delete(RecoveryCode).where(RecoveryCode.actor_id == actor_id, RecoveryCode.code_sha256 == code_sha256)
    return session.scalar(gone.returning(RecoveryCode.actor_id)) is not None


def codes_left(session: Session, actor_id: int) -> int:
    left = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.actor_id == actor_id)
    return session.execute(left).scalar_one()
