"""Waiting submissions turned into entities, facts and flags, and their villages marked for computing.

Everything here may run twice, and in any order: the outcome depends only on what is stored.
"""

import logging
from collections.abc import Collection, Sequence
from itertools import groupby
from operator import attrgetter

from sqlalchemy.orm import Session

from server.db.faults import is_of_the_machine
from server.db.queries import facts as queries
from server.db.queries import pending
from server.db.queries.facts import ToDigest
from server.domain import followed
from server.domain.batch import Batch
from server.logs import places

log = logging.getLogger(__name__)


def digest_waiting(session: Session, *, limit: int) -> int:
    """Digest the oldest waiting submissions in this transaction; returns how many rows were taken."""
    pending.take_turn(session, "submissions")
    rows = pending.waiting_submissions(session, limit)
    ids_of: dict[int, list[int]] = {}
    for row in rows:
        ids_of.setdefault(row.submission_id, []).append(row.id)
    by_force = {row.submission_id for row in rows if row.by_force}
    failed = []
    for submission in not_digested(session, queries.to_digest(session, list(ids_of)), by_force):
        failed += ids_of.pop(submission.submission_id)
    pending.done(session, [row_id for ids in ids_of.values() for row_id in ids])
    if failed:
        pending.put_off(session, failed)
    followed.tell(
        session, "digested", (row.request_id for row in rows if row.id not in failed), submissions=len(ids_of)
    )
    return len(rows)


def not_digested(session: Session, submissions: Sequence[ToDigest], by_force: Collection[int] = ()) -> list[ToDigest]:
    """Digest all of these at once, or one by one when one of them breaks us; returns those that do.

    A database that is away or full is nobody's fault among them: that error is raised, and all of them wait.
    """
    try:
        with session.begin_nested():
            digest(session, submissions, by_force)
    except Exception as error:
        if is_of_the_machine(error):
            raise
        return [submission for submission in submissions if not digested(session, submission, by_force)]
    return []


def digested(session: Session, submission: ToDigest, by_force: Collection[int] = ()) -> bool:
    """Digest one; a submission that breaks our code must not hold up the others."""
    try:
        with session.begin_nested():
            digest(session, [submission], by_force)
    except Exception as error:
        if is_of_the_machine(error):
            raise
        # The places in our code, without the error's own words: those may be a household's answers.
        named = (submission.submission_id, submission.form_id, type(error).__name__, places(error))
        log.error("not digested submission=%s form=%s why=%s where=%s", *named)  # noqa: TRY400
        return False
    return True


def digest(session: Session, submissions: Sequence[ToDigest], by_force: Collection[int] = ()) -> None:
    """Replace the facts and flags of submissions, apply their entities once, and mark what they touch.

    by_force: ids of those whose entities no longer wait for what comes before them.
    """
    in_order = sorted(submissions, key=attrgetter("workspace_id", "submission_id"))
    for workspace_id, of_workspace in groupby(in_order, key=attrgetter("workspace_id")):
        Batch(session, workspace_id, list(of_workspace), by_force).digest()
