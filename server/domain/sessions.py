"""Signing in and out with e-mail and password: browsers and scripts hold a token, the database its sha256."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from threading import BoundedSemaphore

from sqlalchemy.orm import Session

from server.db.queries import logins, people
from server.db.session import transaction
from server.domain import events, half_way, passwords, second_factor, throttle
from server.domain.permissions import Caller
from server.domain.programs import program_of
from server.domain.tokens import fingerprint
from server.errors import Problem

BROWSER, BEARER = "browser", "bearer"
LASTS = {BROWSER: timedelta(hours=12), BEARER: timedelta(hours=24)}
FAILED = "sign_in.fail"
_verdicts = passwords.Verdicts()
_turns = BoundedSemaphore(2)  # a comparison takes 64 MiB; a storm of attempts must not take them all at once


class SignInRefused(Problem):
    status, code, central_code = 401, "sign-in-refused", 401.2
    th = "อีเมลหรือรหัสผ่านไม่ถูกต้อง"
    en = "The e-mail address or the password is wrong."


class SecondFactorNeeded(Problem):
    status, code, central_code = 401, "second-factor-needed", 401.2
    th = "บัญชีนี้ใช้การยืนยันสองขั้น โปรแกรมจึงใช้รหัสผ่านไม่ได้ สร้างคีย์ API ที่หน้า /me/keys แล้วใช้แทนรหัสผ่าน"
    en = "This account needs a second factor, so programs cannot use its password: make an API key on /me/keys instead."


@dataclass(frozen=True)
class Passed:
    """Somebody whose password was right, and whose second factor is asked for. kept: of their password."""

    actor_id: int
    kept: str = field(repr=False)


@dataclass(frozen=True)
class SignedIn:
    """A new login. token: known to its holder alone."""

    token: str
    caller: Caller
    created_at: datetime
    expires_at: datetime


def sign_in(
    email: str, password: str, kind: str, *, address: str, user_agent: str | None = None, asked: Collection[str] = ()
) -> SignedIn | Passed:
    """Check e-mail and password, and open a login of a kind (`browser` 12 hours, `bearer` 24 hours); for a browser
    whose person has a second factor only say so: `finish` opens it.

    asked: roles that have to have a second factor.

    address: of the caller, for the count of failures; user_agent: what the caller says it is. It makes its own
    transactions: no connection is held while the password is compared, and a failure stays in the book. Raises what
    `authenticate` raises, and for scripts what `without_second_factor` raises.
    """
    caller, kept = compared(email, password, address=address)
    if kind == BEARER:
        without_second_factor(caller, asked)
    elif has_second_factor(caller):
        return Passed(caller.actor_id, kept)
    return opened(caller, kept, kind, user_agent)


def finish(given: str, code: str, *, secret: str, address: str, user_agent: str | None = None) -> SignedIn:
    """Open the login of a browser whose person gave the password and now a code of the app, or a recovery code.

    given: what `half_way.pass_of` made; it makes its own transactions. Raises SecondStepEnded, also when password,
    account or duty changed meanwhile, and what `second_factor.give` raises.
    """
    actor_id, marked = half_way.read(secret, given)
    with transaction() as session:
        kept = people.living_password(session, actor_id)
        held = people.held_by(session, actor_id)
    if kept is None or held is None or not half_way.is_marked(kept, marked):
        raise half_way.SecondStepEnded
    second_factor.give(actor_id, code, secret=secret, address=address)
    return opened(Caller(*held), kept, BROWSER, user_agent)


def has_second_factor(caller: Caller) -> bool:
    with transaction() as session:
        return second_factor.is_on(session, caller.actor_id)


def without_second_factor(caller: Caller, asked: Collection[str]) -> None:
    """Raises SecondFactorNeeded when the password alone is not enough for a script. asked: see `sign_in`."""
    if caller.role in asked or has_second_factor(caller):
        raise SecondFactorNeeded


def opened(caller: Caller, kept: str, kind: str, user_agent: str | None) -> SignedIn:
    token = secrets.token_urlsafe(48)
    with transaction() as session:
        if not people.came_in(session, caller.actor_id, kept):  # it was changed, or the account closed, meanwhile
            raise SignInRefused
        login = logins.add(session, fingerprint(token), caller.actor_id, kind, LASTS[kind], program_of(user_agent))
        events.record(session, "sign_in", "person", caller.actor_id, actor_id=caller.actor_id, kind=kind)
        return SignedIn(token, caller, login.created_at, login.expires_at)


def authenticate(email: str, password: str, *, address: str, every_time: bool = False) -> Caller:
    """Who has this e-mail and password, in their first workspace; opens no login.

    every_time: they come with every request (Basic). Then a comparison is remembered for a while: what was right costs
    no other, and the same wrong password, sent again and again by one phone, counts as one failure. Account and duty
    are looked up each time, and another password is another comparison.
    Raises SignInRefused, alike for an unknown address, a wrong password, a closed account and one without a duty, and
    what `throttle.check` raises.
    """
    return compared(email, password, address=address, every_time=every_time)[0]


def compared(email: str, password: str, *, address: str, every_time: bool = False) -> tuple[Caller, str]:
    """See `authenticate`; with what the database kept of the password."""
    email = email.replace("\0", "").strip().lower()
    counted = throttle.counters("password", email, address)
    with transaction() as session:
        person = people.person_by_email(session, email)
        actor_id, kept = (person.actor_id, person.password_hash or nobodys_hash()) if person else (None, nobodys_hash())
        held = people.held_by(session, actor_id) if actor_id else None
    if every_time and (is_right := _verdicts.of(email, password, kept)) is not None:
        if not is_right or held is None:
            raise SignInRefused
        return Caller(*held), kept
    with _turns:  # also what was tried in the same moment counts before the next comparison
        with transaction() as session:
            throttle.check(session, counted)
        is_right = passwords.matches(password, kept)
        if every_time:
            _verdicts.remember(email, password, kept, is_right)
        if not is_right or held is None:
            with transaction() as session:
                throttle.note(session, FAILED, counted, address=address, actor_id=actor_id)
            raise SignInRefused
    return Caller(*held), kept


def by_token(session: Session, token: str, kind: str, workspace_id: int | None = None) -> Caller | None:
    """Who holds this token, if the login is still alive; needs a transaction without a scope. Notes that it is used."""
    login = people.login_by_token(session, fingerprint(token), kind)
    if login and not login.is_fresh:
        logins.seen(session, fingerprint(token))
    held = people.held_by(session, login.actor_id, workspace_id) if login else None
    return Caller(*held) if held else None


def sign_out(session: Session, token: str) -> None:
    """End a login; nothing happens when it has ended already."""
    actor_id = logins.end(session, fingerprint(token))
    if actor_id is not None:
        events.record(session, "sign_out", "person", actor_id, actor_id=actor_id)


@cache
def nobodys_hash() -> str:
    """Compared with when there is no account or no password yet: the answer takes as long as for a wrong password."""
    return passwords.hashed(secrets.token_urlsafe())
