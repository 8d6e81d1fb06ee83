"""What an invented year finds of itself, and of others, in a workspace."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

OTHERS = text("""
    select exists (
        select from submission_version
        where workspace_id = :workspace_id and user_agent is distinct from :mark limit 1)
""")


def has_others(session: Session, workspace_id: int, mark: str) -> bool:
    """Whether there is a submission that was not sent by this program."""
    return session.scalar(OTHERS, {"workspace_id": workspace_id, "mark": mark})


SENT = text("""
    select s.instance_id, s.id, s.state, s.area_accepted_by is not null as accepted
    from unnest(cast(:forms as text[]), cast(:ids as text[])) as asked (form_id, instance_id)
    join form f on f.workspace_id = :workspace_id and f.form_id = asked.form_id
    cross join lateral (
        select * from submission where workspace_id = f.workspace_id and form = f.id and instance_id = asked.instance_id
        limit 1) s
    where s.deleted_at is null
""")


def sent(session: Session, workspace_id: int, named: Collection[tuple[str, str]]) -> dict[str, Row]:
    """{instance id: (id, state, accepted)} of those of these (form id, instance id) that are here."""
    asked = {"forms": [form_id for form_id, _ in named], "ids": [instance_id for _, instance_id in named]}
    rows = session.execute(SENT, asked | {"workspace_id": workspace_id})
    return {row.instance_id: row for row in rows}


STAGES = text("select id, stage from project where workspace_id = :workspace_id and id = any (:ids)")


def stages(session: Session, workspace_id: int, project_ids: Collection[UUID]) -> dict[UUID, str]:
    """The stages of these projects, as far as they are in the register."""
    rows = session.execute(STAGES, {"workspace_id": workspace_id, "ids": list(project_ids)})
    return {project_id: stage for project_id, stage in rows}


LISTED = text("""
    select e.uuid, e.label, e.version from entity e
    where e.workspace_id = :workspace_id and e.list_name = 'projects' and e.uuid = any (:ids)
""")


def listed(session: Session, workspace_id: int, project_ids: Collection[UUID]) -> dict[UUID, Row]:
    """(uuid, label, version) of these projects as phones have them after a sync."""
    rows = session.execute(LISTED, {"workspace_id": workspace_id, "ids": list(project_ids)})
    return {row.uuid: row for row in rows}


def analyse(session: Session) -> None:
    """Have the planner know how many rows there are by now."""
    session.execute(
        text("analyze submission, submission_version, entity, entity_version, household_registration, project")
    )
