"""People who sign in, and the system in whose name commands act."""

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.db.models import Actor, Assignment, Person, Workspace
from server.db.queries import accounts as queries
from server.db.queries import locks, password_resets
from server.db.queries import people as holders
from server.domain import assignments, events, passwords
from server.domain.permissions import Caller
from server.errors import Problem

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class EmailMalformed(Problem):
    status, code, central_code = 422, "email-malformed", 400.8
    th = "{email} ไม่ใช่ที่อยู่อีเมล พิมพ์ใหม่ เช่น somsri@example.go.th"
    en = "{email} is not an e-mail address. Type one such as somsri@example.go.th."


class PersonExists(Problem):
    status, code, central_code = 409, "person-exists", 409.3
    th = "มีบัญชีของ {email} อยู่แล้ว ใช้อีเมลอื่นสำหรับหน้าที่อื่น"
    en = "{email} has an account already. Somebody with two duties needs two addresses."


class PersonUnknown(Problem):
    status, code, central_code = 404, "person-unknown", 404.1
    th = "ไม่มีบัญชีของ {email} ดูรายชื่อด้วย yudee people list"
    en = "Nobody has the address {email}. See `yudee people list`."


@dataclass(frozen=True)
class Account:
    """A person as lists show them."""

    actor_id: int
    email: str
    role: str
    area_code: str
    disabled: bool


def system_actor(session: Session) -> Actor:
    """The one actor of kind system; made when it is first needed."""
    if there := queries.system(session):
        return there
    locks.hold(session, "system actor")
    return queries.system(session) or queries.add_actor(session, "system", "yudee")


def add(
    session: Session,
    email: str,
    *,
    role: str,
    area_code: str,
    password: str | None,
    workspace_id: int,
    by: int | None = None,
) -> Account:
    """Give somebody an account with one role in one area; without a password, one that nobody can sign in to.

    by: who does it, or else the system.

    Raises EmailMalformed, PersonExists, PasswordTooShort, and what `assignments.check` raises.
    """
    email = written(email)
    assignments.check(session, workspace_id, role, area_code)
    password_hash = passwords.hashed(password) if password is not None else passwords.NOBODYS
    locks.hold(session, "people")  # of two that want the same address one is told so
    if queries.person_of(session, email):
        raise PersonExists(email=email)
    actor = queries.add_actor(session, "person", email.split("@")[0])
    session.add(Person(actor_id=actor.id, email=email, password_hash=password_hash))
    queries.assign(session, actor.id, workspace_id, role, area_code)
    record(session, "add", actor.id, workspace_id, by, role=role, area=area_code)
    return Account(actor.id, email, role, area_code, disabled=False)


def written(email: str) -> str:
    """An address as it is kept. Raises EmailMalformed."""
    email = email.strip().lower()
    if not (EMAIL.fullmatch(email) and email.isprintable()):
        raise EmailMalformed(email=email)
    return email


def accounts(session: Session, workspace_id: int) -> list[Account]:
    """Everybody who has an account in the workspace."""
    return [account_of(*row) for row in queries.people(session, workspace_id)]


def by_email(session: Session, email: str) -> Person:
    """Raises PersonUnknown."""
    person = queries.person_of(session, email.strip().lower())
    if person is None:
        raise PersonUnknown(email=email)
    return person


def disable(session: Session, email: str, by: int | None = None) -> None:
    """Close an account and end its sign-ins; what the person did stays in the book. by: see `add`.

    Raises PersonUnknown.
    """
    person = by_email(session, email)
    queries.close(session, person)
    password_resets.end(session, person.actor_id)
    record(session, "disable", person.actor_id, None, by)


def operator(session: Session, workspace: Workspace, role: str = "district_officer") -> Caller:
    """Whoever has the command `yudee` at hand: acts in the role that an act asks for, everywhere in the province."""
    actor = system_actor(session)
    return Caller(actor.id, actor.kind, actor.display_name, workspace.id, role, workspace.province_code)


def caller(session: Session, email: str, workspace_id: int) -> Caller:
    """Somebody as one who acts in a workspace. Raises PersonUnknown, also for a closed account."""
    person = holders.person_by_email(session, email)
    held = holders.held_by(session, person.actor_id, workspace_id) if person else None
    if held is None:
        raise PersonUnknown(email=email)
    return Caller(*held)


def account_of(person: Person, assignment: Assignment) -> Account:
    closed = person.disabled_at is not None
    return Account(person.actor_id, person.email, assignment.role, assignment.area_code, disabled=closed)


def record(
    session: Session, verb: str, person_id: int, workspace_id: int | None, by: int | None = None, **details: object
) -> None:
    who = {"actor_id": by or system_actor(session).id, "workspace_id": workspace_id}
    events.record(session, f"person.{verb}", "person", person_id, **who, **details)
