"""Setting a password without the old one: by a link, or by a code that is printed. Either works once.

Nobody but its holder knows the secret: the database keeps its sha256, and whoever gives it out sees it once.
"""

import datetime as dt
import secrets
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from server.db.models import Actor, Person
from server.db.queries import api_keys, logins
from server.db.queries import password_resets as queries
from server.db.session import transaction
from server.domain import passwords, people, throttle
from server.domain.tokens import fingerprint
from server.errors import Problem

LINK, CODE = "link", "code"
LASTS = {LINK: dt.timedelta(hours=24), CODE: dt.timedelta(days=14)}
LETTERS = "ABCDEFGHJKMNPQRTUVWXY34679"  # none that is taken for another, on paper or aloud
GROUPS, GROUP = 3, 4  # 26^12 codes: 56 bits
FAILED = "reset.fail"


class LinkEnded(Problem):
    status, code, central_code = 404, "reset-link-ended", 404.1
    th = "ลิงก์นี้ใช้ไม่ได้แล้ว อาจใช้ไปแล้ว หมดอายุ หรือมีลิงก์ใหม่กว่า ขอลิงก์ใหม่จากผู้ดูแลระบบของจังหวัด"
    en = "This link has ended: it was used, it ran out, or there is a newer one. Ask your administrator for a new one."


class CodeWrong(Problem):
    status, code, central_code = 422, "reset-code-wrong", 400.8
    th = "อีเมลหรือรหัสบนกระดาษไม่ถูกต้อง หรือรหัสหมดอายุหรือใช้ไปแล้ว ตรวจแล้วพิมพ์ใหม่ หรือขอรหัสใหม่จากผู้ดูแลระบบ"
    en = "The e-mail address or the code is wrong, or the code ran out or was used. Check both, or ask for a new code."


@dataclass(frozen=True)
class Given:
    """What was just given out to somebody. secret: the token of a link or the letters of a code; told once."""

    kind: str
    email: str
    name: str
    expires_at: dt.datetime
    secret: str = field(repr=False)

    @property
    def path(self) -> str:
        """The page of a link after the public origin; of a code the page on which it is typed."""
        return f"/reset/{self.secret}" if self.kind == LINK else "/reset"


def give(
    session: Session, person: Person, name: str, kind: str, *, workspace_id: int | None, by: int | None = None
) -> Given:
    """A link or a code for somebody, in place of any before. by: who gives it out, or else the system."""
    secret = secrets.token_urlsafe(48) if kind == LINK else new_code()
    giver = by or people.system_actor(session).id
    kept = fingerprint(secret if kind == LINK else letters_of(secret))
    until = queries.put(session, person.actor_id, kind, kept, given_by=giver, lasts=LASTS[kind])
    people.record(session, "give_reset", person.actor_id, workspace_id, giver, kind=kind)
    return Given(kind, person.email, name, until, secret)


def give_to(session: Session, email: str) -> Given:
    """A link for whoever has this address, by the operator. Raises PersonUnknown, also for a closed account."""
    person = people.by_email(session, email)
    if person.disabled_at is not None:
        raise people.PersonUnknown(email=email)
    return give(session, person, session.get_one(Actor, person.actor_id).display_name, LINK, workspace_id=None)


def email_of(session: Session, token: str) -> str:
    """Whose link this is, if it still works. Raises LinkEnded."""
    email = queries.email_of_link(session, fingerprint(token))
    if email is None:
        raise LinkEnded
    return email


def use_link(session: Session, token: str, password: str, again: str) -> None:
    """Set the password of whoever has the link, which ends it and all of their sign-ins and keys.

    Raises LinkEnded, and what `passwords.check` raises: the link works still.
    """
    passwords.check(password, again)
    actor_id = queries.take_link(session, fingerprint(token))
    if actor_id is None:
        raise LinkEnded
    set_password(session, actor_id, password, LINK)


def use_code(email: str, code: str, password: str, again: str, *, address: str) -> None:
    """The same by a printed code; makes its own transaction, so that a failure is counted.

    Raises CodeWrong, alike for an unknown e-mail address, another's code and one that was used; what `passwords.check`
    raises; and what `throttle.check` raises.
    """
    passwords.check(password, again)
    email = email.replace("\0", "").strip().lower()
    counted = throttle.counters("code", email, address)
    with transaction() as session:
        throttle.hold(session, counted)
        throttle.check(session, counted)
        actor_id = queries.take_code(session, email, fingerprint(letters_of(code)))
        if actor_id is None:
            throttle.note(session, FAILED, counted, address=address)
        else:
            set_password(session, actor_id, password, CODE)
    if actor_id is None:
        raise CodeWrong


def set_password(session: Session, actor_id: int, password: str, kind: str) -> None:
    session.get_one(Person, actor_id).password_hash = passwords.hashed(password)
    ended = {"sign_ins_ended": logins.end_all(session, actor_id), "keys_ended": api_keys.end_all(session, actor_id)}
    people.record(session, "set_password", actor_id, None, actor_id, kind=kind, **ended)


def new_code() -> str:
    """ABCD-EFGH-JKMN."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def letters_of(code: str) -> str:
    """The letters of a code as it was typed: small or large, with or without what stands between the groups."""
    return "".join(sign for sign in code.upper() if sign.isalnum())
