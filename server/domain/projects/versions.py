"""Two people at once: what somebody had before their eyes, and whether the project has moved on since."""

from uuid import UUID

from sqlalchemy.orm import Session

from server.db.queries import project_acts, project_lives
from server.domain.permissions import Caller
from server.domain.projects.problems import ProjectMovedOn
from server.errors import NotFound


def version(stage: str, acted: int) -> str:
    """A project as it is now, as a word for a form or a script to carry: its stage, and how much officers did."""
    return f"{stage}.{acted}"


def must_be(session: Session, caller: Caller, project_id: UUID, seen: str | None) -> None:
    """Lock the project for what follows in this transaction, unless it moved on since; None asks for nothing.

    Raises NotFound, ProjectMovedOn.
    """
    if seen is None:
        return
    locked = project_lives.lock(session, caller.workspace_id, [project_id])
    if not locked or not caller.covers(locked[0].village_code):
        raise NotFound
    acted = project_acts.acted(session, caller.workspace_id, project_id)
    if seen != version(locked[0].stage, acted):
        raise ProjectMovedOn
