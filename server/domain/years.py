"""Plan years: opened with the usual rules, which the province may change until it locks the year."""

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256

from sqlalchemy.orm import Session

from server.db.models import Criteria
from server.db.queries import project_results, results, villages, years
from server.db.session import after_commit
from server.domain import events
from server.domain.indicators.calendar import default_window
from server.domain.people import system_actor
from server.domain.permissions import Caller
from server.domain.staleness import look_again
from server.domain.year_rules import SETTINGS, faults
from server.errors import NotAllowed, Problem
from server.queue import DRAIN_PROJECTS, DRAIN_VILLAGES, nudge

RULES_OF_ACCOUNTS = ("collection_start", "collection_end")  # what an account is judged by before it is counted


class YearNotOpen(Problem):
    status, code = 404, "year-not-open"
    th = "ไม่มีปีแผน {plan_year} ในจังหวัดนี้ ปีเป็น พ.ศ. เช่น 2570"
    en = "There is no plan year {plan_year} in this province. Years are Buddhist, such as 2570."


class NotAPlanYear(Problem):
    status, code = 422, "not-a-plan-year"
    th = "{plan_year} ไม่ใช่ปีแผน ระบุปี พ.ศ. เช่น 2570"
    en = "{plan_year} is no plan year. Give a Buddhist year such as 2570."


class YearLocked(Problem):
    status, code = 409, "year-locked"
    th = "ปีแผน {plan_year} ล็อกแล้ว จึงเปลี่ยนไม่ได้ ถ้าจำเป็นให้ปลดล็อกพร้อมเหตุผลก่อน"
    en = "Plan year {plan_year} is locked and cannot be changed. If it must be, unlock it first and say why."


class RulesInvalid(Problem):
    status, code = 422, "rules-invalid"
    th = "กติกาของปีนี้ใช้ไม่ได้ ไม่มีการเปลี่ยนแปลง: {why}"
    en = "These rules cannot be used; nothing was changed. {why}"


class RulesMovedOn(Problem):
    status, code = 409, "rules-moved-on"
    th = "ระหว่างนี้มีคนเปลี่ยนกติกาของปีนี้ ดูค่าปัจจุบันแล้วแก้อีกครั้ง ยังไม่ได้บันทึกอะไร"
    en = "Somebody changed the rules of this year meanwhile. Look at them as they are now; nothing was saved."


def open_year(session: Session, workspace_id: int, plan_year: int, *, actor_id: int | None = None) -> bool:
    """Open a plan year (B.E.) for collecting; every village is computed under it. Says whether it was new.

    Raises NotAPlanYear.
    """
    must_be_a_year(plan_year)
    start, end = default_window(plan_year)
    window = {"collection_start": start, "collection_end": end}
    if not years.add_year(session, {"workspace_id": workspace_id, "plan_year": plan_year} | window):
        return False
    compute_again(session, workspace_id, villages.active(session, workspace_id))
    look_again(session, workspace_id, "year_not_open")
    author = actor_id or system_actor(session).id
    events.record(session, "year.open", "year", plan_year, actor_id=author, workspace_id=workspace_id)
    return True


def compute_again(session: Session, workspace_id: int, village_codes: Iterable[str]) -> None:
    """Have villages computed, after the commit, under every plan year."""
    years.mark_stale(session, workspace_id, village_codes)
    after_commit(session, nudge, DRAIN_VILLAGES)


def must_be_a_year(plan_year: int) -> None:
    """Raises NotAPlanYear for what cannot be a Buddhist year of ours, such as a Gregorian one."""
    if not 2500 <= plan_year < 2700:
        raise NotAPlanYear(plan_year=plan_year)


def must_be_open(session: Session, workspace_id: int, plan_year: int) -> None:
    """Raises YearNotOpen when the province has no such plan year."""
    if session.get(Criteria, (workspace_id, plan_year)) is None:
        raise YearNotOpen(plan_year=plan_year)


def rules_of(session: Session, workspace_id: int, plan_year: int) -> dict[str, object]:
    """The settings of a plan year by name, and `locked_on`. Raises YearNotOpen."""
    must_be_open(session, workspace_id, plan_year)
    year = session.get_one(Criteria, (workspace_id, plan_year))
    return {name: getattr(year, name) for name in (*SETTINGS, "locked_on")}


def seen(rules: Mapping[str, object]) -> str:
    """What names these rules, for a form to say what it was filled in for."""
    return sha256(repr([rules[name] for name in SETTINGS]).encode()).hexdigest()[:16]


def must_be_as_seen(rules: Mapping[str, object], named: str) -> None:
    """Raises RulesMovedOn when these are other rules than the form showed."""
    if seen(rules) != named:
        raise RulesMovedOn


def set_rules(session: Session, caller: Caller, plan_year: int, changes: Mapping[str, object]) -> dict[str, tuple]:
    """Change settings of a year that is not locked; the whole year is computed again after the commit.

    Returns {setting: (before, after)} of those that are otherwise now; the event keeps the same.
    Raises NotAllowed, YearNotOpen, YearLocked, RulesInvalid.
    """
    year = changeable(session, caller, plan_year)
    before = {name: getattr(year, name) for name in SETTINGS}
    if errors := faults(changes, before):
        raise RulesInvalid(errors=errors, why="; ".join(f"{name}: {' '.join(said)}" for name, said in errors.items()))
    changed = {name: (old, changes[name]) for name, old in before.items() if changes.get(name, old) != old}
    if changed:
        for name, (_, after) in changed.items():
            setattr(year, name, after)
        record(session, caller, "year.set_rules", plan_year, **{name: written(pair) for name, pair in changed.items()})
        is_of_accounts = not changed.keys().isdisjoint(RULES_OF_ACCOUNTS)
        compute_year_again(session, caller.workspace_id, plan_year, accounts=is_of_accounts)
    return changed


def changeable(session: Session, caller: Caller, plan_year: int) -> Criteria:
    """The year, held, if this caller may change its rules now. Raises NotAllowed, YearNotOpen, YearLocked."""
    year = for_change(session, caller, "year.set_rules", plan_year)
    if year.locked_on is not None:
        raise YearLocked(plan_year=plan_year)
    return year


def for_change(session: Session, caller: Caller, verb: str, plan_year: int) -> Criteria:
    """The year, held until the end of the transaction. Raises NotAllowed and YearNotOpen."""
    if not caller.may(verb):
        raise NotAllowed
    year = years.of(session, caller.workspace_id, plan_year)
    if year is None:
        raise YearNotOpen(plan_year=plan_year)
    return year


def compute_year_again(session: Session, workspace_id: int, plan_year: int, *, accounts: bool = False) -> None:
    """Have every village and project of a year computed, after the commit. accounts: from each account on."""
    session.flush()
    results.mark_all_stale(session, workspace_id, plan_year, accounts=accounts)
    project_results.mark_all(session, workspace_id, year=plan_year)
    after_commit(session, nudge, DRAIN_VILLAGES)
    after_commit(session, nudge, DRAIN_PROJECTS)


def record(session: Session, caller: Caller, verb: str, plan_year: int, **details: object) -> None:
    by = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    events.record(session, verb, "year", plan_year, **by, **details)


def written(pair: tuple[object, object]) -> list[object]:
    """[before, after] as the book keeps them."""
    return [value.isoformat() if isinstance(value, date) else value for value in pair]
