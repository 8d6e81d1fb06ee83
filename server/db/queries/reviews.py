"""Submissions as reviewers decide on them."""

from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session


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
    where s.id = :id and s.workspace_id = :workspace_id and s.deleted_at is null
    for update of s
""")


def lock(session: Session, workspace_id: int, submission_id: int) -> Decided | None:
    """The submission, locked."""
    row = session.execute(LOCK, {"id": submission_id, "workspace_id": workspace_id}).first()
    return Decided(*row) if row else None


def form_of(session: Session, workspace_id: int, submission_id: int) -> str | None:
    """The form that was filled in."""
    row = text("""
        select f.form_id from submission s join form f on f.id = s.form
        where s.id = :id and s.workspace_id = :workspace_id
    """)
    return session.scalar(row, {"id": submission_id, "workspace_id": workspace_id})


def set_state(session: Session, submission_id: int, state: str) -> None:
    session.execute(
        text("update submission set state = :state, updated_at = now() where id = :id"),
        {"state": state, "id": submission_id},
    )


def accept_area(session: Session, submission_id: int, actor_id: int) -> None:
    session.execute(
        text("update submission set area_accepted_by = :actor, updated_at = now() where id = :id"),
        {"actor": actor_id, "id": submission_id},
    )
