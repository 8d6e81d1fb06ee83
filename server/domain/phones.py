"""Phones: given out, shown again, revoked and reissued. The token itself is made from the secret, never stored."""

import datetime as dt
import hmac
from dataclasses import dataclass, field

from sqlalchemy import func
from sqlalchemy.orm import Session

from server.db.models import Actor, Assignment, Phone, Workspace
from server.db.queries import accounts as queries
from server.db.queries import locks
from server.domain import assignments, events, people, tokens
from server.domain.permissions import ROLES
from server.domain.tokens import fingerprint, phone_token
from server.errors import Problem

LONGEST_NAME = 60


class PhoneNameMalformed(Problem):
    status, code, central_code = 422, "phone-name-malformed", 400.8
    th = "ชื่อโทรศัพท์ต้องมี 1 ถึง {longest} ตัวอักษรในบรรทัดเดียว"
    en = "The name of a phone has 1 to {longest} characters on one line."


class PhoneExists(Problem):
    status, code, central_code = 409, "phone-exists", 409.3
    th = "มีโทรศัพท์ชื่อ {name} อยู่แล้ว ใช้ชื่ออื่น หรือ yudee phones show"
    en = "There is a phone named {name} already. Choose another name, or use `yudee phones show`."


class NoSuchPhone(Problem):
    status, code, central_code = 404, "no-such-phone", 404.1
    th = "ไม่มีโทรศัพท์ชื่อ {name} ดูรายชื่อด้วย yudee phones list"
    en = "There is no phone named {name}. See `yudee phones list`."


class PhoneRevoked(Problem):
    status, code = 409, "phone-revoked"
    th = "โทรศัพท์ {name} ถูกเพิกถอนแล้ว ออกรหัสใหม่ด้วย yudee phones reissue"
    en = "The phone {name} is revoked. `yudee phones reissue` gives it a new code."


class NoPhoneThere(Problem):
    status, code = 404, "no-phone-there"
    th = "ในพื้นที่ {area} ไม่มีโทรศัพท์ที่ใช้งานอยู่ เพิ่มด้วย yudee phones add"
    en = "There is no phone in use in the area {area}. Give one out with `yudee phones add`."


class RoleWithoutForms(Problem):
    status, code, central_code = 422, "role-without-forms", 400.8
    th = "บทบาท {role} ไม่มีแบบฟอร์มบนโทรศัพท์ เลือกจาก {known}"
    en = "The role {role} has no forms on a phone. Choose one of: {known}."


@dataclass(frozen=True)
class PhoneListed:
    """A phone as lists show it."""

    actor_id: int
    workspace_id: int
    name: str
    role: str
    area_code: str
    revoked: bool
    last_seen_at: dt.datetime | None


@dataclass(frozen=True)
class PhoneKey:
    """What goes into the QR code. The path holds the token in clear: shown on demand, never logged."""

    phone: PhoneListed
    workspace_name: str
    token: str = field(repr=False)
    page_token: str = field(repr=False, default="")

    @property
    def path(self) -> str:
        """The phone's server URL after the public origin."""
        return f"/v1/key/{self.token}/projects/{self.phone.workspace_id}"

    @property
    def page_path(self) -> str:
        """The team's own page after the public origin: whoever has it reads, and cannot send."""
        return f"/team/{self.page_token}"


def add(
    session: Session,
    name: str,
    *,
    area_code: str,
    workspace_id: int,
    secret: str,
    role: str = "tambon_team",
    person: str | None = None,
    by: int | None = None,
) -> PhoneKey:
    """Give out a phone with one role in one area. person: the address of whoever carries it; by: see `show`.

    Raises PhoneNameMalformed, PhoneExists, RoleWithoutForms, PersonUnknown, and what `assignments.check` raises.
    """
    check_name(session, workspace_id, name)
    assignments.check(session, workspace_id, role, area_code)
    if not ROLES[role].forms:
        raise RoleWithoutForms(role=role, known=", ".join(name for name, role in ROLES.items() if role.forms))
    carried_by = people.by_email(session, person).actor_id if person else None
    actor = queries.add_actor(session, "phone", name)
    phone = Phone(
        actor_id=actor.id,
        workspace_id=workspace_id,
        name=name,
        token_sha256=fingerprint(phone_token(secret, actor.id, 1)),
        generation=1,
        person_id=carried_by,
    )
    session.add(phone)
    assignment = queries.assign(session, actor.id, workspace_id, role, area_code)
    record(session, "add", phone, by, role=role, area=area_code)
    return key_of(session, phone, assignment, secret)


