"""The clock: every minute, what the database says is pending is queued again; Redis may have forgotten it."""

import logging
from threading import Event

from sqlalchemy.exc import SQLAlchemyError

from server.db.queries import pending
from server.db.session import transaction
from server.queue import DRAIN_SUBMISSIONS, DRAIN_VILLAGES, nudge

log = logging.getLogger(__name__)


def sweep() -> None:
    """Nudge for whatever waits."""
    with transaction() as session:
        submissions, villages = pending.anything_waiting(session)
    if submissions:
        nudge(DRAIN_SUBMISSIONS)
    if villages:
        nudge(DRAIN_VILLAGES)


def run(stop: Event, every_s: float) -> None:
    """Sweep until told to stop; a database that is away is tried again at the next beat."""
    while not stop.wait(every_s):
        try:
            sweep()
        except SQLAlchemyError as error:
            log.warning("not swept why=%s", type(error).__name__)
