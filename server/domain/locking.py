"""Locking a plan year: what is published no longer changes, and what would come out otherwise is told beside it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.models import Criteria
from server.db.queries import locked_years, pending, results, villages
from server.db.session import after_commit
from server.domain.digest import digest_waiting
from server.domain.indicators.calendar import bangkok_date
from server.domain.indicators.criteria import Basis
from server.domain.permissions import Caller
from server.domain.villages import compute_locked
from server.domain.years import YearLocked, compute_year_again, for_change, must_be_open, record
from server.errors import Problem
from server.queue import DRAIN_PROJECTS, DRAIN_VILLAGES, nudge

MOST_WAITING = 1000  # submissions that a lock digests itself; more are left to the workers
SUBMISSIONS_AT_ONCE = 100
VILLAGES_AT_ONCE = 400
MAX_REASON = 1000


class YearNotLocked(Problem):
    status, code = 409, "year-not-locked"
    th = "ปีแผน {plan_year} ไม่ได้ล็อก จึงไม่มีอะไรให้ปลดล็อก"
    en = "Plan year {plan_year} is not locked, so there is nothing to unlock."


class UnlockReasonMissing(Problem):
    status, code = 422, "unlock-reason-missing"
    th = "บอกเหตุผลที่ต้องปลดล็อก ผลที่เผยแพร่แล้วจะเปลี่ยนได้อีก (ไม่ต้องใส่ชื่อบุคคล)"
    en = "Say why the year is unlocked: published results can change again. Leave out names of persons."


class SubmissionsWaiting(Problem):
    status, code = 409, "submissions-waiting"
    th = "มีแบบฟอร์ม {waiting} ฉบับที่ระบบยังอ่านไม่เสร็จ ล็อกปีไม่ได้ในขณะนี้ ลองใหม่ในอีกไม่กี่นาที"
    en = "{waiting} submissions have not been read yet, so the year cannot be locked now. Try again in a few minutes."


@dataclass(frozen=True)
class Locked:
    """A year that has been locked: as of which day, and how many villages have a result in it."""

    plan_year: int
    locked_on: dt.date
    villages: int


@dataclass(frozen=True)
class Year:
    """A plan year; of a locked one since which day, by whom and when."""

    plan_year: int
    locked_on: dt.date | None
    by: str | None
    at: dt.datetime | None


@dataclass(frozen=True)
class Standing:
    """What a village stands at on one basis. accounts, forum: households counted for indicators 1 and 2."""

    status: str
    grade: str | None
    gate: str
    households: int
    accounts: int | None
    forum: int | None
    met: tuple[bool | None, ...]

    @property
    def figures(self) -> dict[str, object]:
        """By name, as a page tells them; of the indicators whether they are met, and how many households count."""
        counted = (self.accounts, self.forum, None, None)
        indicators = zip(self.met, counted, strict=True)
        return (
            {"grade": (self.grade, self.status), "gate": self.gate}
            | {str(number): told for number, told in enumerate(indicators, start=1)}
            | {"households": self.households}
        )


@dataclass(frozen=True)
class ChangedSinceLock:
    """A village whose published result is not what would come out now."""

    code: str
    moo: int
    name_th: str
    locked: Standing
    now: Standing

    @property
    def differing(self) -> list[str]:
        """What is otherwise now: `grade` (with the status), `gate`, `households`, the indicators as `1` to `4`."""
        locked, now = self.locked.figures, self.now.figures
        return [name for name in locked if locked[name] != now[name]]


def lock(session: Session, caller: Caller, plan_year: int, *, now: dt.datetime) -> Locked:
    """Lock a year as of today in Bangkok, after reading what has come until this moment.

    One transaction, however many villages: both bases are computed with the rules of a locked year and published with
    their evidence. Raises NotAllowed, YearNotOpen, YearLocked, SubmissionsWaiting.
    """
    year = lockable(session, caller, plan_year)
    digest_what_waits(session, caller.workspace_id)
    pending.take_turn(session, "villages")  # no drain computes this year while its rules change
    year.locked_on = bangkok_date(now)
    session.flush()
    locked_years.leave_out_villages_out_of_use(session, caller.workspace_id, plan_year)
    codes = sorted(villages.active(session, caller.workspace_id))
    criteria = results.criteria_of(session, caller.workspace_id, plan_year)
    for start in range(0, len(codes), VILLAGES_AT_ONCE):
        compute_locked(session, caller.workspace_id, criteria, codes[start : start + VILLAGES_AT_ONCE], now=now)
    record(session, caller, "year.lock", plan_year, locked_on=year.locked_on.isoformat(), villages=len(codes))
    for drain in (DRAIN_VILLAGES, DRAIN_PROJECTS):
        after_commit(session, nudge, drain)
    return Locked(plan_year, year.locked_on, len(codes))


def unlock(session: Session, caller: Caller, plan_year: int, reason: str) -> None:
    """Let a year change again: the evidence of the lock goes, and everything is computed after the commit.

    Raises NotAllowed, YearNotOpen, YearNotLocked, UnlockReasonMissing.
    """
    year, said = unlockable(session, caller, plan_year, reason)
    pending.take_turn(session, "villages")
    record(session, caller, "year.unlock", plan_year, locked_on=year.locked_on.isoformat(), reason=said)
    year.locked_on = None
    locked_years.forget(session, caller.workspace_id, plan_year)
    compute_year_again(session, caller.workspace_id, plan_year)


def lockable(session: Session, caller: Caller, plan_year: int) -> Criteria:
    """The year, held, if this caller may lock it now. Raises NotAllowed, YearNotOpen, YearLocked."""
    year = for_change(session, caller, "year.lock", plan_year)
    if year.locked_on is not None:
        raise YearLocked(plan_year=plan_year)
    return year


def unlockable(session: Session, caller: Caller, plan_year: int, reason: str) -> tuple[Criteria, str]:
    """The year, held, if this caller may unlock it now, and the reason as it is kept. Raises what `unlock` raises."""
    year = for_change(session, caller, "year.lock", plan_year)
    if year.locked_on is None:
        raise YearNotLocked(plan_year=plan_year)
    if not (said := reason.replace("\0", "").strip()[:MAX_REASON]):
        raise UnlockReasonMissing
    return year, said


def digest_what_waits(session: Session, workspace_id: int) -> None:
    """Read the submissions that had come when we began; those that cannot be read are put off, as ever.

    Raises SubmissionsWaiting when it would take too long.
    """
    pending.take_turn(session, "submissions")
    number, newest = pending.waiting_of(session, workspace_id)
    if number > MOST_WAITING:
        raise SubmissionsWaiting(waiting=number)
    while number:
        digest_waiting(session, limit=SUBMISSIONS_AT_ONCE)
        number, _ = pending.waiting_of(session, workspace_id, newest)


def all_years(session: Session, caller: Caller) -> list[Year]:
    """The plan years of the caller's province, the latest first."""
    return [Year(*row) for row in locked_years.years(session, caller.workspace_id)]


