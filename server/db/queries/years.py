"""Plan years and the villages that are to be computed again under them."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.db.models import Criteria


def add_year(session: Session, year: dict) -> bool:
    """Insert the criteria of a plan year; says whether the year was new."""
    row = insert(Criteria).values(year).on_conflict_do_nothing().returning(Criteria.plan_year)
    return session.scalar(row) is not None


def of(session: Session, workspace_id: int, plan_year: int) -> Criteria | None:
    """The criteria of a plan year as they are now, locked until the end of the transaction."""
    return session.get(Criteria, (workspace_id, plan_year), with_for_update=True, populate_existing=True)


MARK_STALE = text("""
    insert into stale_village (workspace_id, village_code, plan_year, cause)
    select c.workspace_id, v.code, c.plan_year, :cause
    from criteria c, unnest(cast(:villages as text[])) as v(code)
    where c.workspace_id = :workspace_id
""")


def mark_stale(session: Session, workspace_id: int, villages: Iterable[str], *, cause: str | None = None) -> None:
    """Ask for villages to be computed again in every plan year."""
    codes = sorted(set(villages))
    session.execute(MARK_STALE, {"workspace_id": workspace_id, "villages": codes, "cause": cause})


def mark_projects_stale(session: Session, workspace_id: int, plan_year: int) -> None:
    """Ask for the projects of a fiscal year to be looked at again."""
    session.execute(
        text("""insert into stale_project (workspace_id, project_id)
                select workspace_id, id from project where workspace_id = :workspace_id and fiscal_year = :year"""),
        {"workspace_id": workspace_id, "year": plan_year},
    )
