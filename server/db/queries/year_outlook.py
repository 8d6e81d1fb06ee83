"""What stands in a plan year, counted for whoever is about to lock it, to open it or to change its rules."""

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

COUNTS = text("""
    select (select count(*) from submission where workspace_id = :workspace_id and plan_year = :year
              and state in ('received', 'edited') and deleted_at is null) as waiting,
           (select count(*) from pending_submission where workspace_id = :workspace_id) as unread,
           (select count(*) from project where workspace_id = :workspace_id and fiscal_year = :year) as projects
""")


def counts(session: Session, workspace_id: int, plan_year: int) -> Row:
    """(waiting, unread, projects): submissions that wait for a decision, and for being read; projects of the year."""
    return session.execute(COUNTS, {"workspace_id": workspace_id, "year": plan_year}).one()
