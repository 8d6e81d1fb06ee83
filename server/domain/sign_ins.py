"""Where somebody is signed in: seen by themselves and by whoever looks after people, and ended; and how lately."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.db.queries import logins
from server.domain import people
from server.domain.permissions import Caller
from server.domain.tokens import fingerprint
from server.errors import NotFound, Problem

LATELY = dt.timedelta(minutes=15)
NAMED_BY = 16  # digits of the fingerprint: enough to tell one's own apart, and no key


class SignInTooOld(Problem):
    status, code = 403, "sign-in-too-old"
    th = "เพื่อความปลอดภัย ให้ออกจากระบบแล้วเข้าใหม่ก่อน แล้วทำภายใน {minutes} นาที"
    en = "This asks for a fresh sign-in: sign out, sign in again, and do it within {minutes} minutes."


@dataclass(frozen=True)
class SignIn:
    """A living login. kind: `browser` or `bearer`; program: see `programs`; last_seen_at: to the hour; is_this: it is
    the one that asks.
    """

    name: str
    kind: str
    program: str | None
    created_at: dt.datetime
    last_seen_at: dt.datetime
    expires_at: dt.datetime
    is_this: bool


def of(session: Session, actor_id: int, token: str = "") -> list[SignIn]:
    """Somebody's sign-ins, the latest first. token: of the one that asks."""
    this = fingerprint(token)
    return [
        SignIn(
            name=name_of(row.token_sha256),
            kind=row.kind,
            program=row.program,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at or row.created_at,
            expires_at=row.expires_at,
            is_this=row.token_sha256 == this,
        )
        for row in logins.living(session, actor_id)
    ]


def is_fresh(session: Session, token: str) -> bool:
    """Whether whoever holds this token has lately shown who they are."""
    return logins.is_younger(session, fingerprint(token), LATELY)


def check_fresh(session: Session, token: str) -> None:
    """Ways in are given out to whoever has just signed in, not to an unattended browser. Raises SignInTooOld."""
    if not is_fresh(session, token):
        raise SignInTooOld(minutes=LATELY // dt.timedelta(minutes=1))


def end_one(session: Session, caller: Caller, name: str) -> None:
    """End a sign-in of the caller's own. Raises NotFound."""
    for row in logins.living(session, caller.actor_id):
        if name_of(row.token_sha256) == name:
            logins.end(session, row.token_sha256)
            record(session, caller, 1)
            return
    raise NotFound


def end_others(session: Session, caller: Caller, token: str) -> int:
    """End every sign-in of the caller but the one of this token; says how many there were."""
    ended = logins.end_others(session, caller.actor_id, fingerprint(token))
    record(session, caller, ended)
    return ended


def record(session: Session, caller: Caller, ended: int) -> None:
    who = caller.actor_id
    people.record(session, "end_sign_ins", who, caller.workspace_id, who, sign_ins_ended=ended)


def name_of(token_sha256: bytes) -> str:
    return token_sha256.hex()[:NAMED_BY]
