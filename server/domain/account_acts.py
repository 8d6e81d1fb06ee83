"""An account on its page: what whoever looks after people sees of it, and does with it, knowing what it was before."""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.orm import Session

from server.db.models import Assignment, Person
from server.db.queries import account_list, api_keys, locks, logins, password_resets
from server.db.queries.account_list import Listed, Wanted
from server.domain import accounts, assignments, people, resets, second_factor
from server.domain.accounts import MANAGING
from server.domain.permissions import Caller
from server.domain.resets import Given
from server.errors import NotAllowed, NotFound, Problem

PAGE = 100
RECENT = 30


class AccountMovedOn(Problem):
    status, code = 409, "account-moved-on"
    th = "ระหว่างนี้มีคนเปลี่ยนบัญชีนี้ ดูค่าปัจจุบันแล้วแก้อีกครั้ง ยังไม่ได้บันทึกอะไร"
    en = "Somebody changed this account meanwhile. Look at it as it is now; nothing was saved."


class OwnAccount(Problem):
    status, code = 409, "own-account"
    th = "ทำสิ่งนี้กับบัญชีของตนเองไม่ได้ ให้ผู้ดูแลระบบคนอื่นทำ"
    en = "Nobody does this with the own account. Ask another administrator."


class AccountClosed(Problem):
    status, code = 409, "account-closed"
    th = "บัญชีนี้ปิดอยู่ เปิดบัญชีอีกครั้งก่อน แล้วทำอีกที"
    en = "This account is closed. Open it again first, then do this."


@dataclass(frozen=True)
class Found:
    """A page of a list, of so many in all."""

    people: list[Listed]
    total: int


def listing(session: Session, caller: Caller, wanted: Wanted, page: int = 1) -> Found:
    """The accounts of the caller's area. page: from 1."""
    where = (caller.workspace_id, caller.area_code, wanted)
    total = account_list.count(session, *where)
    return Found(account_list.people(session, *where, offset=(page - 1) * PAGE, most=PAGE), total)


def find(session: Session, caller: Caller, actor_id: int) -> Listed:
    """An account of the caller's area, closed or not. Raises NotAllowed and NotFound."""
    if not caller.may(MANAGING):
        raise NotAllowed
    found = account_list.one(session, caller.workspace_id, caller.area_code, actor_id)
    if found is None:
        raise NotFound
    return found


def seen(account: Listed) -> str:
    """What names the account as it is, for a form to say what it was filled in for."""
    told = account.name, account.email, account.role, account.area_code, account.disabled_at is not None
    return sha256(repr(told).encode()).hexdigest()[:16]


def hold(session: Session, caller: Caller, actor_id: int, named: str) -> Listed:
    """The account, held until the end of the transaction, if it is what the form showed.

    Raises AccountMovedOn, and what `find` raises.
    """
    locks.hold(session, "account", actor_id)
    found = find(session, caller, actor_id)
    if seen(found) != named:
        raise AccountMovedOn
    return found


def add(session: Session, caller: Caller, email: str, name: str, *, role: str, area_code: str) -> int:
    """A new account to which nobody can sign in before a link or a code was given out and used; its number.

    Raises NameUnusable, and what `accounts.add` raises.
    """
    made = accounts.add(session, caller, email, role=role, area_code=area_code, password=None)
    if name:
        accounts.set_name(session, made.actor_id, name)
    return made.actor_id


def rename(session: Session, caller: Caller, actor_id: int, named: str, *, name: str, email: str) -> None:
    """Another name, another address to sign in with. Raises what `hold` and `accounts.change` raise."""
    before = hold(session, caller, actor_id, named)
    changes = {} if name == before.name else {"name": name}
    changes |= {} if email.strip().lower() == before.email else {"email": email}
    if before.disabled_at is not None:
        raise AccountClosed
    if changes:
        accounts.change(session, caller, actor_id, **changes)