def show(session: Session, name: str, *, workspace_id: int, secret: str, by: int | None = None) -> PhoneKey:
    """The key of a phone once more, which is an event. by: who looks, or else the system. Raises NoSuchPhone,
    PhoneRevoked.
    """
    phone, assignment = find(session, workspace_id, name)
    if phone.revoked_at is not None:
        raise PhoneRevoked(name=name)
    record(session, "show", phone, by)
    return key_of(session, phone, assignment, secret)


def show_all(session: Session, area_code: str, *, workspace_id: int, secret: str) -> list[PhoneKey]:
    """The keys of all phones in use in an area, by name; each is an event. Raises NoPhoneThere."""
    there = [one for one in listing(session, workspace_id) if one.area_code.startswith(area_code) and not one.revoked]
    if not there:
        raise NoPhoneThere(area=area_code)
    return [show(session, one.name, workspace_id=workspace_id, secret=secret) for one in there]


def revoke(session: Session, name: str, *, workspace_id: int, by: int | None = None) -> None:
    """End a phone's access at once. by: see `show`. Raises NoSuchPhone."""
    phone, _ = find(session, workspace_id, name)
    phone.revoked_at = phone.revoked_at or func.now()
    record(session, "revoke", phone, by)


def reissue(session: Session, name: str, *, workspace_id: int, secret: str, by: int | None = None) -> PhoneKey:
    """A new key; the old one ends at once, and a revoked phone is in use again. by: see `show`. Raises NoSuchPhone."""
    phone, assignment = find(session, workspace_id, name)
    phone.generation += 1
    phone.revoked_at = None
    phone.token_sha256 = fingerprint(phone_token(secret, phone.actor_id, phone.generation))
    record(session, "reissue", phone, by, generation=phone.generation)
    return key_of(session, phone, assignment, secret)


def rename(session: Session, name: str, new_name: str, *, workspace_id: int, by: int | None = None) -> None:
    """Another name; key and page stay. by: see `show`. Raises NoSuchPhone, PhoneNameMalformed and PhoneExists."""
    phone, _ = find(session, workspace_id, name)
    if new_name != name:
        check_name(session, workspace_id, new_name)
        phone.name = session.get_one(Actor, phone.actor_id).display_name = new_name
        record(session, "rename", phone, by)


def listing(session: Session, workspace_id: int) -> list[PhoneListed]:
    """Every phone that was ever given out in the workspace, by name."""
    return [listed(*row) for row in queries.phones(session, workspace_id)]


def check_name(session: Session, workspace_id: int, name: str) -> None:
    if not (name.isprintable() and name.strip() == name and 1 <= len(name) <= LONGEST_NAME):
        raise PhoneNameMalformed(longest=LONGEST_NAME)
    locks.hold(session, "phones", workspace_id)  # of two that want the same name one is told so
    if queries.phones(session, workspace_id, name):
        raise PhoneExists(name=name)


def find(session: Session, workspace_id: int, name: str) -> tuple[Phone, Assignment]:
    """The phone of this name, locked against a second reissue, with its assignment. Raises NoSuchPhone."""
    for phone, assignment in queries.phones(session, workspace_id, name):
        session.refresh(phone, with_for_update={"key_share": True})
        return phone, assignment
    raise NoSuchPhone(name=name)


def key_of(session: Session, phone: Phone, assignment: Assignment, secret: str) -> PhoneKey:
    workspace = session.get_one(Workspace, phone.workspace_id)
    token = phone_token(secret, phone.actor_id, phone.generation)
    page_token = tokens.page_token(secret, phone.actor_id, phone.generation)
    return PhoneKey(listed(phone, assignment), workspace.name, token, page_token)


def by_page_token(session: Session, token: str, secret: str) -> PhoneListed | None:
    """The phone whose team reads its page by this token, unless the phone was revoked or its code is another by now."""
    actor_id = tokens.phone_of_page(token)
    found = queries.phone(session, actor_id) if actor_id is not None else None
    if found is None or found[0].revoked_at is not None:
        return None
    good = tokens.page_token(secret, found[0].actor_id, found[0].generation)
    return listed(*found) if hmac.compare_digest(good, token) else None


def listed(phone: Phone, assignment: Assignment) -> PhoneListed:
    return PhoneListed(
        actor_id=phone.actor_id,
        workspace_id=phone.workspace_id,
        name=phone.name,
        role=assignment.role,
        area_code=assignment.area_code,
        revoked=phone.revoked_at is not None,
        last_seen_at=phone.last_seen_at,
    )


def record(session: Session, verb: str, phone: Phone, by: int | None = None, **details: object) -> None:
    events.record(
        session,
        f"phone.{verb}",
        "phone",
        phone.actor_id,
        actor_id=by or people.system_actor(session).id,
        workspace_id=phone.workspace_id,
        **details,
    )
