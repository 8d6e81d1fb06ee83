"""Drains: rows in batches, one domain verb each, until a SELECT finds nothing. Safe to run twice and side by side."""

import datetime as dt
import time
from collections.abc import Callable

from server.db.queries import pending
from server.db.session import transaction
from server.domain import villages
from server.domain.checks import check_stale
from server.domain.digest import digest_waiting
from server.domain.projects import standing
from server.queue import DRAIN_CHECKS, DRAIN_PROJECTS, DRAIN_SUBMISSIONS, DRAIN_VILLAGES, forget_nudge, nudge
from workers.accounts import accounted

SUBMISSIONS_AT_ONCE = 500
VILLAGES_AT_ONCE = 4_000  # a province: what its villages share is read once for all of them
PROJECTS_AT_ONCE = 100
CHECKS_AT_ONCE = 50
LONGEST_S = 120  # well before RQ's job_timeout would break it off
LONGEST_CHECKS_S = 10  # somebody may wait for a form to be converted


@accounted
def drain_submissions() -> int:
    """Turn waiting submissions into entities and facts until none is left."""
    forget_nudge(DRAIN_SUBMISSIONS)  # first, so that a row committed from now on nudges again
    return drained(submissions_batch, DRAIN_SUBMISSIONS)


def submissions_batch() -> int:
    with transaction() as session:
        done = digest_waiting(session, limit=SUBMISSIONS_AT_ONCE)
        about_projects = pending.anything_waiting(session).projects
    if done:
        nudge(DRAIN_VILLAGES)
    if about_projects:
        nudge(DRAIN_PROJECTS)
    return done


@accounted
def drain_villages() -> int:
    """Compute stale villages until none is left."""
    forget_nudge(DRAIN_VILLAGES)
    return drained(villages_batch, DRAIN_VILLAGES)


def villages_batch() -> int:
    with transaction() as session:
        done = villages.compute_stale(session, limit=VILLAGES_AT_ONCE, now=dt.datetime.now(dt.UTC))
        waiting = pending.anything_waiting(session)
    if waiting.projects:
        nudge(DRAIN_PROJECTS)
    if waiting.checks:
        nudge(DRAIN_CHECKS)
    return done


@accounted
def drain_projects() -> int:
    """Compute stale projects until none is left."""
    forget_nudge(DRAIN_PROJECTS)
    return drained(projects_batch, DRAIN_PROJECTS)


def projects_batch() -> int:
    with transaction() as session:
        return standing.compute_stale(session, limit=PROJECTS_AT_ONCE, now=dt.datetime.now(dt.UTC))


@accounted
def drain_checks() -> int:
    """Compare the submissions of villages until none is left to be checked."""
    forget_nudge(DRAIN_CHECKS)
    return drained(checks_batch, DRAIN_CHECKS, longest_s=LONGEST_CHECKS_S)


def checks_batch() -> int:
    with transaction() as session:
        return check_stale(session, limit=CHECKS_AT_ONCE)


def drained(batch: Callable[[], int], job: str, *, longest_s: float = LONGEST_S) -> int:
    """Batch after batch until none is left; when that takes too long, another job goes on."""
    total, until = 0, time.monotonic() + longest_s
    while done := batch():
        total += done
        if time.monotonic() > until:
            nudge(job)
            break
    return total
