"""Submissions as those who send them add to them. Run as the owner: a role that sends may not be one that reads."""

from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session


class Own(NamedTuple):
    """A submission with its current version. area_code: of whoever sent it first; files: sha256 by name, None while a
    file is missing; what was erased has no current version."""

    is_deleted: bool
    area_code: str
    sender_id: int | None
    version_instance_id: str | None
    xml: bytes | None
    files: dict[str, bytes | None]


OWN = text("""
    select s.deleted_at is not null, s.phone_area, v.actor_id, v.instance_id, v.xml, v.id
    from submission s join form f on f.id = s.form
    left join submission_version v on v.submission_id = s.id and v.is_current
    where s.workspace_id = :workspace_id and f.form_id = :form_id and s.instance_id = :instance_id
""")
FILES = text("select name, sha256 from attachment where submission_version_id = :version_id order by name")


def own(session: Session, workspace_id: int, form_id: str, instance_id: str) -> Own | None:
    """The submission with this first instance id."""
    named = {"workspace_id": workspace_id, "form_id": form_id, "instance_id": instance_id}
    row = session.execute(OWN, named).first()
    if row is None:
        return None
    *found, version_id = row
    return Own(*found, files=dict(session.execute(FILES, {"version_id": version_id}).all()))
