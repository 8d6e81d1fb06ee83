"""Files that people asked for, written as the person who asked; one at a time, begun again when a worker died."""

import datetime as dt
import logging
import tempfile
import time
from typing import BinaryIO

from sqlalchemy.exc import DBAPIError

from server import storage
from server.db.queries import exports as queries
from server.db.session import transaction
from server.domain import exports
from server.errors import Problem
from server.exports import making
from server.queue import WRITE_EXPORTS, forget_nudge, nudge
from workers.accounts import accounted

LONGEST_S = 240  # seconds in which another one is begun

log = logging.getLogger(__name__)


@accounted
def write_exports() -> int:
    """Settle the exports that wait and that nobody else has in hand; returns how many. Safe to run twice.

    After some minutes the rest is left to a new job: a job may not take longer than the queue allows.
    """
    forget_nudge(WRITE_EXPORTS)
    settled, until = 0, time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        with transaction() as hold:  # stays open: what is held is free again should this worker die
            export_id = queries.take_next(hold)
            if export_id is None:
                return settled
            settle(export_id)
        settled += 1
    nudge(WRITE_EXPORTS)
    return settled


def settle(export_id: int) -> None:
    """Write the file, or say why there is none. One that breaks our code is settled, too."""
    with tempfile.TemporaryFile() as file:
        try:
            made = write(export_id, file)
        except Problem as problem:
            refuse(export_id, problem)
        except DBAPIError:
            raise  # the database is away: it is begun again
        except Exception as error:
            log.exception("not written export=%s why=%s", export_id, type(error).__name__)
            refuse(export_id, exports.ExportBroken())
        else:
            keep(export_id, file, made)


def write(export_id: int, file: BinaryIO) -> making.Made:
    with transaction() as session:
        export, caller = exports.begin(session, export_id)
        kind, asked, lang = export.kind, export.asked, export.lang
        exports.note_attempt(session, export_id)

    def told(done: int, total: int | None) -> None:
        with transaction() as session:
            queries.tell(session, export_id, done=done, total=total)

    return making.make(caller, kind, asked, lang, file, told)


def keep(export_id: int, file: BinaryIO, made: making.Made) -> None:
    file.seek(0)
    named = {"name": made.name, "content_type": made.content_type, "now": dt.datetime.now(dt.UTC)}
    with transaction() as session:
        exports.settle(session, export_id, file, storage.blobs(), **named)


def refuse(export_id: int, problem: Problem) -> None:
    with transaction() as session:
        exports.refuse(session, export_id, problem, now=dt.datetime.now(dt.UTC))
