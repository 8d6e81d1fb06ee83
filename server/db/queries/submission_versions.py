"""The versions of a submission, and what happened to it. Under row-level security, which shows the caller's own."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from server.db.queries.submissions import IN_SCOPE, named
from server.db.session import Scope


class Version(NamedTuple):
    """One version as it came, without what it says."""

    id: int
    instance_id: str
    instance_name: str | None
    submitter_id: int
    device_id: str | None
    user_agent: str | None
    received_at: datetime
    is_current: bool


VERSIONS = text("""
    select id, instance_id, instance_name, actor_id, device_id, user_agent, received_at, is_current
    from submission_version where submission_id = :submission_id order by id desc
""")


def versions(session: Session, submission_id: int) -> list[Version]:
    """Every version, the newest first."""
    return [Version(*row) for row in session.execute(VERSIONS, {"submission_id": submission_id})]


ROOT = text(f"""
    select s.instance_id from ({IN_SCOPE}) s
    join submission_version v on v.workspace_id = s.workspace_id and v.form = s.form and v.submission_id = s.id
    where v.instance_id = :instance_id
""")  # noqa: S608


def root_of(session: Session, scope: Scope, form_id: str, version_id: str) -> str | None:
    """The first instance id of the submission that has this version."""
    return session.scalar(ROOT, named(scope, form_id) | {"instance_id": version_id})


ANSWERS = text("select instance_id, answers from submission_version where submission_id = :submission_id order by id")


def answers(session: Session, submission_id: int) -> Sequence[Row]:
    """(instance_id, answers) of every version, the first one first."""
    return session.execute(ANSWERS, {"submission_id": submission_id}).all()


SUBMITTERS = text(f"select distinct s.actor_id from ({IN_SCOPE}) s order by 1")  # noqa: S608


def submitters(session: Session, scope: Scope, form_id: str) -> set[int]:
    """Who sent submissions of a form that lie in the caller's area."""
    return set(session.scalars(SUBMITTERS, named(scope, form_id)))
