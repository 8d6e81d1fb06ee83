"""Drains: rows in batches, one domain verb each, until a SELECT finds nothing. Safe to run twice and side by side."""

import datetime as dt
import logging

from server.db.session import transaction
from server.domain.digest import digest_waiting
from server.domain.villages import compute_stale
from server.queue import DRAIN_SUBMISSIONS, DRAIN_VILLAGES, forget_nudge, nudge

SUBMISSIONS_AT_ONCE = 100
VILLAGES_AT_ONCE = 400

log = logging.getLogger(__name__)


def drain_submissions() -> int:
    """Turn waiting submissions into entities and facts until none is left."""
    forget_nudge(DRAIN_SUBMISSIONS)  # first, so that a row committed from now on nudges again
    total = 0
    while done := submissions_batch():
        total += done
        nudge(DRAIN_VILLAGES)
    return total


def submissions_batch() -> int:
    with transaction() as session:
        return digest_waiting(session, limit=SUBMISSIONS_AT_ONCE)


def drain_villages() -> int:
    """Compute stale villages until none is left."""
    forget_nudge(DRAIN_VILLAGES)
    total = 0
    while done := villages_batch():
        total += done
    return total


def villages_batch() -> int:
    with transaction() as session:
        return compute_stale(session, limit=VILLAGES_AT_ONCE, now=dt.datetime.now(dt.UTC))
