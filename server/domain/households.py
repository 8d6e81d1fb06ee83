"""A district officer's word on the register: a household is closed, is a duplicate of another, is open after all."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.queries import facts, households
from server.db.session import after_commit
from server.domain import events
from server.domain.entities import Author
from server.domain.entities.conflicts import EntityMovedOn
from server.domain.entities.lineage import Held
from server.domain.entities.register import Register
from server.domain.facts.register import CLOSE_REASONS, NEEDS_NO_DATE
from server.domain.indicators.calendar import bangkok_date
from server.domain.permissions import NAMES, Caller
from server.domain.withdrawals import HouseholdUnknown, mark_villages
from server.errors import NotAllowed, Problem
from server.queue import DRAIN_VILLAGES, nudge

LIST = "households"
INTO_ANOTHER = ("merged", "duplicate")
OPEN = {"status": "active", "close_reason": "", "exists_to": "", "merged_into": ""}


class HouseholdClosed(Problem):
    status, code = 409, "household-closed"
    th = "ครัวเรือนนี้ปิดจากทะเบียนแล้ว ถ้าปิดผิดให้เปิดใหม่ก่อน"
    en = "This household is closed already. If that was a mistake, open it again first."


class NotClosedByOffice(Problem):
    status, code = 409, "household-not-closed-by-office"
    th = "อำเภอไม่ได้เป็นผู้ปิดครัวเรือนนี้ ถ้าทีมเป็นผู้ปิด ให้ไม่รับแบบฟอร์มที่ปิดแทน"
    en = "The district did not close this household. If a team did, reject the submission that closes it instead."


class CloseReasonWrong(Problem):
    status, code = 422, "close-reason-wrong"
    th = "เลือกเหตุผลที่ปิดครัวเรือนจากรายการ"
    en = "Choose one of the reasons for closing a household."


class ClosingDateWrong(Problem):
    status, code = 422, "closing-date-wrong"
    th = "ระบุวันที่ออกจากทะเบียนเป็นปี ค.ศ. และไม่เกินวันนี้ เช่น 2027-02-28"
    en = "Give the day the household left, not in the Buddhist calendar and not after today, such as 2027-02-28."


class OtherHouseholdWrong(Problem):
    status, code = 422, "other-household-wrong"
    th = "เลือกครัวเรือนที่จะรวมเข้าเป็นครัวเรือนอื่นในหมู่บ้านเดียวกันที่ยังเปิดอยู่"
    en = "Choose another household of the same village that is open."


@dataclass(frozen=True, kw_only=True)
class Closing:
    """How a household leaves the register. exists_to: needed unless it was a duplicate or a mistake; merged_into: the
    household of the same village that stands for it, when it is merged or a duplicate."""

    reason: str
    exists_to: dt.date | None = None
    merged_into: UUID | None = None


def close(
    session: Session, caller: Caller, household_id: UUID, closing: Closing, *, seen: int | None, now: dt.datetime
) -> None:
    """Close a household at once, on both bases and on phones. seen: the entity's version the officer looked at.

    Raises NotAllowed, HouseholdUnknown, EntityMovedOn, HouseholdClosed, CloseReasonWrong, ClosingDateWrong,
    OtherHouseholdWrong.
    """
    ids = {household_id, closing.merged_into} - {None}
    register, household = opened(session, caller, household_id, ids, seen)
    if is_closed(household):
        raise HouseholdClosed
    check(closing, register, household, bangkok_date(now))
    until, other = closing.exists_to, closing.merged_into
    fact = {"close_reason": closing.reason, "exists_to": until, "merged_into": other, "recorded_at": now}
    households.add_closing(session, {"workspace_id": caller.workspace_id, "household_id": household_id} | fact)
    shown = {"status": "closed", "close_reason": closing.reason}
    shown |= {"exists_to": until.isoformat() if until else "", "merged_into": str(other) if other else ""}
    change(session, caller, register, household, shown)
    told = {"reason": closing.reason} | ({"merged_into": str(other)} if other else {})
    record(session, caller, "household.close", household_id, told)


def reopen(session: Session, caller: Caller, household_id: UUID, *, seen: int | None) -> None:
    """Take back what the district closed; what a team closed stays closed.

    Raises NotAllowed, HouseholdUnknown, EntityMovedOn, NotClosedByOffice.
    """
    register, household = opened(session, caller, household_id, {household_id}, seen)
    mark(session, caller, household)  # while what it was merged into is still tied to it
    if not households.remove_closings(session, caller.workspace_id, household_id):
        raise NotClosedByOffice
    # A team may have closed it as well; then that closing's own words are no longer in the list, but it is closed.
    shown = {} if households.closed_by_team(session, caller.workspace_id, household_id) else OPEN
    change(session, caller, register, household, shown)
    record(session, caller, "household.reopen", household_id, {})


def tell_apart(session: Session, caller: Caller, pair: set[UUID]) -> None:
    """They are two households, whatever they look like: nobody is asked about them again.

    Raises NotAllowed, HouseholdUnknown.
    """
    for household_id in pair:
        opened(session, caller, household_id, {household_id}, None)
    if len(pair) != 2:
        raise HouseholdUnknown
    one, other = sorted(pair)
    if households.tell_apart(session, caller.workspace_id, one, other, caller.actor_id):
        record(session, caller, "household.tell_apart", one, {"other": str(other)})


def opened(
    session: Session, caller: Caller, household_id: UUID, ids: set[UUID], seen: int | None
) -> tuple[Register, Held]:
    """These households locked, and the one that is to be changed."""
    if not (caller.may("register.manage") and NAMES in caller.sees):
        raise NotAllowed
    register = Register(session, caller.workspace_id, LIST, ids)
    household = register.held.get(household_id)
    if household is None or household.is_deleted or not caller.covers(household.village_code):
        raise HouseholdUnknown
    if seen not in (None, household.version):
        raise EntityMovedOn
    return register, household


def is_closed(household: Held) -> bool:
    return household.data.get("status") == "closed"


def check(closing: Closing, register: Register, household: Held, today: dt.date) -> None:
    if closing.reason not in CLOSE_REASONS:
        raise CloseReasonWrong(field="reason")
    if closing.exists_to is None and closing.reason not in NEEDS_NO_DATE:
        raise ClosingDateWrong(field="exists_to")
    if closing.exists_to is not None and closing.exists_to > today:  # a Buddhist year is five centuries ahead
        raise ClosingDateWrong(field="exists_to")
    if closing.reason not in INTO_ANOTHER and closing.merged_into is None:
        return
    other = register.held.get(closing.merged_into)
    is_good = closing.reason in INTO_ANOTHER and other is not None and other is not household
    if not is_good or other.is_deleted or is_closed(other) or other.village_code != household.village_code:
        raise OtherHouseholdWrong(field="merged_into")


def change(session: Session, caller: Caller, register: Register, household: Held, shown: dict[str, str]) -> None:
    """What phones get, and every year of the villages that count the household."""
    register.server_update(household.uuid, shown, Author(caller.workspace_id, caller.actor_id))
    register.write()
    mark(session, caller, household)
    after_commit(session, nudge, DRAIN_VILLAGES)


def mark(session: Session, caller: Caller, household: Held) -> None:
    years = facts.open_years(session, caller.workspace_id)
    mark_villages(session, caller.workspace_id, household.village_code, household.uuid, *years)


def record(session: Session, caller: Caller, verb: str, household_id: UUID, told: dict[str, str]) -> None:
    who = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    events.record(session, verb, "household", household_id, **who, **told)
