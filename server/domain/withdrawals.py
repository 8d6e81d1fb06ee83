"""A household takes back its agreement to the use of its accounts: they are erased, and it counts no more that year."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.queries import erasing, pending, withdrawals
from server.db.queries.indicators import facts_of
from server.db.queries.pending import Mark
from server.db.session import after_commit
from server.domain import events
from server.domain.erasure import ACCOUNT, CONSENT_WITHDRAWN, erasable, erase_one
from server.domain.indicators.calendar import bangkok_date
from server.domain.indicators.households import register_at
from server.domain.permissions import AMOUNTS, Caller
from server.domain.years import must_be_a_year
from server.errors import NotAllowed, Problem
from server.queue import DRAIN_VILLAGES, nudge
from server.storage import BlobStore


class HouseholdUnknown(Problem):
    status, code = 404, "household-unknown"
    th = "ไม่พบครัวเรือนนี้ในพื้นที่ของท่าน ใช้รหัสครัวเรือนจากทะเบียนหรือจากหน้าบัญชี"
    en = "This household is not in your area. Use its id from the register or from an account's page."


class HouseholdNotNamed(Problem):
    status, code = 409, "household-not-named"
    th = "บัญชีนี้ยังไม่ระบุครัวเรือนหรือปีแผนที่ใช้ได้ จึงบันทึกการถอนความยินยอมไม่ได้ ถ้าเพิ่งส่งมาให้ลองใหม่ในหนึ่งนาที"
    en = "This account names no usable household or plan year (yet). If it has just come, try again in a minute."


@dataclass(frozen=True)
class Withdrawn:
    """A household's withdrawal for a plan year. accounts: submissions that were erased; is_new: not recorded before."""

    household_id: UUID
    plan_year: int
    accounts: int
    is_new: bool


def record(
    session: Session, caller: Caller, household_id: UUID, plan_year: int, *, now: dt.datetime, store: BlobStore
) -> Withdrawn:
    """Note that a household withdrew for a plan year; all its accounts of that year are erased, and the year computed.

    Also those of the households that were merged into it, or it into them. What is published of a locked year stays.
    Accounts that come later do not count. Raises NotAllowed, NotAPlanYear, HouseholdUnknown.
    """
    must_be_a_year(plan_year)
    village_code = village_of(session, caller, household_id)
    is_new = withdrawals.add(session, caller.workspace_id, household_id, plan_year, caller.actor_id)
    same = same_household(session, caller.workspace_id, village_code, household_id, today=bangkok_date(now))
    accounts = withdrawals.accounts(session, caller.workspace_id, same, plan_year)
    for submission_id in accounts:
        erase_account(session, caller, submission_id, store)
    mark_villages(session, caller.workspace_id, village_code, household_id, plan_year)
    tell(session, caller, household_id, plan_year, accounts)
    after_commit(session, nudge, DRAIN_VILLAGES)
    return Withdrawn(household_id, plan_year, len(accounts), is_new)


def agree_again(session: Session, caller: Caller, household_id: UUID, plan_year: int) -> bool:
    """The household agrees after all, or the record was a mistake: what is here counts again. Says whether it was one.

    What was erased does not come back. Raises NotAllowed, NotAPlanYear, HouseholdUnknown.
    """
    must_be_a_year(plan_year)
    village_code = village_of(session, caller, household_id)
    if not withdrawals.remove(session, caller.workspace_id, household_id, plan_year):
        return False
    mark_villages(session, caller.workspace_id, village_code, household_id, plan_year)
    by = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    events.record(session, "withdrawal.undo", "household", household_id, **by, plan_year=plan_year)
    after_commit(session, nudge, DRAIN_VILLAGES)
    return True


def village_of(session: Session, caller: Caller, household_id: UUID) -> str:
    """Raises NotAllowed, and HouseholdUnknown for one outside the caller's area."""
    if not (caller.may("withdrawal.record") and AMOUNTS in caller.sees):
        raise NotAllowed
    village_code = withdrawals.village_of(session, caller.workspace_id, household_id)
    if village_code is None or not caller.covers(village_code):
        raise HouseholdUnknown
    return village_code


def record_for(
    session: Session, caller: Caller, submission_id: int, *, now: dt.datetime, store: BlobStore
) -> Withdrawn:
    """The same for the household and year of an account that somebody looks at. Raises NotFound, HouseholdNotNamed."""
    submission = erasable(session, caller, submission_id, "withdrawal.record")
    if submission.form_id != ACCOUNT or submission.household_id is None or submission.plan_year is None:
        raise HouseholdNotNamed
    return record(session, caller, submission.household_id, submission.plan_year, now=now, store=store)


def same_household(
    session: Session, workspace_id: int, village_code: str, household_id: UUID, *, today: dt.date
) -> set[str]:
    """The household and those that stand for the same one, by the closings that count officially today."""
    facts = facts_of(session, workspace_id, village_code)
    register = register_at(facts.registrations, facts.closings, basis="official", reference_date=today)
    known = {str(household_id)} | {one.household for one in (*facts.registrations, *facts.closings)}
    return {one for one in known if register.resolve(one) == register.resolve(str(household_id))}


def mark_villages(session: Session, workspace_id: int, village_code: str, household_id: UUID, *plan_years: int) -> None:
    """Have the household's village computed, and those of the households that any closing makes one with it."""
    facts = facts_of(session, workspace_id, village_code)
    steps = [(one.household, one.merged_into) for one in facts.closings if one.merged_into]
    one_household, more = set(), {str(household_id)}
    while more:
        one_household |= more
        more = {one for step in steps if one_household & {*step} for one in step} - one_household
    villages = {one.village_code for one in facts.registrations if one.household in one_household} | {village_code}
    pending.mark_stale(
        session, workspace_id, [Mark(village, year, None) for year in plan_years for village in sorted(villages)]
    )


def erase_account(session: Session, caller: Caller, submission_id: int, store: BlobStore) -> None:
    """Without asking whether the account lies in the caller's area: the household does."""
    submission = erasing.one(session, caller.workspace_id, submission_id)
    if submission is not None:  # nobody erased it in this moment
        erase_one(session, caller, submission, CONSENT_WITHDRAWN, store=store)


def erase_left_over(session: Session, caller: Caller, *, store: BlobStore) -> int:
    """Erase accounts that had come when their household withdrew and were read only later; returns how many."""
    left = withdrawals.left_over(session, caller.workspace_id)
    for submission_id in left:
        erase_account(session, caller, submission_id, store)
    return len(left)


def tell(session: Session, caller: Caller, household_id: UUID, plan_year: int, accounts: Sequence[int]) -> None:
    by = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    details = {"plan_year": plan_year, "accounts": len(accounts)}
    events.record(session, "withdrawal.record", "household", household_id, **by, **details)
