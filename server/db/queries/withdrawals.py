"""Households that took back their agreement, and their accounts."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.db.models import Withdrawal

# The first registration that holds; of a household that is not in the register, where its accounts were sent from.
VILLAGE_OF = text("""
    select village_code from (
        select r.village_code, 0 as place, coalesce(s.received_at, r.recorded_at) as at
        from household_registration r left join submission s on s.id = r.submission_id
        where r.workspace_id = :workspace_id and r.household_id = :household_id
          and coalesce(s.state <> 'rejected', true) and s.deleted_at is null
        union all
        select a.village_code, 1, s.received_at from household_account a join submission s on s.id = a.submission_id
        where a.workspace_id = :workspace_id and a.household_id = :household_id) known
    order by place, at limit 1
""")


def village_of(session: Session, workspace_id: int, household_id: UUID) -> str | None:
    """The village of a household; None when nobody has spoken of it."""
    return session.scalar(VILLAGE_OF, {"workspace_id": workspace_id, "household_id": household_id})


def add(session: Session, workspace_id: int, household_id: UUID, plan_year: int, actor_id: int) -> bool:
    """Note a withdrawal; says whether it is new."""
    row = {"workspace_id": workspace_id, "household_id": household_id, "plan_year": plan_year, "actor_id": actor_id}
    new = insert(Withdrawal).values(row).on_conflict_do_nothing().returning(Withdrawal.plan_year)
    return session.scalar(new) is not None


def remove(session: Session, workspace_id: int, household_id: UUID, plan_year: int) -> bool:
    """Take a withdrawal back; says whether there was one."""
    there = session.get(Withdrawal, (workspace_id, household_id, plan_year))
    if there is not None:
        session.delete(there)
        session.flush()
    return there is not None


ACCOUNTS = text("""
    select a.submission_id from household_account a join submission s on s.id = a.submission_id
    where a.workspace_id = :workspace_id and a.household_id = any (cast(:households as uuid[]))
      and a.plan_year = :plan_year and s.erased_at is null order by a.submission_id
""")


def accounts(session: Session, workspace_id: int, households: Iterable[str], plan_year: int) -> Sequence[int]:
    """The submissions with accounts of these households for a year that are not erased yet."""
    asked = {"workspace_id": workspace_id, "households": sorted(households), "plan_year": plan_year}
    return session.scalars(ACCOUNTS, asked).all()


# Received before the withdrawal and read after it.
LEFT_OVER = text("""
    select a.submission_id from withdrawal w
    join household_account a on a.workspace_id = w.workspace_id and a.household_id = w.household_id
        and a.plan_year = w.plan_year
    join submission s on s.id = a.submission_id
    where w.workspace_id = :workspace_id and s.erased_at is null and s.received_at < w.at order by a.submission_id
""")


def left_over(session: Session, workspace_id: int) -> Sequence[int]:
    """Accounts that were here when their household withdrew, and were not known to be its."""
    return session.scalars(LEFT_OVER, {"workspace_id": workspace_id}).all()
