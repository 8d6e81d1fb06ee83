"""Erasing submissions: what goes out of the tables, and what stays of them.

The row of the submission stays with its village and year, every version with its instance id and sha256, and of an
account the fact: whose it was, for which year, and whether it counts.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.db.queries.facts import FORGET


class Erasable(NamedTuple):
    """A submission that may be erased. household_id: of an account, None otherwise or when it names none."""

    id: int
    form_id: str
    instance_id: str
    data_class: str
    phone_area: str
    village_code: str | None
    plan_year: int | None
    household_id: UUID | None
    made_entity: bool


# Files first, then versions, then the submission: the order in which late files and an edit take them.
HOLD_FILES = text("""
    select from attachment a join submission_version v on v.id = a.submission_version_id
    where v.submission_id = any (:ids) order by a.submission_version_id, a.name for update of a
""")
HOLD = text("select id from submission_version where submission_id = any (:ids) order by id for update")
ONE = text("""
    select s.id, f.form_id, s.instance_id, s.data_class, s.phone_area, s.village_code, s.plan_year, a.household_id,
           exists (select from entity_version e where e.submission_id = s.id)
    from submission s join form f on f.id = s.form
    left join household_account a on a.submission_id = s.id
    where s.id = :id and s.workspace_id = :workspace_id and s.erased_at is null
    for update of s
""")


def hold(session: Session, submission_ids: Sequence[int]) -> None:
    """Let no file and no edit come in between."""
    session.execute(HOLD_FILES, {"ids": list(submission_ids)})
    session.execute(HOLD, {"ids": list(submission_ids)})


def one(session: Session, workspace_id: int, submission_id: int) -> Erasable | None:
    """The submission, locked, also a deleted one; None when there is none or it is erased already."""
    hold(session, [submission_id])
    row = session.execute(ONE, {"id": submission_id, "workspace_id": workspace_id}).first()
    return Erasable(*row) if row else None


MARK = text("""
    update submission set erased_at = now(), erased_because = :because, deleted_at = coalesce(deleted_at, now()),
        updated_at = now() where id = any (:ids) and erased_at is null returning id
""")
EMPTY = text("""
    with versions as (
        update submission_version set xml = '', answers = '{}', instance_name = null, device_id = null,
            user_agent = null, is_current = false where submission_id = any (:ids)),
    money as (delete from household_money where submission_id = any (:ids)),
    said as (delete from comment where submission_id = any (:ids)),
    found as (delete from submission_index where submission_id = any (:ids)),
    looked_into as (delete from flag_dismissal where submission_id = any (:ids))
    delete from submission_flag where submission_id = any (:ids)
""")
STAYS = text("update household_account set entry_mode = null, book_seen = null where submission_id = any (:ids)")
COUNTS_NO_MORE = text("""
    update household_account set consent = false, period_start = null, months = null, be_year = false,
        entry_mode = null, book_seen = null where submission_id = any (:ids)
""")


def mark(session: Session, submission_ids: Sequence[int], because: str) -> list[int]:
    """Note that these are erased, and why; returns those that were not before."""
    return list(session.scalars(MARK, {"ids": list(submission_ids), "because": because}))


def empty(session: Session, submission_ids: Sequence[int]) -> None:
    """Take out XML, answers, amounts, comments and flags, what lets it be found; no version is current any more."""
    session.execute(EMPTY, {"ids": list(submission_ids)})


def reduce_accounts(session: Session, submission_ids: Sequence[int], *, count: bool) -> None:
    """Leave of accounts only what says whose they were and whether they go on counting."""
    session.execute(STAYS if count else COUNTS_NO_MORE, {"ids": list(submission_ids)})


def forget_facts(session: Session, submission_ids: Sequence[int]) -> None:
    """Nothing that was read from these submissions stays."""
    session.execute(FORGET, {"ids": list(submission_ids)})


SLOTS = text("""
    with slots as (
        delete from attachment a using submission_version v
        where v.id = a.submission_version_id and v.submission_id = any (:ids)
        returning a.workspace_id, a.sha256)
    select distinct workspace_id, sha256 from slots where sha256 is not null order by workspace_id, sha256
""")
UNUSED = """
    delete from blob b where {which}
      and not exists (select from attachment a where a.workspace_id = b.workspace_id and a.sha256 = b.sha256)
      and not exists (select from form_attachment f where f.workspace_id = b.workspace_id and f.sha256 = b.sha256)
      and not exists (select from export e where e.workspace_id = b.workspace_id and e.sha256 = b.sha256)
    returning b.sha256
"""
UNUSED_OF = text(UNUSED.format(which="b.workspace_id = :workspace_id and b.sha256 = any (:sha256s)"))
UNUSED_FOR_A_DAY = text(UNUSED.format(which="b.created_at < now() - interval '1 day'"))


def take_files(session: Session, submission_ids: Sequence[int]) -> list[bytes]:
    """Take the files of these submissions out; returns the sha256 of those that no other submission has."""
    by_workspace: dict[int, list[bytes]] = {}
    for workspace_id, sha256 in session.execute(SLOTS, {"ids": list(submission_ids)}):
        by_workspace.setdefault(workspace_id, []).append(sha256)
    unused: list[bytes] = []
    for workspace_id, sha256s in by_workspace.items():
        unused += forget_files(session, workspace_id, sha256s)
    return unused


def forget_files(session: Session, workspace_id: int, sha256s: Sequence[bytes]) -> list[bytes]:
    """Rows of these files, as far as nothing speaks of them any more; returns the sha256 of those that went."""
    return list(session.scalars(UNUSED_OF, {"workspace_id": workspace_id, "sha256s": list(sha256s)}))


def forget_unused_files(session: Session) -> int:
    """Rows of files that came for a submission in the moment it was erased; returns how many went."""
    return len(session.scalars(UNUSED_FOR_A_DAY).all())
