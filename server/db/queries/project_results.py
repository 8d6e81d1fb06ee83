"""What was computed of projects: stored, marked to be computed again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.db.models import ProjectStanding
from server.db.queries import bulk

MOVES = text("""
    with made as (
        select * from json_to_recordset(cast(:moves as json)) as made (
            project_id uuid, old_stage text, new_stage text, cause text, actor_id integer, at timestamptz,
            areas text[])),
    moved as (
        insert into project_move (workspace_id, project_id, old_stage, new_stage, cause, actor_id, at)
        select :workspace_id, project_id, old_stage, new_stage, cause, actor_id, at from made
        returning id, project_id, new_stage)
    insert into project_notice (workspace_id, project_id, move_id, area_code, at)
    select :workspace_id, made.project_id, moved.id, area, made.at
    from made join moved using (project_id, new_stage), unnest(made.areas) area order by moved.id, area
""")


def store(
    session: Session,
    workspace_id: int,
    standings: list[dict],
    moves: Sequence[Mapping[str, Any]],
    *,
    told: Collection[str],
) -> None:
    """Write where projects stand and the moves they made, none of them twice to a stage.

    District and village are told of moves to stages in told.
    """
    bulk.put(session, ProjectStanding, standings)
    if moves:
        areas = [areas_of(move["village_code"]) if move["new_stage"] in told else [] for move in moves]
        rows = [dict(move) | {"areas": told_to} for move, told_to in zip(moves, areas, strict=True)]
        session.execute(MOVES, {"workspace_id": workspace_id, "moves": bulk.in_json(rows)})


def areas_of(village_code: str) -> list[str]:
    """The district and the village."""
    return [village_code[:4], village_code]


MARK = text("""
    insert into stale_project (workspace_id, project_id, cause)
    select p.workspace_id, p.id, :cause from project p where p.workspace_id = :workspace_id and p.id = any (:ids)
""")


def mark(session: Session, workspace_id: int, ids: Iterable[UUID], cause: str | None = None) -> None:
    """Ask for these projects to be computed again."""
    if wanted := list(ids):
        session.execute(MARK, {"workspace_id": workspace_id, "ids": wanted, "cause": cause})


OF_SUBMISSIONS = " union ".join(
    f"select workspace_id, project_id, submission_id from {table} where submission_id = any (:ids)"  # noqa: S608
    for table in ("project_proposal", "project_screening", "progress_report", "project_evaluation")
)
MARK_OF_SUBMISSIONS = text(f"""
    insert into stale_project (workspace_id, project_id, cause)
    select named.workspace_id, named.project_id, s.instance_id
    from ({OF_SUBMISSIONS}) named join submission s on s.id = named.submission_id order by s.id
""")  # noqa: S608


def mark_of_submissions(session: Session, submission_ids: Collection[int]) -> None:
    """Ask for the projects to be computed again that these submissions are about, as their facts are now."""
    if submission_ids:
        session.execute(MARK_OF_SUBMISSIONS, {"ids": list(submission_ids)})


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
