"""Submissions as they are read over the wire: newest first, with their current version, files and comments.

Row-level security leaves out what the caller may not see; the same area and classes are also part of the query, so that
pages are full and a page of a large form is found without asking about every row.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, TextClause, select, text
from sqlalchemy.orm import Session

from server.db.models import Actor, Attachment, Blob, Comment, SubmissionVersion
from server.db.session import Scope


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
    is_encrypted: bool


# The page is cut before row-level security is asked about its rows, by the same area and classes.
IN_SCOPE = """
    select s.* from submission s
    join form f on f.id = s.form and f.form_id = :form_id and f.state <> 'deleted'
    where s.workspace_id = :workspace_id and s.deleted_at is null and s.data_class = any (:sees)
      and exists (select from unnest(cast(:areas as text[])) area
                  where starts_with(s.phone_area, area) or starts_with(s.village_code, area))
"""


def sent(page: str) -> TextClause:
    """The submissions of a page; the first version is only looked for where there is more than one."""
    return text(f"""
        with page as materialized ({page})
        select s.id, s.instance_id, s.state, s.data_class, s.actor_id, s.received_at, s.updated_at,
               case when s.edits = 0 then v.device_id else first.device_id end,
               case when s.edits = 0 then v.user_agent else first.user_agent end,
               v.id, v.instance_id, v.instance_name, v.actor_id, v.device_id, v.user_agent, v.received_at,
               v.is_encrypted
        from page s
        join submission_version v on v.submission_id = s.id and v.is_current
        left join submission_version first on first.workspace_id = s.workspace_id and first.form = s.form
             and first.instance_id = case when s.edits > 0 then s.instance_id end
        order by s.id desc
    """)  # noqa: S608


NEWEST_FIRST = sent(f"{IN_SCOPE} order by s.id desc offset :offset limit :limit")
ONE = sent(f"{IN_SCOPE} and s.instance_id = :instance_id")


def newest_first(
    session: Session, scope: Scope, form_id: str, *, offset: int | None = None, limit: int | None = None
) -> list[Sent]:
    """The submissions of a form that belong to an area: by where the phone is at home, or the village it speaks of."""
    rows = session.execute(NEWEST_FIRST, named(scope, form_id) | {"offset": offset, "limit": limit})
    return [Sent(*row) for row in rows]


def one(session: Session, scope: Scope, form_id: str, instance_id: str) -> Sent | None:
    """The submission with this first instance id."""
    row = session.execute(ONE, named(scope, form_id) | {"instance_id": instance_id}).first()
    return Sent(*row) if row else None


def named(scope: Scope, form_id: str) -> dict:
    in_scope = {"workspace_id": scope.workspace_id, "areas": list(scope.areas), "sees": sorted(scope.sees)}
    return in_scope | {"form_id": form_id}


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
