"""Tasks of the clock that are done once a day, and until which day they were done."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.db.models import Chore


def due(session: Session, name: str, day: dt.date) -> Sequence[int]:
    """The workspaces for which a task has not been done on a day.

    A clock that went back by a day finds it done; one that went back further begins anew.
    """
    rows = text("""
        select w.id from workspace w where not exists (
            select from chore c where c.workspace_id = w.id and c.name = :name
            and c.done_for between :day and cast(:day as date) + 1) order by w.id
    """)
    return session.scalars(rows, {"name": name, "day": day}).all()


def done(session: Session, workspace_id: int, name: str, day: dt.date) -> None:
    """Note that a task is done for a day."""
    row = insert(Chore).values(workspace_id=workspace_id, name=name, done_for=day)
    session.execute(row.on_conflict_do_update(index_elements=["workspace_id", "name"], set_={"done_for": day}))
