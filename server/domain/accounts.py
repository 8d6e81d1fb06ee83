"""People's accounts as they are looked after from afar: by whoever manages the people of an area, or by oneself."""

from sqlalchemy.orm import Session

from server.db.models import Actor, Person
from server.db.queries import accounts as queries
from server.db.queries import identities, locks, logins, password_resets, web_users
from server.db.queries.web_users import WebUser
from server.domain import assignments, passwords, people
from server.domain.permissions import Caller
from server.errors import NotAllowed, NotFound, Problem

MANAGING = "people.manage"
LONGEST_NAME = 60


class NameUnusable(Problem):
    status, code, central_code = 400, "display-name-unusable", 400.8
    th = "ชื่อที่แสดงต้องมี 1 ถึง {longest} ตัวอักษรในบรรทัดเดียว"
    en = "A display name has 1 to {longest} characters on one line."


class PersonElsewhere(Problem):
    status, code, central_code = 409, "person-elsewhere", 409.0
    th = "{email} มีหน้าที่ในจังหวัดอื่นด้วย ให้ผู้ดูแลเครื่องแม่ข่ายทำด้วยคำสั่ง yudee people"
    en = "{email} has duties in other provinces, too: only the operator of the server may do this, with `yudee people`."


def listing(session: Session, caller: Caller, word: str = "") -> list[WebUser]:
    """The people of the caller's area whose address or name has this word in it.

    Whoever does not manage people finds one person of the province by their whole address, and nobody else.
    """
    if caller.may(MANAGING):
        return web_users.listed(session, caller.workspace_id, caller.area_code, word=word or None)
    found = web_users.listed(session, caller.workspace_id, "", word=word) if word else []
    return [one for one in found if one.email == word.lower()]


def find(session: Session, caller: Caller, actor_id: int) -> WebUser:
    """The caller, or somebody whose account the caller manages. Raises NotAllowed and NotFound."""
    if actor_id != caller.actor_id and not caller.may(MANAGING):
        raise NotAllowed
    area = "" if actor_id == caller.actor_id else caller.area_code
    for one in web_users.listed(session, caller.workspace_id, area, actor_id=actor_id):
        return one
    raise NotFound


def add(session: Session, caller: Caller, email: str, *, role: str, area_code: str, password: str | None) -> WebUser:
    """Give somebody an account in the caller's area. Raises what `people.add` raises."""
    if not caller.covers(area_code):
        raise assignments.AreaUnknown(area=area_code)
    given = {"role": role, "area_code": area_code, "password": password}
    made = people.add(session, email, **given, workspace_id=caller.workspace_id, by=caller.actor_id)
    return find(session, caller, made.actor_id)


def change(
    session: Session, caller: Caller, actor_id: int, *, name: str | None = None, email: str | None = None
) -> WebUser:
    """Another name, or another address to sign in with; the latter is for whoever manages people.

    Raises NameUnusable, EmailMalformed, PersonExists, PersonElsewhere, NotAllowed of a script with a key, and what
    `find` raises.
    """
    not_by_key(caller)
    found = find(session, caller, actor_id)
    if email is not None:
        set_email(session, caller, found, people.written(email))
    if name is not None:
        set_name(session, actor_id, name)
    changed = [field for field, value in (("name", name), ("email", email)) if value is not None]
    if changed:
        people.record(session, "change", actor_id, caller.workspace_id, caller.actor_id, fields=changed)
        session.flush()
    return find(session, caller, actor_id)


def not_by_key(caller: Caller) -> None:
    """Whoever finds a key of somebody must not take the account over."""
    if caller.by_key:
        raise NotAllowed


def set_name(session: Session, actor_id: int, name: str) -> None:
    """Raises NameUnusable."""
    if not (name.isprintable() and name.strip() == name and 1 <= len(name) <= LONGEST_NAME):
        raise NameUnusable(longest=LONGEST_NAME)
    session.get_one(Actor, actor_id).display_name = name


def set_email(session: Session, caller: Caller, found: WebUser, email: str) -> None:
    if not caller.may(MANAGING):
        raise NotAllowed
    check_here_only(session, found)
    locks.hold(session, "people")  # of two that want the same address one is told so
    if email != found.email and queries.person_of(session, email):
        raise people.PersonExists(email=email)
    if email != found.email:
        identities.end(session, found.actor_id)  # whoever has the new address is another one at the provider
    session.get_one(Person, found.actor_id).email = email


def close(session: Session, caller: Caller, actor_id: int) -> None:
    """Close an account and end its sign-ins. Raises PersonElsewhere and what `find` raises."""
    if not caller.may(MANAGING):
        raise NotAllowed
    found = find(session, caller, actor_id)
    check_here_only(session, found)
    people.disable(session, found.email, by=caller.actor_id)


def check_here_only(session: Session, found: WebUser) -> None:
    """One account serves all provinces in which somebody works, so that no single one of them may end it."""
    if len(web_users.workspaces_of(session, found.actor_id)) > 1:
        raise PersonElsewhere(email=found.email)


def set_password(session: Session, caller: Caller, password: str, *, token_sha256: bytes) -> None:
    """The caller's own new password; ends every login but the one of this token, and a link or code given out before.

    Raises PasswordTooShort, and NotAllowed of a script with a key.
    """
    not_by_key(caller)
    session.get_one(Person, caller.actor_id).password_hash = passwords.hashed(password)
    password_resets.end(session, caller.actor_id)
    logins.end_others(session, caller.actor_id, token_sha256)
    people.record(session, "set_password", caller.actor_id, None, caller.actor_id)
