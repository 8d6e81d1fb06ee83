"""Files and rows kept in step: what no row speaks of goes, what rows speak of is looked at once in 30 days."""

import logging
import time
from collections.abc import Sequence
from functools import partial

from psycopg import Error as PostgresError

from server.db.queries import blob_checks, erasing, receiving
from server.db.queries.blob_checks import Named
from server.db.session import receiving as connection
from server.db.session import transaction
from server.errors import StorageAway
from server.storage import WHOLE, BlobStore

AT_ONCE = 200  # files whose rows are read together

log = logging.getLogger(__name__)


def remove_strays(store: BlobStore) -> int:
    """Remove the files of requests that broke off between disk and database, a day later. Returns how many went."""
    with transaction() as session:
        erasing.forget_unused_files(session)
    with connection() as one:
        return store.remove_strays(partial(receiving.known_blobs, one))


def remove(store: BlobStore, sha256s: Sequence[bytes]) -> None:
    """Remove files whose rows have just gone; what cannot be removed now is a stray from now on."""
    try:
        with connection() as one:
            store.remove(sha256s, partial(receiving.known_blobs, one))
    except (OSError, PostgresError, StorageAway) as error:  # what they belonged to is gone already
        log.warning("files left to the strays files=%s why=%s", len(sha256s), type(error).__name__)


def check_some(store: BlobStore, *, longest_s: float) -> int:
    """Compare files whose turn it is with their names, for so many seconds; returns how many were looked at.

    What is found stands with the row (`blob.fault`) and is looked at again every ten minutes: a phone that sends once
    more, or `yudee blobs repair`, may have brought it back.
    """
    until, looked_at = time.monotonic() + longest_s, 0
    while time.monotonic() < until and store.is_there():  # a disk that is not mounted is no fault of every file
        with transaction() as session:
            turn = blob_checks.due(session, AT_ONCE)
        found = check(store, turn, until)
        looked_at += len(found)
        if len(turn) < AT_ONCE:
            break
    return looked_at


def check(store: BlobStore, turn: Sequence[Named], until: float = float("inf")) -> list[Named]:
    """Look at these files, as many as there is time for, and note what was found of each."""
    found: list[Named] = []
    for one in turn:
        if found and time.monotonic() > until:
            break
        fault = fault_of(store, one)
        if fault != one.fault:
            level = logging.INFO if fault is None else logging.ERROR
            log.log(level, "stored file %s file=%s", fault or "brought back", one.sha256.hex())
        found.append(one._replace(fault=fault))
    if found:
        with transaction() as session:
            blob_checks.note(session, found)
    return found


def fault_of(store: BlobStore, one: Named) -> str | None:
    """What is wrong with a file; what was known of it before when this user may not read it."""
    try:
        verdict = store.verify(one.sha256)
    except PermissionError:
        log.warning("stored file unreadable file=%s", one.sha256.hex())
        return one.fault
    return None if verdict == WHOLE else verdict


def check_all(store: BlobStore) -> None:
    """Look at every file that a row names, however long it takes."""
    last: Named | None = None
    while True:
        with transaction() as session:
            turn = blob_checks.after(session, last, AT_ONCE)
        if not turn:
            return
        check(store, turn)
        last = turn[-1]
