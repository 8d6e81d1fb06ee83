"""The clock: every minute what is pending is queued again, since Redis may forget; once a day it does its chores."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Mapping
from functools import partial
from threading import Event

from psycopg import Error as PostgresError
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from server import counts
from server.db.queries import chores, pending, watching
from server.db.session import transaction
from server.domain import exports, new_day, retention
from server.domain.blobs import check_some, remove_strays
from server.domain.entities import backlog
from server.domain.indicators.calendar import bangkok_date
from server.errors import StorageAway
from server.queue import (
    CONVERT_FORMS,
    DRAIN_CHECKS,
    DRAIN_PROJECTS,
    DRAIN_SUBMISSIONS,
    DRAIN_VILLAGES,
    WRITE_EXPORTS,
    beat,
    nudge,
)
from server.storage import BlobStore
from workers import finance

TIDY_EVERY_S = 6 * 3600
LEAP_S = 60
COUNT_EVERY_S = 600.0
CHECK_FILES_S = 2  # of each beat, for comparing stored files with their names
CHORE_S = 20  # what a chore may take of one beat
FAULTS = (SQLAlchemyError, PostgresError, OSError, StorageAway)  # a database or a disk that is away comes back

Chore = Callable[[int, dt.date], bool]

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
    if waiting.forms:
        nudge(CONVERT_FORMS)
    if waiting.checks:
        nudge(DRAIN_CHECKS)
    if waiting.exports:
        nudge(WRITE_EXPORTS)


def tidy(store: BlobStore) -> None:
    """Remove files that no row has spoken of for a day."""
    if removed := remove_strays(store):
        log.info("strays removed files=%s", removed)


def count_flags() -> None:
    """Count the flags of what waits for a decision, for /metrics: nobody who scrapes waits for that."""
    with transaction() as session:
        found = watching.open_flags(session)
    try:
        counts.keep("open_flags", found)
    except RedisError as error:
        log.warning("flags not told why=%s", type(error).__name__)


def nightly(store: BlobStore, backup: Chore | None = None) -> dict[str, Chore]:
    """What is done once a day, from midnight in Bangkok: by name, called with the workspace and the day."""
    tasks = {
        new_day.CHORE: begin_new_day,
        "retention": partial(erase_what_is_due, store),
        "overdue entities": force_overdue_entities,
        "exports": partial(forget_exports, store),
        finance.EVERY_NIGHT: finance.remind,
    }
    return tasks | ({"backup": backup} if backup else {})  # last: what retention has erased is in no new one


def begin_new_day(workspace_id: int, _today: dt.date) -> bool:
    with transaction() as session:
        new_day.begin(session, workspace_id)
    return True


def erase_what_is_due(store: BlobStore, workspace_id: int, today: dt.date) -> bool:
    return retention.run(workspace_id, store, today=today, longest_s=CHORE_S).is_finished


def force_overdue_entities(workspace_id: int, _today: dt.date) -> bool:
    with transaction() as session:
        backlog.force_overdue(session, workspace_id, now=dt.datetime.now(dt.UTC))
    return True


def forget_exports(store: BlobStore, workspace_id: int, _today: dt.date) -> bool:
    with transaction() as session:
        exports.expire(session, workspace_id, store)
    return True


def do_chores(tasks: Mapping[str, Chore], today: dt.date) -> None:
    """Do each task for every workspace for which it has not been done today.

    A task says whether it is done; one that is not, or that fails, goes on at the next beat. It may begin twice.
    """
    for name, task in tasks.items():
        with transaction() as session:
            workspaces = chores.due_today(session, name, today)
        for workspace_id in workspaces:
            try:
                is_done = task(workspace_id, today)
            except FAULTS as error:
                log.warning("not done chore=%s workspace=%s why=%s", name, workspace_id, type(error).__name__)
                continue
            if is_done:
                with transaction() as session:
                    chores.done(session, workspace_id, name, today)


class Leaps:
    """Notices when the machine's clock is set: ages of files mean nothing in that moment."""

    def __init__(self) -> None:
        self.ahead_s = time.time() - time.monotonic()

    def seen(self) -> bool:
        """Whether it was set since the last call."""
        before, self.ahead_s = self.ahead_s, time.time() - time.monotonic()
        return abs(self.ahead_s - before) > LEAP_S


def run(stop: Event, every_s: float, store: BlobStore, backup: Chore | None = None) -> None:
    """Sweep until told to stop; a database that is away is tried again at the next beat."""
    tidied_at, counted_at, leaps = time.monotonic(), -COUNT_EVERY_S, Leaps()
    beat()
    while not stop.wait(every_s):
        try:
            beat()
            sweep()
            if leaps.seen():
                tidied_at = time.monotonic()  # what is being received looks a day old
            do_chores(nightly(store, backup), bangkok_date(dt.datetime.now(dt.UTC)))
            check_some(store, longest_s=CHECK_FILES_S)
            if time.monotonic() - counted_at > COUNT_EVERY_S:
                counted_at = time.monotonic()
                count_flags()
            if time.monotonic() - tidied_at > TIDY_EVERY_S:
                tidy(store)
                tidied_at = time.monotonic()
        except FAULTS as error:
            log.warning("not swept why=%s", type(error).__name__)
