"""Submissions as they are read over the wire: newest first, with their current version, files and comments.

Row-level security leaves out what the caller may not see; the area is also part of the query, so that a page of a
large form is found without asking it of every row.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from server.db.models import Actor, Attachment, Blob, Comment, SubmissionVersion


class Sent(NamedTuple):
    """A logical submission with its first and its current version."""

    id: int
    instance_id: str
    state: str
    data_class: str
    submitter_id: int
    received_at: datetime
    updated_at: datetime | None
    device_id: str | None
    user_agent: str | None
    version_id: int
    version_instance_id: str
    instance_name: str | None
    version_submitter_id: int
    version_device_id: str | None
    version_user_agent: str | None
    version_received_at: datetime


SENT = """
    select s.id, s.instance_id, s.state, s.data_class, s.actor_id, s.received_at, s.updated_at,
           first.device_id, first.user_agent,
           v.id, v.instance_id, v.instance_name, v.actor_id, v.device_id, v.user_agent, v.received_at
    from submission s
    join form f on f.id = s.form and f.form_id = :form_id and f.state <> 'deleted'
    join submission_version v on v.submission_id = s.id and v.is_current
    join submission_version first on first.workspace_id = s.workspace_id and first.form = s.form
         and first.instance_id = s.instance_id
    where s.workspace_id = :workspace_id and s.deleted_at is null
      and (starts_with(s.phone_area, :area_code) or starts_with(s.village_code, :area_code))
"""
NEWEST_FIRST = text(f"{SENT} order by s.id desc offset :offset limit :limit")
ONE = text(f"{SENT} and s.instance_id = :instance_id")


def newest_first(
    session: Session,
    workspace_id: int,
    form_id: str,
    area_code: str,
    *,
    offset: int | None = None,
    limit: int | None = None,
) -> list[Sent]:
    """The submissions of a form that belong to an area: by where the phone is at home, or the village it speaks of."""
    named = {"workspace_id": workspace_id, "form_id": form_id, "area_code": area_code}
    rows = session.execute(NEWEST_FIRST, named | {"offset": offset, "limit": limit})
    return [Sent(*row) for row in rows]


def one(session: Session, workspace_id: int, form_id: str, area_code: str, instance_id: str) -> Sent | None:
    """The submission with this first instance id."""
    named = {"workspace_id": workspace_id, "form_id": form_id, "area_code": area_code}
    row = session.execute(ONE, named | {"instance_id": instance_id}).first()
    return Sent(*row) if row else None


def xml(session: Session, version_id: int) -> bytes:
    """The bytes as they came."""
    return session.scalars(select(SubmissionVersion.xml).where(SubmissionVersion.id == version_id)).one()


def files(session: Session, version_id: int, name: str | None = None) -> Sequence[Row]:
    """(name, sha256, content_type) of the files a version expects, by name; sha256 is None while one has not come."""
    held = (Blob.workspace_id == Attachment.workspace_id) & (Blob.sha256 == Attachment.sha256)
    rows = select(Attachment.name, Attachment.sha256, Blob.content_type).join(Blob, held, isouter=True)
    rows = rows.where(Attachment.submission_version_id == version_id).order_by(Attachment.name)
    return session.execute(rows if name is None else rows.where(Attachment.name == name)).all()


def comments(session: Session, submission_id: int) -> Sequence[Row]:
    """(body, actor_id, at) of what was said about a submission, newest first."""
    rows = select(Comment.body, Comment.actor_id, Comment.at).where(Comment.submission_id == submission_id)
    return session.execute(rows.order_by(Comment.id.desc())).all()


def actors(session: Session, ids: set[int]) -> dict[int, Actor]:
    """People and phones by their ids."""
    return {actor.id: actor for actor in session.scalars(select(Actor).where(Actor.id.in_(ids)))}
