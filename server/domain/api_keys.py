"""Keys with which somebody's own scripts come in: pyODK, Power BI, Excel, cron.

A key has at most the rights of its owner at the moment of use, and never those with which it could outlive its owner:
to change passwords, keys and people. The database keeps its sha256; it is shown once.
"""

import datetime as dt
import re
import secrets
import string
from dataclasses import dataclass, field

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.queries import api_keys as queries
from server.db.queries import locks
from server.db.queries import people as holders
from server.domain import people
from server.domain.permissions import Caller
from server.domain.tokens import fingerprint
from server.errors import NotAllowed, NotFound, Problem

READ, WRITE = SCOPES = ("read", "write")
FIGURES, ALL = PARTS = ("figures", "all")
SHORTEST_DAYS, DEFAULT_DAYS, LONGEST_DAYS = 1, 90, 400
MOST, LONGEST_NAME = 20, 60
PREFIX = "yud_"  # by which scanners of published code know a key
LETTERS = string.ascii_letters + string.digits
SECRET, TOLD = 40, 8  # letters behind the prefix: 238 bits; of which so many are told in lists
WELL_FORMED = re.compile(rf"{PREFIX}[A-Za-z0-9]{{{SECRET}}}")


class KeyReadsOnly(Problem):
    status, code, central_code = 403, "key-reads-only", 403.1
    th = "คีย์ API นี้อ่านได้อย่างเดียว สร้างคีย์ที่เขียนได้ที่หน้า /me/keys"
    en = "This API key is for reading. Make one that may write on /me/keys."


class KeyForFigures(Problem):
    status, code, central_code = 403, "key-for-figures", 403.1
    th = "คีย์ API นี้ใช้ได้เฉพาะตัวเลขใต้ /api สร้างคีย์สำหรับทุกส่วนที่หน้า /me/keys"
    en = "This API key is for the figures under /api alone. Make one for everything on /me/keys."


class KeyUnusable(Problem):
    status, code, central_code = 422, "key-unusable", 400.8
    th = "ตั้งชื่อคีย์ 1 ถึง {longest} ตัวอักษร เลือกสิทธิ์และส่วนที่ใช้ และให้อายุ 1 ถึง {days} วัน"
    en = "A key has a name of 1 to {longest} characters, a scope, a part, and lasts 1 to {days} days."


class TooManyKeys(Problem):
    status, code, central_code = 409, "too-many-keys", 409.0
    th = "มีคีย์ครบ {most} ดอกแล้ว ยกเลิกดอกที่ไม่ใช้ก่อน"
    en = "There are {most} keys already. End one that is not used first."


@dataclass(frozen=True)
class Key:
    """A key as lists show it. starts: its first letters; last_used_on: a day."""

    id: int
    starts: str
    name: str
    scope: str
    part: str
    created_at: dt.datetime
    expires_at: dt.datetime
    last_used_on: dt.date | None
    ran_out: bool


@dataclass(frozen=True)
class Made:
    """A new key. secret: all of it, told once."""

    key: Key
    secret: str = field(repr=False)


def make(session: Session, caller: Caller, *, name: str, scope: str, part: str, days: int) -> Made:
    """A key of the caller's own. Raises KeyUnusable, TooManyKeys, and NotAllowed of a script with a key."""
    if caller.by_key:
        raise NotAllowed
    name = name.strip()
    is_named = name.isprintable() and 1 <= len(name) <= LONGEST_NAME
    if not (is_named and scope in SCOPES and part in PARTS and SHORTEST_DAYS <= days <= LONGEST_DAYS):
        raise KeyUnusable(longest=LONGEST_NAME, days=LONGEST_DAYS)
    locks.hold(session, "keys", caller.actor_id)
    if len(queries.of(session, caller.actor_id)) >= MOST:
        raise TooManyKeys(most=MOST)
    secret = PREFIX + "".join(secrets.choice(LETTERS) for _ in range(SECRET))
    about = {"starts": secret[: len(PREFIX) + TOLD], "scope": scope, "part": part}
    row = queries.add(session, caller.actor_id, fingerprint(secret), dt.timedelta(days=days), name=name, **about)
    who = caller.actor_id
    people.record(session, "add_key", who, caller.workspace_id, who, days=days, **about)
    return Made(listed(row), secret)


def of(session: Session, actor_id: int) -> list[Key]:
    """Somebody's keys, the latest first, also those that have run out."""
    return [listed(row) for row in queries.of(session, actor_id)]


def end(session: Session, caller: Caller, key_id: int) -> None:
    """End a key of the caller's own: it opens nothing from the next request on. Raises NotFound."""
    own = [key.id for key in queries.of(session, caller.actor_id)]
    starts = queries.end(session, caller.actor_id, key_id) if key_id in own else None
    if starts is None:
        raise NotFound
    people.record(session, "end_key", caller.actor_id, caller.workspace_id, caller.actor_id, starts=starts)


def end_of(session: Session, email: str, starts: str) -> Key:
    """End the key of somebody that starts so, by the operator. Raises PersonUnknown and NotFound."""
    person = people.by_email(session, email)
    found = [key for key in of(session, person.actor_id) if starts and key.starts == starts[: len(key.starts)]]
    if not found:
        raise NotFound
    queries.end(session, person.actor_id, found[0].id)
    people.record(session, "end_key", person.actor_id, None, starts=found[0].starts)
    return found[0]


def is_key(token: str) -> bool:
    """Whether this is meant as a key, and no token or password."""
    return WELL_FORMED.fullmatch(token) is not None


def use(session: Session, key: str, email: str | None = None, *, writes: bool, figures: bool) -> Caller | None:
    """Whose key this is, in their first workspace; None when it is nobody's, has ended, or is not of this address.

    writes: what is asked for changes something; figures: it lies under /api. Notes the day.
    Raises KeyReadsOnly and KeyForFigures.
    """
    row = of_owner(session, key, email)
    held = holders.held_by(session, row.actor_id) if row else None
    if row is None or held is None:
        return None
    if writes and row.scope == READ:
        raise KeyReadsOnly
    if not figures and row.part == FIGURES:
        raise KeyForFigures
    if not row.is_fresh:
        queries.used(session, row.id)
    return Caller(*held, by_key=True)


def of_owner(session: Session, key: str, email: str | None) -> Row | None:
    """See `queries.living`: a living key, of whoever has this address, if one is given."""
    row = queries.living(session, fingerprint(key))
    is_theirs = row is not None and (email is None or row.email == email.strip().lower())
    return row if is_theirs else None


def listed(row: object) -> Key:
    told = ("id", "starts", "name", "scope", "part", "created_at", "expires_at", "last_used_on")
    ran_out = row.expires_at <= dt.datetime.now(dt.UTC)
    return Key(**{name: getattr(row, name) for name in told}, ran_out=ran_out)
