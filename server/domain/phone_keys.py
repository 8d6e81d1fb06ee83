"""The keys of phones as scripts read them, many at once: each that is shown is an event."""

import datetime as dt
import re
from dataclasses import dataclass, field

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.queries import accounts as queries
from server.db.queries import people
from server.domain import events, phones
from server.domain.assignments import AreaUnknown
from server.domain.permissions import Caller
from server.domain.phones import PhoneListed
from server.domain.tokens import fingerprint, is_well_formed, phone_token
from server.errors import NotAllowed, NotFound

MANAGING = "people.manage"
CODE = re.compile(r"(\d{2}|\d{4}|\d{6}|\d{8})(?!\d)", re.ASCII)


@dataclass(frozen=True)
class KeyListed:
    """A phone with its key. token: None when it is revoked, or whoever looks does not give phones out."""

    phone: PhoneListed
    created_at: dt.datetime
    created_by: int | None
    token: str | None = field(repr=False)


def listing(session: Session, caller: Caller, *, secret: str, actor_id: int | None = None) -> list[KeyListed]:
    """The phones at home in the caller's area, by name; only the one of this number when one is given."""
    rows = queries.phones_in(session, caller.workspace_id, caller.area_code, actor_id)
    listed = [with_key(row, secret if caller.may(MANAGING) else None) for row in rows]
    shown = [(one.phone.actor_id, {}) for one in listed if one.token]
    if shown:
        who = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
        events.record_many(session, "phone.show", "phone", shown, **who)
    return listed


def find(session: Session, caller: Caller, actor_id: int, *, secret: str) -> KeyListed:
    """One of them. Raises NotFound."""
    for one in listing(session, caller, secret=secret, actor_id=actor_id):
        return one
    raise NotFound


def add(session: Session, caller: Caller, name: str, *, area_code: str, role: str | None, secret: str) -> KeyListed:
    """Give out a phone in the caller's area. role: None stands for that of a tambon's team, or of a village's committee
    where the area is a village. Raises AreaUnknown and what `phones.add` raises.
    """
    if not caller.covers(area_code):
        raise AreaUnknown(area=area_code)
    role = role or ("committee_member" if len(area_code) == 8 else "tambon_team")
    given = {"area_code": area_code, "role": role, "by": caller.actor_id}
    made = phones.add(session, name, **given, workspace_id=caller.workspace_id, secret=secret)
    (row,) = queries.phones_in(session, caller.workspace_id, area_code, made.phone.actor_id)
    return with_key(row, secret)


def area_of(name: str) -> str | None:
    """The code of an area that a name begins with, as "500705 ทีม ก" does."""
    written = CODE.match(name)
    return written[1] if written else None


def rename(session: Session, caller: Caller, actor_id: int, name: str) -> None:
    """Give a phone another name. Raises NotFound and what `phones.rename` raises."""
    known = name_of(session, caller, actor_id)
    phones.rename(session, known, name, workspace_id=caller.workspace_id, by=caller.actor_id)


def revoke(session: Session, caller: Caller, actor_id: int) -> None:
    """End a phone's access at once. Raises NotFound."""
    name = name_of(session, caller, actor_id)
    phones.revoke(session, name, workspace_id=caller.workspace_id, by=caller.actor_id)


def name_of(session: Session, caller: Caller, actor_id: int) -> str:
    for phone, *_ in queries.phones_in(session, caller.workspace_id, caller.area_code, actor_id):
        return phone.name
    raise NotFound


def revoke_holder(session: Session, caller: Caller, token: str) -> None:
    """End the access of the phone that holds this token. Raises NotAllowed, also when there is none."""
    if not caller.may(MANAGING) or not is_well_formed(token):
        raise NotAllowed
    held = people.phone_by_token(session, fingerprint(token), caller.workspace_id)
    if held is None or not caller.covers(held.area_code):
        raise NotAllowed
    revoke(session, caller, held.actor_id)


def with_key(row: Row, secret: str | None) -> KeyListed:
    phone, assignment, created_at, created_by = row
    is_shown = secret is not None and phone.revoked_at is None
    token = phone_token(secret, phone.actor_id, phone.generation) if is_shown else None
    return KeyListed(phones.listed(phone, assignment), created_at, created_by, token)
