"""Accounts that have been kept for as long as they may be."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

DUE = "locked_on + make_interval(years => retention_years)"
YEARS_DUE = text(f"""
    select plan_year from criteria where workspace_id = :workspace_id and {DUE} < :today order by plan_year
""")  # noqa: S608

REPORT = text(f"""
    with account as (
        select a.plan_year, count(*) filter (where s.erased_at is null) as kept,
            count(*) filter (where s.erased_because = 'retention') as erased,
            count(*) filter (where s.erased_because = 'consent_withdrawn') as withdrawn
        from household_account a join submission s on s.id = a.submission_id
        where a.workspace_id = :workspace_id group by a.plan_year)
    select plan_year, c.locked_on, c.retention_years, cast({DUE} as date) as kept_until,
        coalesce(account.kept, 0) as kept, coalesce(account.erased, 0) as erased,
        coalesce(account.withdrawn, 0) as withdrawn
    from (select * from criteria where workspace_id = :workspace_id) c full join account using (plan_year)
    order by plan_year desc
""")  # noqa: S608

# In the order of their ids, so that each batch goes on where the one before ended.
NEXT = text("""
    select a.submission_id from household_account a join submission s on s.id = a.submission_id
    where a.workspace_id = :workspace_id and a.plan_year = :plan_year and a.submission_id > :after
      and s.erased_at is null
    order by a.submission_id limit :limit
""")


def years_due(session: Session, workspace_id: int, today: dt.date) -> Sequence[int]:
    """The locked years whose accounts are to be erased."""
    return session.scalars(YEARS_DUE, {"workspace_id": workspace_id, "today": today}).all()


def report(session: Session, workspace_id: int) -> Sequence[Row]:
    """Of every plan year that is open or has accounts: until when they are kept, and how many are and are no more."""
    return session.execute(REPORT, {"workspace_id": workspace_id}).all()


def next_accounts(session: Session, workspace_id: int, plan_year: int, *, after: int, limit: int) -> Sequence[int]:
    """Accounts of a year that are not erased, those right after an id."""
    asked = {"workspace_id": workspace_id, "plan_year": plan_year, "after": after, "limit": limit}
    return session.scalars(NEXT, asked).all()
