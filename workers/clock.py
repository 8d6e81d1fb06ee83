"""The clock: every minute what is pending is queued again, since Redis may forget; now and then files are tidied."""

import logging
import time
from threading import Event

from psycopg import Error as PostgresError
from sqlalchemy.exc import SQLAlchemyError

from server.db.queries import pending
from server.db.session import transaction
from server.domain.blobs import remove_strays
from server.queue import DRAIN_PROJECTS, DRAIN_SUBMISSIONS, DRAIN_VILLAGES, nudge
from server.storage import BlobStore

TIDY_EVERY_S = 6 * 3600

log = logging.getLogger(__name__)


def sweep() -> None:
    """Nudge for whatever waits."""
    with transaction() as session:
        waiting = pending.anything_waiting(session)
    if waiting.submissions:
        nudge(DRAIN_SUBMISSIONS)
    if waiting.villages:
        nudge(DRAIN_VILLAGES)
    if waiting.projects:
        nudge(DRAIN_PROJECTS)


def tidy(store: BlobStore) -> None:
    """Remove files that no row has spoken of for a day."""
    if removed := remove_strays(store):
        log.info("strays removed files=%s", removed)


def run(stop: Event, every_s: float, store: BlobStore) -> None:
    """Sweep until told to stop; a database that is away is tried again at the next beat."""
    tidied_at = time.monotonic()
    while not stop.wait(every_s):
        try:
            sweep()
            if time.monotonic() - tidied_at > TIDY_EVERY_S:
                tidied_at = time.monotonic()
                tidy(store)
        except (SQLAlchemyError, PostgresError, OSError) as error:
            log.warning("not swept why=%s", type(error).__name__)
