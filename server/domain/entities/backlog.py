"""Changes that wait for one that never came: after some days they are made without it."""

import datetime as dt

from sqlalchemy.orm import Session

from server.db.queries import held_back
from server.db.session import after_commit
from server.domain.entities.changes import WAITING_FOR_ENTITY
from server.queue import DRAIN_SUBMISSIONS, nudge

PATIENCE = dt.timedelta(days=5)  # since the first receipt; as ODK Central has it


def force_overdue(session: Session, workspace_id: int, *, now: dt.datetime) -> int:
    """Queue what has waited too long, to be applied by force; returns how many submissions.

    They go behind everything that waits to be digested: what they wait for may be among that, and then comes first.
    """
    queued = held_back.queue_overdue(session, workspace_id, WAITING_FOR_ENTITY, now - PATIENCE)
    if queued:
        after_commit(session, nudge, DRAIN_SUBMISSIONS)
    return queued
