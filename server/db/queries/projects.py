"""Projects of villages, and which codes and titles are taken."""

from collections.abc import Collection, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from server.db.models import Project


def codes(session: Session, workspace_id: int) -> set[str]:
    """Every project code that was given."""
    return set(session.scalars(select(Project.project_code).where(Project.workspace_id == workspace_id)))


def titles(session: Session, workspace_id: int, villages: Collection[str]) -> set[tuple[str, int, str]]:
    """(village, fiscal year, title) of the projects of these villages."""
    rows = select(Project.village_code, Project.fiscal_year, Project.title)
    rows = rows.where(Project.workspace_id == workspace_id, Project.village_code.in_(villages))
    return {(village, year, title) for village, year, title in session.execute(rows)}


def add_many(session: Session, projects: Sequence[dict]) -> None:
    if projects:
        session.execute(insert(Project), projects)
