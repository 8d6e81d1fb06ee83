"""Plan years: opened with the usual rules, which the province may change afterwards."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from server.db.models import Criteria
from server.db.queries import villages, years
from server.db.session import after_commit
from server.domain import events
from server.domain.indicators.calendar import default_window
from server.domain.people import system_actor
from server.domain.staleness import look_again
from server.errors import Problem
from server.queue import DRAIN_VILLAGES, nudge


class YearNotOpen(Problem):
    status, code = 404, "year-not-open"
    th = "ไม่มีปีแผน {plan_year} ในจังหวัดนี้ ปีเป็น พ.ศ. เช่น 2570"
    en = "There is no plan year {plan_year} in this province. Years are Buddhist, such as 2570."


def open_year(session: Session, workspace_id: int, plan_year: int, *, actor_id: int | None = None) -> bool:
    """Open a plan year (B.E.) for collecting; every village is computed under it. Says whether it was new."""
    start, end = default_window(plan_year)
    window = {"collection_start": start, "collection_end": end}
    if not years.add_year(session, {"workspace_id": workspace_id, "plan_year": plan_year} | window):
        return False
    compute_again(session, workspace_id, villages.active(session, workspace_id))
    look_again(session, workspace_id, "year_not_open")
    author = actor_id or system_actor(session).id
    events.record(session, "year.open", "year", plan_year, actor_id=author, workspace_id=workspace_id)
    return True


def compute_again(session: Session, workspace_id: int, village_codes: Iterable[str]) -> None:
    """Have villages computed, after the commit, under every plan year that is not locked."""
    years.mark_stale(session, workspace_id, village_codes)
    after_commit(session, nudge, DRAIN_VILLAGES)


def must_be_open(session: Session, workspace_id: int, plan_year: int) -> None:
    """Raises YearNotOpen when the province has no such plan year."""
    if session.get(Criteria, (workspace_id, plan_year)) is None:
        raise YearNotOpen(plan_year=plan_year)