def is_moved(session: Session, caller: Caller, actor_id: int, email: str) -> bool:
    """Whether this is another address than the account has: whoever has it at a provider comes in. Raises what `find`
    raises."""
    return email.strip().lower() != find(session, caller, actor_id).email


def give_duty(session: Session, caller: Caller, actor_id: int, named: str, *, role: str, area_code: str) -> None:
    """Another role, another area: they count from the next request on.

    Raises OwnAccount, AreaUnknown outside the caller's area, and what `hold` and `assignments.check` raise.
    """
    before = hold(session, caller, actor_id, named)
    not_oneself(caller, actor_id)
    if not caller.covers(area_code):
        raise assignments.AreaUnknown(area=area_code)
    assignments.check(session, caller.workspace_id, role, area_code)
    if (role, area_code) != (before.role, before.area_code):
        duty = session.get_one(Assignment, (actor_id, caller.workspace_id))
        duty.role, duty.area_code = role, area_code
        told = {"role": [before.role, role], "area": [before.area_code, area_code]}
        people.record(session, "give_duty", actor_id, caller.workspace_id, caller.actor_id, **told)


def close(session: Session, caller: Caller, actor_id: int, named: str) -> None:
    """Close an account and end its sign-ins. Raises OwnAccount, PersonElsewhere, and what `hold` raises."""
    account = hold(session, caller, actor_id, named)
    not_oneself(caller, actor_id)
    here_only(account)
    people.disable(session, account.email, by=caller.actor_id)


def reopen(session: Session, caller: Caller, actor_id: int, named: str) -> None:
    """Let somebody sign in again, with the password of before. Raises PersonElsewhere, and what `hold` raises."""
    account = hold(session, caller, actor_id, named)
    here_only(account)
    session.get_one(Person, actor_id).disabled_at = None
    people.record(session, "enable", actor_id, caller.workspace_id, caller.actor_id)


def end_sign_ins(session: Session, caller: Caller, actor_id: int) -> int:
    """End every sign-in and key of somebody; says how many sign-ins there were. Raises what `find` raises."""
    account = find(session, caller, actor_id)
    ended = logins.end_all(session, account.actor_id)
    told = {"sign_ins_ended": ended, "keys_ended": api_keys.end_all(session, actor_id)}
    people.record(session, "end_sign_ins", actor_id, caller.workspace_id, caller.actor_id, **told)
    return ended


def give_reset(session: Session, caller: Caller, actor_id: int, kind: str) -> Given:
    """A link or a code by which somebody sets a password. Raises AccountClosed, PersonElsewhere, what `find` raises."""
    account = find(session, caller, actor_id)
    if account.disabled_at is not None:
        raise AccountClosed
    here_only(account)
    person = session.get_one(Person, actor_id)
    given = {"workspace_id": caller.workspace_id, "by": caller.actor_id}
    return resets.give(session, person, account.name, kind, **given)


def take_second_factor_off(session: Session, caller: Caller, actor_id: int) -> None:
    """For somebody who lost it, and is told at the next sign-in.

    Raises OwnAccount, PersonElsewhere, and what `find` raises.
    """
    account = find(session, caller, actor_id)
    not_oneself(caller, actor_id)
    here_only(account)
    second_factor.take_off(session, actor_id, workspace_id=caller.workspace_id, by=caller.actor_id)


def take_reset_back(session: Session, caller: Caller, actor_id: int) -> None:
    """What was given out opens nothing any more. Raises what `find` raises."""
    account = find(session, caller, actor_id)
    if account.reset_kind:
        password_resets.end(session, actor_id)
        people.record(session, "end_reset", actor_id, caller.workspace_id, caller.actor_id, kind=account.reset_kind)


def not_oneself(caller: Caller, actor_id: int) -> None:
    if actor_id == caller.actor_id:
        raise OwnAccount


def here_only(account: Listed) -> None:
    """One account serves all provinces in which somebody works, so that no single one of them may end or open it."""
    if account.provinces > 1:
        raise accounts.PersonElsewhere(email=account.email)
