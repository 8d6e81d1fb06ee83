"""What was computed of projects: stored, marked to be computed again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.db.models import ProjectStanding
from server.db.queries.results import put

MOVE = text("""
    with moved as (
        insert into project_move (workspace_id, project_id, old_stage, new_stage, cause, actor_id, at)
        values (:workspace_id, :project_id, :old_stage, :new_stage, :cause, :actor_id, :at) returning id)
    insert into project_notice (workspace_id, project_id, move_id, area_code, at)
    select :workspace_id, :project_id, moved.id, area, :at
    from moved, unnest(cast(:areas as text[])) area
""")


def store(
    session: Session, standings: list[dict], moves: Sequence[Mapping[str, Any]], *, told: Collection[str]
) -> None:
    """Write where projects stand and the moves they made; district and village are told of moves to stages in told."""
    put(session, ProjectStanding, standings)
    for move in moves:
        village = move["village_code"]
        areas = [village[:4], village] if move["new_stage"] in told else []
        session.execute(MOVE, dict(move) | {"areas": areas})


MARK = text("""
    insert into stale_project (workspace_id, project_id, cause)
    select p.workspace_id, p.id, :cause from project p where p.workspace_id = :workspace_id and p.id = any (:ids)
""")


def mark(session: Session, workspace_id: int, ids: Iterable[UUID], cause: str | None = None) -> None:
    """Ask for these projects to be computed again."""
    if wanted := list(ids):
        session.execute(MARK, {"workspace_id": workspace_id, "ids": wanted, "cause": cause})


OF_SUBMISSION = " union ".join(
    f"select workspace_id, project_id from {table} where submission_id = :id"  # noqa: S608
    for table in ("project_proposal", "project_screening", "progress_report", "project_evaluation")
)
MARK_OF_SUBMISSION = text(
    f"insert into stale_project (workspace_id, project_id, cause) select *, :cause from ({OF_SUBMISSION}) named"  # noqa: S608
)


def mark_of_submission(session: Session, submission_id: int, cause: str | None) -> None:
    """Ask for the projects to be computed again that a submission is about, as its facts are now."""
    session.execute(MARK_OF_SUBMISSION, {"id": submission_id, "cause": cause})


MARK_HELD = text("""
    insert into stale_project (workspace_id, project_id)
    select workspace_id, id from project
    where workspace_id = :workspace_id and fiscal_year = :year and village_code = any (:villages)
      and stage in ('proposed', 'returned', 'forwarded')
""")


def mark_held(session: Session, workspace_id: int, plan_year: int, villages: Collection[str]) -> None:
    """Ask for the projects to be computed again that the gate of these villages holds or lets through."""
    if villages:
        asked = {"workspace_id": workspace_id, "year": plan_year, "villages": list(villages)}
        session.execute(MARK_HELD, asked)


MARK_UNFINISHED = text("""
    insert into stale_project (workspace_id, project_id)
    select workspace_id, id from project
    where workspace_id = :workspace_id and stage in ('approved', 'funded', 'in_progress', 'suspended')
""")


def mark_unfinished(session: Session, workspace_id: int) -> int:
    """Ask for the projects to be computed again whose standing turns on the day; returns how many."""
    return session.execute(MARK_UNFINISHED, {"workspace_id": workspace_id}).rowcount


MARK_ALL = text("""
    insert into stale_project (workspace_id, project_id)
    select workspace_id, id from project where workspace_id = :workspace_id
      and (cast(:village as text) is null or village_code = :village)
      and (cast(:year as integer) is null or fiscal_year = :year)
""")


def mark_all(session: Session, workspace_id: int, village_code: str | None = None, year: int | None = None) -> int:
    """Ask for every project to be computed again, or those of a village or fiscal year; returns how many."""
    asked = {"workspace_id": workspace_id, "village": village_code, "year": year}
    return session.execute(MARK_ALL, asked).rowcount


FIGURES = text("""
    select p.village_code, p.fiscal_year, p.project_code,
           to_jsonb(p) - array['workspace_id', 'id', 'village_code', 'fiscal_year', 'project_code'] as project,
           (select jsonb_object_agg(s.basis, to_jsonb(s) - array['workspace_id', 'project_id', 'basis', 'computed_at'])
            from project_standing s where s.workspace_id = p.workspace_id and s.project_id = p.id) as standings
    from project p where p.workspace_id = :workspace_id
      and (cast(:village as text) is null or p.village_code = :village)
      and (cast(:year as integer) is null or p.fiscal_year = :year)
""")


def figures(
    session: Session, workspace_id: int, year: int | None, village_code: str | None
) -> dict[tuple[str, int, str, str], object]:
    """{(village, year, basis, "figure of project code"): value} of all that was computed of projects.

    The stage and the money are the same on both bases and stand under official.
    """
    asked = {"workspace_id": workspace_id, "year": year, "village": village_code}
    found: dict[tuple[str, int, str, str], object] = {}
    for row in session.execute(FIGURES, asked):
        for basis, values in [("official", row.project), *(row.standings or {}).items()]:
            key = (row.village_code, row.fiscal_year, basis)
            found |= {(*key, f"{name} of {row.project_code}"): value for name, value in values.items()}
    return found
