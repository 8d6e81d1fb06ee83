"""What stands in a plan year, counted for whoever is about to lock it, to open it or to change its rules."""

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

# By form, so that the index of the inbox finds the few that wait among all those of the province.
COUNTS = text("""
    select (select count(*) from form f join submission s on s.workspace_id = f.workspace_id and s.form = f.id
            where f.workspace_id = :workspace_id and s.plan_year = :year
              and s.state in ('received', 'edited') and s.deleted_at is null) as waiting,
           (select count(*) from pending_submission where workspace_id = :workspace_id) as unread,
           (select count(*) from project where workspace_id = :workspace_id and fiscal_year = :year) as projects
""")


def counts(session: Session, workspace_id: int, plan_year: int) -> Row:
    """(waiting, unread, projects): submissions that wait for a decision, and for being read; projects of the year."""
    return session.execute(COUNTS, {"workspace_id": workspace_id, "year": plan_year}).one()