def one_year(session: Session, caller: Caller, plan_year: int) -> Year:
    """Raises YearNotOpen."""
    must_be_open(session, caller.workspace_id, plan_year)
    return next(one for one in all_years(session, caller) if one.plan_year == plan_year)


def acts(session: Session, caller: Caller, plan_year: int) -> Sequence[Row]:
    """What was done with a whole year, the latest first: why figures were restated that no submission changed."""
    return locked_years.acts(session, caller.workspace_id, plan_year)


def changes(session: Session, caller: Caller, plan_year: int, basis: Basis) -> list[ChangedSinceLock]:
    """The villages of the caller's area that changed since the lock; of a year that is not locked none.

    Raises YearNotOpen.
    """
    must_be_open(session, caller.workspace_id, plan_year)
    rows = locked_years.changes(session, caller.workspace_id, caller.area_code, plan_year, basis)
    return [changed(row) for row in rows]


def changed(row: Row) -> ChangedSinceLock:
    return ChangedSinceLock(row.code, row.moo, row.name_th, standing(row), standing(row, "_now"))


def standing(row: Row, suffix: str = "") -> Standing:
    values: Sequence = [getattr(row, name + suffix) for name in locked_years.COMPARED]
    return Standing(*values[:-1], met=tuple(values[-1]))
