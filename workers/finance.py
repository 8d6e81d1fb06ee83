"""Household finance told anew at night: villages every night, what villages make together once a month."""

import datetime as dt

from sqlalchemy.orm import Session

from server.db.queries import chores, facts
from server.db.session import transaction
from server.domain.indicators.calendar import bangkok_date
from server.domain.indicators.disclosure import LEVELS, VILLAGE
from server.domain.publishing import publish
from server.queue import PUBLISH_FINANCE, forget_nudge, nudge

EVERY_NIGHT, EVERY_MONTH = "household finance", "household finance of areas"


def remind(workspace_id: int, today: dt.date) -> bool:
    """A chore of the clock, left to a worker, who notes himself when it is done: it takes longer than a beat."""
    nudge(PUBLISH_FINANCE)
    return False


def publish_finance() -> int:
    """Tell anew what is due; returns how many blocks were. Safe to run twice."""
    forget_nudge(PUBLISH_FINANCE)
    now = dt.datetime.now(dt.UTC)
    with transaction() as session:
        workspaces = chores.due(session, EVERY_NIGHT, bangkok_date(now))
    return sum(published(workspace_id, now) for workspace_id in workspaces)


def published(workspace_id: int, now: dt.datetime) -> int:
    """The open years of a workspace in one transaction, with the note that they are done."""
    today = bangkok_date(now)
    with transaction() as session:
        levels = levels_due(session, workspace_id, today)
        years = facts.open_years(session, workspace_id)
        told = sum(publish(session, workspace_id, year, now=now, levels=levels) for year in years)
        chores.done(session, workspace_id, EVERY_NIGHT, today)
        if levels == LEVELS:
            chores.done(session, workspace_id, EVERY_MONTH, today)
    return told


def levels_due(session: Session, workspace_id: int, today: dt.date) -> tuple[int, ...]:
    """Villages gather their own ten before their tambon is told of with what waits; that uses up what they wait for."""
    is_due = workspace_id in chores.due(session, EVERY_MONTH, today.replace(day=1))
    return LEVELS if is_due else (VILLAGE,)
