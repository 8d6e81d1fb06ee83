"""What a lock, an unlock or new rules of a plan year would touch, in numbers: looked at before it is done."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.db.queries import year_outlook as queries
from server.domain import grades, locking
from server.domain.indicators.rollup import RollUp
from server.domain.permissions import Caller


@dataclass(frozen=True)
class Outlook:
    """The official result now; submissions that wait for review (waiting) and for being read (unread); projects.

    changed: villages whose published result would be another one now, of a locked year.
    """

    roll_up: RollUp
    waiting: int
    unread: int
    projects: int
    changed: int


def outlook(session: Session, caller: Caller, plan_year: int) -> Outlook:
    """Of the caller's province. Raises YearNotOpen."""
    changed = locking.changes(session, caller, plan_year, "official")
    here = (session, caller.workspace_id)
    found = grades.of_area(*here, caller.area_code, plan_year=plan_year, basis="official")
    counts = queries.counts(*here, plan_year)
    return Outlook(found.roll_up, counts.waiting, counts.unread, counts.projects, len(changed))
