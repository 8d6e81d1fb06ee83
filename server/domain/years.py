"""Plan years: opened with the usual rules, which the province may change afterwards."""

from sqlalchemy.orm import Session

from server.db.queries import villages, years
from server.domain import events
from server.domain.indicators.calendar import default_window
from server.domain.people import system_actor


def open_year(session: Session, workspace_id: int, plan_year: int, *, actor_id: int | None = None) -> bool:
    """Open a plan year (B.E.) for collecting; every village is computed under it. Says whether it was new."""
    start, end = default_window(plan_year)
    window = {"collection_start": start, "collection_end": end}
    if not years.add_year(session, {"workspace_id": workspace_id, "plan_year": plan_year} | window):
        return False
    years.mark_stale(session, workspace_id, villages.active(session, workspace_id))
    author = actor_id or system_actor(session).id
    events.record(session, "year.open", "year", plan_year, actor_id=author, workspace_id=workspace_id)
    return True
