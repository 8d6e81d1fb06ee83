"""What was guessed wrongly lately, by what it is counted under."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from server.db.models import FailedAttempt

KEPT = timedelta(days=1)  # longer than any limit counts
AHEAD = timedelta(minutes=1)


def wait(session: Session, key: bytes, most: int, within: timedelta) -> timedelta | None:
    """How long until fewer than `most` failures lie within the while; None when it is so already."""
    left = select(FailedAttempt.at + within - func.now()).where(FailedAttempt.key == key)
    # Those of a clock that has gone back since lie far ahead; those of others who try in this moment, a little.
    left = left.where(FailedAttempt.at > func.now() - within, FailedAttempt.at < func.now() + AHEAD)
    return session.scalar(left.order_by(FailedAttempt.at.desc()).offset(most - 1).limit(1))


def note(session: Session, keys: Collection[bytes]) -> None:
    """Count a failure under each of these; what counts no longer is forgotten."""
    old = select(FailedAttempt.id).where(FailedAttempt.at < func.now() - KEPT).with_for_update(skip_locked=True)
    session.execute(delete(FailedAttempt).where(FailedAttempt.id.in_(old)))
    session.execute(insert(FailedAttempt), [{"key": key} for key in keys])
