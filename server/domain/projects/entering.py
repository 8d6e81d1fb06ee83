"""A proposal becomes a project: once, with a code of its own, as soon as its entity is in the register."""

from uuid import UUID

from sqlalchemy.orm import Session

from server.db.models import Project, ProjectMove
from server.db.queries import entities, locks
from server.db.queries import projects as queries
from server.db.queries.facts import ToDigest
from server.domain.facts import Facts
from server.domain.staleness import look_again

SAME = ("village_code", "fiscal_year", "kind", "title", "programme", "impl_unit", "budget_requested")
PLAN = ("planned_start", "planned_end", "site")


def enter(session: Session, submission: ToDigest, facts: Facts) -> None:
    """Put the proposal's project into the register, unless it is there.

    One whose entity was not made (another has its id; its area waits to be accepted) has no project, and no fact.
    """
    for proposal in facts.rows.get("project_proposal", []):
        made = entities.made_by_submission(session, submission.submission_id)
        if made is None or made.uuid != proposal["project_id"]:
            facts.rows.pop("project_proposal")
        elif session.get(Project, (submission.workspace_id, made.uuid)) is None:
            add(session, submission, proposal)


def add(session: Session, submission: ToDigest, proposal: dict) -> None:
    """Entity versions and codes, once given, are part of what everything is computed from."""
    key = {"workspace_id": submission.workspace_id}
    code = next_code(session, submission.workspace_id, proposal["fiscal_year"], proposal["village_code"])
    said = {name: proposal[name] for name in (*SAME, *PLAN)}
    stages = {"entered_stage": "proposed", "stage": "proposed"}
    project_id: UUID = proposal["project_id"]
    session.add(
        Project(id=project_id, project_code=code, submission_id=submission.submission_id, **key, **said, **stages)
    )
    session.flush()
    entered = {"old_stage": None, "new_stage": "proposed", "cause": submission.instance_id}
    session.add(
        ProjectMove(project_id=project_id, actor_id=submission.actor_id, at=submission.received_at, **key, **entered)
    )
    session.flush()
    look_again(session, submission.workspace_id, "project_unknown")


def next_code(session: Session, workspace_id: int, fiscal_year: int, village_code: str) -> str:
    """The next free code of a fiscal year and district: `2570-5007-0012`."""
    locks.hold(session, "project codes", workspace_id)
    series = f"{fiscal_year}-{village_code[:4]}-"
    return f"{series}{queries.last_number(session, workspace_id, series) + 1:04d}"
