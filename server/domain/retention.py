"""Raw accounts are erased some years after their plan year was locked; figures, and what they rest on, stay."""

import datetime as dt
import time
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.db.models import Workspace
from server.db.queries import finance
from server.db.queries import retention as queries
from server.db.session import transaction
from server.domain import events, people, to_correct, withdrawals
from server.domain.erasure import RETENTION, Erased, take_out
from server.storage import BlobStore

ACCOUNTS_AT_ONCE = 1000


@dataclass(frozen=True)
class YearKept:
    """The accounts of a plan year: until when they are kept (None: the year is not locked), and how many.

    kept: still readable; erased: gone by retention; withdrawn: gone because their household withdrew.
    """

    plan_year: int
    locked_on: dt.date | None
    retention_years: int | None
    kept_until: dt.date | None
    kept: int
    erased: int
    withdrawn: int
    is_due: bool


@dataclass(frozen=True)
class Run:
    """What a run erased, and whether nothing is left that is due."""

    accounts: int
    files: int
    is_finished: bool


def report(session: Session, workspace_id: int, *, today: dt.date) -> list[YearKept]:
    """Of every plan year, the latest first; also of those nobody has opened that have accounts."""
    due = set(queries.years_due(session, workspace_id, today))
    return [YearKept(*row, is_due=row.plan_year in due) for row in queries.report(session, workspace_id)]


def run(workspace_id: int, store: BlobStore, *, today: dt.date, longest_s: float | None = None) -> Run:
    """Erase what is due, batch by batch in transactions of their own; it may be broken off at any time, and run again.

    longest_s: after how long to leave the rest to the next run.
    """
    until = time.monotonic() + longest_s if longest_s is not None else float("inf")
    with transaction() as session:
        years = queries.years_due(session, workspace_id, today)
        operator = people.operator(session, session.get_one(Workspace, workspace_id))
        withdrawals.erase_left_over(session, operator, store=store)
    accounts = files = 0
    for plan_year in years:
        last = 0
        while last is not None:
            if time.monotonic() > until:
                return Run(accounts, files, is_finished=False)
            with transaction() as session:
                last, gone = erase_batch(session, workspace_id, plan_year, last, operator.actor_id, store)
            accounts, files = accounts + gone.submissions, files + gone.files
        with transaction() as session:
            finance.forget_blocks(session, workspace_id, plan_year)
    return Run(accounts, files, is_finished=True)


def erase_batch(
    session: Session, workspace_id: int, plan_year: int, after: int, actor_id: int, store: BlobStore
) -> tuple[int | None, Erased]:
    """Erase the accounts right after an id; returns the last one's, None when there were none."""
    ids = queries.next_accounts(session, workspace_id, plan_year, after=after, limit=ACCOUNTS_AT_ONCE)
    if not ids:
        return None, Erased(0, 0)
    gone = take_out(session, ids, RETENTION, keeps_fact=True, store=store)
    to_correct.follow(session, workspace_id, ids)
    numbers = {"accounts": gone.submissions, "files": gone.files}
    by = {"actor_id": actor_id, "workspace_id": workspace_id}
    events.record(session, "year.retention", "year", plan_year, **by, **numbers)
    return ids[-1], gone
