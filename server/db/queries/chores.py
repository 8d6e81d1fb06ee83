"""Tasks of the clock that are done once a day, and until which day they were done."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.db.models import Chore

DUE = text("""
    select w.id from workspace w where not exists (
        select from chore c where c.workspace_id = w.id and c.name = :name
        and c.done_for between :since and coalesce(cast(:latest as date), c.done_for)) order by w.id
""")


def due(session: Session, name: str, since: dt.date) -> Sequence[int]:
    """The workspaces for which a task has not been done since a day."""
    return session.scalars(DUE, {"name": name, "since": since, "latest": None}).all()


def due_today(session: Session, name: str, today: dt.date) -> Sequence[int]:
    """The workspaces for which a task of each day has not been done today.

    A clock that went back by a day finds it done; one that went back further begins anew.
    """
    latest = today + dt.timedelta(days=1)
    return session.scalars(DUE, {"name": name, "since": today, "latest": latest}).all()


def done(session: Session, workspace_id: int, name: str, day: dt.date) -> None:
    """Note that a task is done for a day."""
    row = insert(Chore).values(workspace_id=workspace_id, name=name, done_for=day)
    session.execute(row.on_conflict_do_update(index_elements=["workspace_id", "name"], set_={"done_for": day}))
