"""Which submission corrects which: what a phone said of it, and what follows for the one that was sent back."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

# Whoever sends a correction again and again makes a chain; one that is rejected or gone corrects nothing.
ALIVE = "n.deleted_at is null and n.state <> 'rejected'"
IS_CORRECTED = f"""exists (
    select from correction c join submission n on n.id = c.submission_id where c.corrects = s.id and {ALIVE})"""

NAMED = text("""
    select n.id, e.uuid, o.id
    from unnest(cast(:ids as bigint[]), cast(:uuids as uuid[])) as said (id, uuid)
    join submission n on n.id = said.id
    join form f on f.id = n.form
    join entity e on e.workspace_id = n.workspace_id and e.list_name = 'to_correct' and e.uuid = said.uuid
    join submission o on o.workspace_id = n.workspace_id and o.form = n.form and o.instance_id = e.data->>'instance_id'
    where e.data->>'form' = f.form_id and left(o.phone_area, 6) = left(n.phone_area, 6) and o.id < n.id
""")


def named(session: Session, said: Collection[tuple[int, UUID]]) -> dict[int, int]:
    """{submission: the one it corrects} of these (submission, entry of the list that it names).

    Left out are entries that speak of another form, another tambon's phones, or of something that came later.
    """
    ids, uuids = [one for one, _ in said], [str(uuid) for _, uuid in said]
    rows = session.execute(NAMED, {"ids": ids, "uuids": uuids}) if ids else ()
    return {submission: original for submission, _, original in rows}


def originals(session: Session, submission_ids: Collection[int]) -> set[int]:
    """What these submissions correct."""
    rows = text("select corrects from correction where submission_id = any (:ids)")
    return set(session.scalars(rows, {"ids": list(submission_ids)}))


REPLACED = text("""
    with recursive replaced as (
        select o.id from correction c join submission n on n.id = c.submission_id join submission o on o.id = c.corrects
        where c.submission_id = any (:ids) and n.state = 'approved' and n.deleted_at is null
          and o.state = 'has_issues' and o.deleted_at is null and not exists (
              select from entity_version made
              join entity_version changed using (workspace_id, list_name, uuid)
              where made.submission_id = o.id and changed.submission_id = n.id)
        union
        select o.id from replaced join correction c on c.submission_id = replaced.id
        join submission o on o.id = c.corrects where o.state = 'has_issues' and o.deleted_at is null)
    select id from replaced order by id
""")


def replaced(session: Session, submission_ids: Collection[int]) -> list[int]:
    """What was sent back and is corrected by those of these submissions that are approved, and what that corrected.

    Left out is what made the very household that its correction changes: without it the household would be no more.
    """
    return list(session.scalars(REPLACED, {"ids": list(submission_ids)}))


class Linked(NamedTuple):
    """Another submission that one corrects, or that corrects it."""

    id: int
    state: str
    received_at: datetime


class Links(NamedTuple):
    """What a submission corrects, and what corrects it, oldest first."""

    corrects: list[Linked]
    corrected_by: list[Linked]


LINKS = text("""
    select true as is_original, s.id, s.state, s.received_at
    from correction c join submission s on s.id = c.corrects
    where c.submission_id = :id and s.deleted_at is null
    union all
    select false, s.id, s.state, s.received_at
    from correction c join submission s on s.id = c.submission_id
    where c.corrects = :id and s.deleted_at is null
    order by 4, 2
""")


def of(session: Session, submission_id: int) -> Links:
    rows = session.execute(LINKS, {"id": submission_id}).all()
    corrects, corrected_by = (
        [Linked(*rest) for is_original, *rest in rows if is_original is it] for it in (True, False)
    )
    return Links(corrects, corrected_by)


REPLACED_THEN = text("""
    select distinct o.id from correction c join submission o on o.id = c.corrects
    join event e on e.workspace_id = o.workspace_id and e.subject = 'submission' and e.subject_id = o.id::text
        and e.verb = 'submission.review' and e.at = :at and e.details->>'to' = 'rejected'
    where c.submission_id = any (:ids) and o.state = 'rejected' and o.deleted_at is null
""")


def replaced_then(session: Session, submission_ids: Collection[int], at: datetime) -> list[int]:
    """What was rejected in the very transaction that approved the corrections among these, and still is."""
    return list(session.scalars(REPLACED_THEN, {"ids": list(submission_ids), "at": at}))
