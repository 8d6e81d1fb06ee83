"""A second factor beside the password: codes of an app (TOTP, RFC 6238), and recovery codes for when it is lost."""

import time
from dataclasses import dataclass, field
from datetime import timedelta

import pyotp
from sqlalchemy.orm import Session

from server.db.queries import second_factors as queries
from server.db.session import transaction
from server.domain import people, throttle
from server.domain.permissions import Caller
from server.domain.resets import letters_of, new_code
from server.domain.sealing import seal, unseal
from server.domain.throttle import Limit
from server.domain.tokens import fingerprint
from server.errors import Problem

PURPOSE, ISSUER = "second factor", "Yudee"
CODES = 10
STEP_S, WINDOW = 30, 1  # a clock may be a step wrong
FAILED = "second_factor.fail"
OF_ONE_FACTOR = Limit(20, timedelta(hours=1))  # from wherever: only who knows the password gets so far


class SecondCodeWrong(Problem):
    status, code, central_code = 422, "second-code-wrong", 400.8
    th = "รหัสยืนยันไม่ถูกต้อง หรือใช้ไปแล้ว รอรหัสใหม่ในแอปแล้วลองอีกครั้ง และตรวจว่านาฬิกาของโทรศัพท์ตรง"
    en = "The code is wrong or was used. Wait for the next one of your app, and see that the phone's clock is right."


class SecondFactorOn(Problem):
    status, code = 409, "second-factor-on"
    th = "การยืนยันสองขั้นเปิดอยู่แล้ว"
    en = "The second factor is on already."


class SecondFactorAsked(Problem):
    status, code = 409, "second-factor-asked"
    th = "บทบาทของคุณต้องใช้การยืนยันสองขั้น จึงปิดไม่ได้"
    en = "Your role has to have a second factor, so it stays on."


@dataclass(frozen=True)
class Begun:
    """A secret that waits for its first code. uri: what an app reads from a QR code."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)


def is_on(session: Session, actor_id: int) -> bool:
    factor = queries.of(session, actor_id)
    return factor is not None and factor.confirmed_at is not None


def begin(session: Session, caller: Caller, *, secret: str) -> None:
    """Make a secret for the caller; it is asked for once it is confirmed. Raises SecondFactorOn."""
    sealed = seal(secret, PURPOSE, str(caller.actor_id), pyotp.random_base32())
    if not queries.begin(session, caller.actor_id, sealed):
        raise SecondFactorOn


def begun(session: Session, caller: Caller, email: str, *, secret: str) -> Begun | None:
    """What the caller has begun and not confirmed. email: by which the app names it."""
    factor = queries.of(session, caller.actor_id)
    if factor is None or factor.secret is None or factor.confirmed_at is not None:
        return None
    made = unseal(secret, PURPOSE, str(caller.actor_id), factor.secret)
    return Begun(made, pyotp.TOTP(made).provisioning_uri(name=email, issuer_name=ISSUER)) if made else None


def confirm(caller: Caller, code: str, *, secret: str, address: str) -> list[str]:
    """Switch it on by a code of the app; the recovery codes, told once.

    Raises SecondFactorOn, and what `give` raises.
    """
    with transaction() as session:
        if is_on(session, caller.actor_id):
            raise SecondFactorOn
    give(caller.actor_id, code, secret=secret, address=address)
    with transaction() as session:
        queries.confirm(session, caller.actor_id)
        record(session, "on", caller)
        return set_codes(session, caller)


def renew_codes(caller: Caller, code: str, *, secret: str, address: str) -> list[str]:
    """Other recovery codes in place of those before. Raises what `give` raises."""
    give(caller.actor_id, code, secret=secret, address=address)
    with transaction() as session:
        record(session, "codes", caller)
        return set_codes(session, caller)


def switch_off(caller: Caller, code: str, *, secret: str, address: str, is_asked: bool) -> None:
    """The caller's own. is_asked: the role has to have one. Raises SecondFactorAsked, and what `give` raises."""
    if is_asked:
        raise SecondFactorAsked
    give(caller.actor_id, code, secret=secret, address=address)
    with transaction() as session:
        queries.end(session, caller.actor_id)
        record(session, "off", caller)


def take_off(session: Session, actor_id: int, *, workspace_id: int | None, by: int | None = None) -> None:
    """For somebody who lost it; they are told at the next sign-in. by: who does it, or else the system."""
    if queries.take_off(session, actor_id):
        people.record(session, "second_factor_taken_off", actor_id, workspace_id, by)


def told_off(session: Session, actor_id: int) -> bool:
    """Whether it was taken off since somebody signed in last; said once."""
    return queries.told_off(session, actor_id)


def give(actor_id: int, code: str, *, secret: str, address: str) -> None:
    """Take a code of somebody's app, or a recovery code: either is good once. Makes its own transaction, so that a
    failure is counted.

    Raises SecondCodeWrong, and what `throttle.check` raises.
    """
    counted = throttle.counters(PURPOSE, str(actor_id), address)
    counted |= {throttle.digest(PURPOSE, str(actor_id)): OF_ONE_FACTOR}
    with transaction() as session:
        throttle.hold(session, counted)
        throttle.check(session, counted)
        is_right = is_of_app(session, actor_id, code, secret) or is_for_recovery(session, actor_id, code)
        if not is_right:
            throttle.note(session, FAILED, counted, address=address, actor_id=actor_id)
    if not is_right:
        raise SecondCodeWrong


def is_of_app(session: Session, actor_id: int, code: str, secret: str) -> bool:
    factor = queries.of(session, actor_id)
    made = unseal(secret, PURPOSE, str(actor_id), factor.secret) if factor and factor.secret else None
    if made is None:
        return False
    typed, now = "".join(code.split()), int(time.time()) // STEP_S
    app = pyotp.TOTP(made)
    for step in range(now - WINDOW, now + WINDOW + 1):
        if pyotp.utils.strings_equal(typed, app.generate_otp(step)):
            return queries.use_step(session, actor_id, step)
    return False


def is_for_recovery(session: Session, actor_id: int, code: str) -> bool:
    is_right = queries.use_code(session, actor_id, fingerprint(letters_of(code)))
    if is_right:
        left = queries.codes_left(session, actor_id)
        people.record(session, "second_factor_recovery", actor_id, None, actor_id, left=left)
    return is_right


def set_codes(session: Session, caller: Caller) -> list[str]:
    codes = [new_code() for _ in range(CODES)]
    queries.set_codes(session, caller.actor_id, [fingerprint(letters_of(code)) for code in codes])
    return codes


def record(session: Session, act: str, caller: Caller) -> None:
    who = caller.actor_id
    people.record(session, f"second_factor_{act}", who, caller.workspace_id, who)
