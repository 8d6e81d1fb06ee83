"""Submissions that wait for something to come (an entity, a project, an approval), and are looked at again then."""

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

HELD = text("""
    insert into pending_submission (submission_id, workspace_id)
    select f.submission_id, f.workspace_id from submission_flag f
    where f.workspace_id = :workspace_id and f.code = any (:codes)
      and (cast(:uuids as text[]) is null or f.details->>'uuid' = any (cast(:uuids as text[])))
""")


def release(session: Session, workspace_id: int, codes: Iterable[str], uuids: Collection[UUID] | None = None) -> None:
    """Look again at submissions that were flagged because something (these entities) had not arrived yet."""
    named = None if uuids is None else [str(uuid) for uuid in uuids]
    if named != []:
        session.execute(HELD, {"workspace_id": workspace_id, "codes": list(codes), "uuids": named})


# All that wait for such an entity come along, in the order they were made: a chain is applied from its beginning.
OVERDUE = text("""
    insert into pending_submission (submission_id, workspace_id, by_force)
    select f.submission_id, f.workspace_id, true
    from submission_flag f
    where f.workspace_id = :workspace_id and f.code = any (:codes) and f.details->>'uuid' in (
        select due.details->>'uuid' from submission_flag due join submission s on s.id = due.submission_id
        where due.workspace_id = :workspace_id and due.code = any (:codes) and s.received_at <= :before)
      and not exists (select from pending_submission p where p.submission_id = f.submission_id and p.by_force)
    order by f.details->>'uuid', cast(f.details->>'base_version' as integer) nulls first, f.submission_id
""")


def queue_overdue(session: Session, workspace_id: int, codes: Iterable[str], before: dt.datetime) -> int:
    """Queue, to be applied by force, what waits for an entity for which something first received by then waits."""
    asked = {"workspace_id": workspace_id, "codes": list(codes), "before": before}
    return session.execute(OVERDUE, asked).rowcount


FOR_APPROVAL = text("""
    insert into pending_submission (submission_id, workspace_id)
    select s.id, s.workspace_id from submission s
    join submission_version v on v.submission_id = s.id and v.is_current
    where s.id = any (:ids) and jsonb_path_exists(v.answers, '$.**.meta.entity')
      and exists (select from entity_list l where l.workspace_id = :workspace_id and l.approval_required)
""")


def queue_approved(session: Session, workspace_id: int, submission_ids: Iterable[int]) -> int:
    """Look again at those of these that may make entities of a list that asks for approval; returns how many.

    Not at those that are flagged so: the drain that flags one of them may not have committed.
    """
    return session.execute(FOR_APPROVAL, {"workspace_id": workspace_id, "ids": list(submission_ids)}).rowcount


OF_LIST = text("""
    insert into pending_submission (submission_id, workspace_id)
    select submission_id, workspace_id from submission_flag
    where workspace_id = :workspace_id and code = :code and details->>'list' = :list_name
""")


def release_list(session: Session, workspace_id: int, code: str, list_name: str) -> int:
    """Look again at what was flagged so because of a list; returns how many."""
    return session.execute(OF_LIST, {"workspace_id": workspace_id, "code": code, "list_name": list_name}).rowcount


WAITING = text("""
    select count(*) from submission_flag
    where workspace_id = :workspace_id and code = :code and details->>'list' = :list_name
""")


def waiting(session: Session, workspace_id: int, code: str, list_name: str) -> int:
    """How many submissions are flagged so because of a list."""
    return session.scalar(WAITING, {"workspace_id": workspace_id, "code": code, "list_name": list_name}) or 0
