"""Household finance told anew at night: villages every night, what they make together monthly, a locked year once."""

import datetime as dt

from sqlalchemy.orm import Session

from server.db.queries import chores, figures, results
from server.db.session import transaction
from server.domain.indicators.calendar import bangkok_date
from server.domain.indicators.disclosure import LEVELS, VILLAGE
from server.domain.publishing import publish
from server.queue import PUBLISH_FINANCE, forget_nudge, nudge
from workers.accounts import accounted

EVERY_NIGHT, EVERY_MONTH = "household finance", "household finance of areas"


def remind(workspace_id: int, today: dt.date) -> bool:
    """A chore of the clock, left to a worker, who notes himself when it is done: it takes longer than a beat."""
    nudge(PUBLISH_FINANCE)
    return False


@accounted
def publish_finance() -> int:
    """Tell anew what is due; returns how many blocks were. Safe to run twice."""
    forget_nudge(PUBLISH_FINANCE)
    now = dt.datetime.now(dt.UTC)
    with transaction() as session:
        workspaces = chores.due_today(session, EVERY_NIGHT, bangkok_date(now))
    return sum(published(workspace_id, now) for workspace_id in workspaces)


def published(workspace_id: int, now: dt.datetime) -> int:
    """The years of a workspace in one transaction, with the note that they are done."""
    today = bangkok_date(now)
    with transaction() as session:
        levels = levels_due(session, workspace_id, today)
        years = figures.years(session, workspace_id)
        told = sum(publish(session, workspace_id, one.plan_year, now=now, levels=levels) for one in years)
        told += sum(published_last(session, workspace_id, one.plan_year, now) for one in years if one.is_locked)
        chores.done(session, workspace_id, EVERY_NIGHT, today)
        if levels == LEVELS:
            chores.done(session, workspace_id, EVERY_MONTH, today)
    return told


def published_last(session: Session, workspace_id: int, plan_year: int, now: dt.datetime) -> int:
    """A locked year once more and completely, in the first night after its lock; from then on it stays."""
    name, criteria = f"{EVERY_NIGHT} of {plan_year}", results.criteria_of(session, workspace_id, plan_year)
    if workspace_id not in chores.due(session, name, criteria.locked_on):
        return 0
    chores.done(session, workspace_id, name, bangkok_date(now))
    return publish(session, workspace_id, plan_year, now=now, even_locked=True)


def levels_due(session: Session, workspace_id: int, today: dt.date) -> tuple[int, ...]:
    """Villages gather their own ten before their tambon is told of with what waits; that uses up what they wait for."""
    is_due = workspace_id in chores.due(session, EVERY_MONTH, today.replace(day=1))
    return LEVELS if is_due else (VILLAGE,)
