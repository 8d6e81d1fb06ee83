"""Evaluations of projects: those of one, and how many wait for the province."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

OF_PROJECT = text("""
    select e.submission_id, e.eval_date, e.effectiveness, e.quality, e.efficiency, e.organisation, e.objectives_met,
           e.actual_households, e.continues, e.best_practice, s.state, a.display_name as who
    from project_evaluation e
    join submission s on s.id = e.submission_id and s.deleted_at is null
    join actor a on a.id = s.actor_id
    where e.workspace_id = :workspace_id and e.project_id = :id order by s.received_at desc, s.id desc
""")
WAITING = text("""
    select count(*) from project_evaluation e
    join submission s on s.id = e.submission_id and s.deleted_at is null and s.state in ('received', 'edited')
    join project p on p.workspace_id = e.workspace_id and p.id = e.project_id
    where e.workspace_id = :workspace_id and p.village_code >= :area_code and p.village_code < :area_code || '~'
""")


def of_project(session: Session, workspace_id: int, project_id: UUID) -> Sequence[Row]:
    """The evaluations of a project with their scores and states, the latest first."""
    return session.execute(OF_PROJECT, {"workspace_id": workspace_id, "id": project_id}).all()


def waiting(session: Session, workspace_id: int, area_code: str) -> int:
    """How many of an area's evaluations wait for a decision, of all years."""
    return session.scalar(WAITING, {"workspace_id": workspace_id, "area_code": area_code})
