"""Submissions as reviewers decide on them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.db.models import Comment
from server.db.queries import bulk


class Decided(NamedTuple):
    """What a decision needs to know of a submission; locked until the end of the transaction.

    authors: the phones that sent it or an edit of it, and the people who carry them.
    """

    id: int
    workspace_id: int
    form_id: str
    instance_id: str
    data_class: str
    state: str
    edits: int
    authors: list[int]
    phone_area: str
    village_code: str | None
    plan_year: int | None
    area_accepted: bool


LOCK = text("""
    select s.id, s.workspace_id, f.form_id, s.instance_id, s.data_class, s.state, s.edits,
           array(select author from submission_version v left join phone p on p.actor_id = v.actor_id,
                 unnest(array[v.actor_id, p.person_id]) author
                 where v.submission_id = s.id and author is not null),
           s.phone_area, s.village_code, s.plan_year, s.area_accepted_by is not null
    from submission s join form f on f.id = s.form
    where s.id = any (:ids) and s.workspace_id = :workspace_id and s.deleted_at is null
    order by s.id for update of s
""")


def lock(session: Session, workspace_id: int, submission_ids: Collection[int]) -> list[Decided]:
    """Those of these submissions that are there, locked."""
    rows = session.execute(LOCK, {"ids": list(submission_ids), "workspace_id": workspace_id})
    return [Decided(*row) for row in rows]


def form_of(session: Session, workspace_id: int, submission_id: int) -> str | None:
    """The form that was filled in."""
    row = text("""
        select f.form_id from submission s join form f on f.id = s.form
        where s.id = :id and s.workspace_id = :workspace_id
    """)
    return session.scalar(row, {"id": submission_id, "workspace_id": workspace_id})


SET_STATE = text("""
    with found as (update submission_index set state = :state where submission_id = any (:ids))
    update submission set state = :state, updated_at = now() where id = any (:ids)
""")


def set_state(session: Session, submission_ids: Collection[int], state: str) -> None:
    session.execute(SET_STATE, {"state": state, "ids": list(submission_ids)})


def comment(session: Session, submissions: Iterable[Decided], actor_id: int, body: str) -> None:
    """The same words about each of these."""
    said = {"actor_id": actor_id, "body": body}
    bulk.insert(
        session, Comment, [{"workspace_id": one.workspace_id, "submission_id": one.id} | said for one in submissions]
    )


def accept_area(session: Session, submission_id: int, actor_id: int) -> None:
    session.execute(
        text("update submission set area_accepted_by = :actor, updated_at = now() where id = :id"),
        {"actor": actor_id, "id": submission_id},
    )


DECIDED_SINCE = text("""
    select distinct cast(subject_id as bigint) from event
    where workspace_id = :workspace_id and subject = 'submission' and subject_id = any (cast(:ids as text[]))
      and verb = 'submission.review' and at > :at
""")


def decided_since(session: Session, workspace_id: int, submission_ids: Collection[int], at: datetime) -> set[int]:
    """Those of these that anybody decided on after an instant."""
    named = {"workspace_id": workspace_id, "ids": [str(one) for one in submission_ids], "at": at}
    return set(session.scalars(DECIDED_SINCE, named))
