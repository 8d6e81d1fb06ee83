"""The smallest valid graph of anything a test needs: places, people, phones, households, projects, years.

Every maker takes the session, adds what its thing stands on when that is missing, flushes and returns the row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import TypeVar
from uuid import uuid4

from argon2 import PasswordHasher
from geoalchemy2 import WKTElement
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.db.models import (
    Actor,
    Area,
    Assignment,
    Base,
    Criteria,
    Entity,
    EntityList,
    EntityVersion,
    HouseholdRegistration,
    ListRevision,
    Person,
    Phone,
    Project,
    Village,
    Workspace,
)
from server.domain.entities import PROPERTIES
from server.domain.tokens import fingerprint, phone_token

Row = TypeVar("Row", bound=Base)

SECRET = "a secret of the tests, longer than 32 characters"
PASSWORD = "correct horse battery"
ALREADY_THERE = date(1900, 1, 1)
LEVELS = {2: "province", 4: "district", 6: "subdistrict"}
_numbers: Iterator[int] = count(1)
_quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # the real cost would be felt in every test


@dataclass(frozen=True)
class MadePhone:
    """A phone in the database and the token only its owner knows."""

    actor_id: int
    workspace_id: int
    name: str
    token: str


def make_workspace(session: Session, province: str = "50") -> Workspace:
    """The workspace of a province, with the province's area; the one that is there already when there is one."""
    workspace = session.scalar(select(Workspace).where(Workspace.province_code == province))
    if not workspace:
        number = session.scalar(select(func.coalesce(func.max(Workspace.id), 0) + 1))  # a sequence survives roll-backs
        name = "เชียงใหม่" if province == "50" else f"จังหวัด {province}"
        workspace = _add(session, Workspace(id=number, province_code=province, name=name))
    make_area(session, province, workspace=workspace)
    return workspace


def make_area(session: Session, code: str, *, workspace: Workspace | None = None) -> Area:
    """A province, district or subdistrict and everything above it."""
    workspace = workspace or make_workspace(session, code[:2])
    there = session.get(Area, (workspace.id, code))
    if there:
        return there
    if len(code) > 2:
        make_area(session, code[:-2], workspace=workspace)
    names = {"name_th": f"เขต {code}", "name_en": f"Area {code}"}
    return _add(session, Area(workspace_id=workspace.id, code=code, level=LEVELS[len(code)], **names))


def make_village(session: Session, code: str = "50070503", **changes: object) -> Village:
    """A village and the areas above it; the one that is there already when there is one."""
    there = session.scalar(
        select(Village).join(Workspace).where(Workspace.province_code == code[:2], Village.code == code)
    )
    if there:
        return there
    workspace = make_workspace(session, code[:2])
    make_area(session, code[:6], workspace=workspace)
    values = {"moo": int(code[6:]), "name_th": f"บ้านทดสอบ {code[6:]}"} | changes
    return _add(session, Village(workspace_id=workspace.id, code=code, **values))


def make_year(
    session: Session, plan_year: int = 2570, *, workspace: Workspace | None = None, **changes: object
) -> Criteria:
    """An open plan year with its usual window: the fiscal year before and the year itself."""
    workspace = workspace or make_workspace(session)
    window = {"collection_start": date(plan_year - 545, 10, 1), "collection_end": date(plan_year - 543, 9, 30)}
    return _add(session, Criteria(workspace_id=workspace.id, plan_year=plan_year, **(window | changes)))


def make_system(session: Session) -> Actor:
    """The one actor of kind system."""
    there = session.scalar(select(Actor).where(Actor.kind == "system"))
    return there or _add(session, Actor(kind="system", display_name="yudee"))


def make_person(
    session: Session,
    email: str | None = None,
    *,
    role: str = "district_officer",
    area: str = "5007",
    password: str = PASSWORD,
    **changes: object,
) -> Person:
    """Somebody who can sign in, with a role in an area."""
    email = email or f"person{next(_numbers)}@example.org"
    actor = _add(session, Actor(kind="person", display_name=email.split("@")[0]))
    person = Person(actor_id=actor.id, email=email, password_hash=_quick.hash(password), **changes)
    _assign(session, actor, role, area)
    return _add(session, person)


def make_phone(
    session: Session,
    name: str | None = None,
    *,
    role: str = "tambon_team",
    area: str = "500705",
    secret: str = SECRET,
    **changes: object,
) -> MadePhone:
    """A phone that may send, with the token that goes into its URL."""
    name = name or f"phone {next(_numbers)}"
    actor = _add(session, Actor(kind="phone", display_name=name))
    token = phone_token(secret, actor.id, 1)
    workspace_id = _assign(session, actor, role, area)
    values = {"workspace_id": workspace_id, "name": name, "token_sha256": fingerprint(token)} | changes
    _add(session, Phone(actor_id=actor.id, **values))
    return MadePhone(actor.id, workspace_id, name, token)


def make_household(
    session: Session, village: str = "50070503", *, exists_from: date = ALREADY_THERE, **properties: str
) -> Entity:
    """A household in the register as an import leaves it: entity, first version, registration."""
    given = {"house_no": str(next(_numbers)), "hh_seq": "1", "head_name": "นายสมมุติ ตัวอย่าง", "status": "active"}
    values = given | {"exists_from": exists_from.isoformat()} | properties
    entity = make_entity(session, "households", village, f"{values['house_no']} {values['head_name']}", values)
    registration = {"household_id": entity.uuid, "exists_from": exists_from, "recorded_at": datetime.now(UTC)}
    _add(session, HouseholdRegistration(workspace_id=entity.workspace_id, village_code=village, **registration))
    return entity


def make_project(
    session: Session, village: str = "50070503", *, lon: float = 98.83, lat: float = 19.01, **changes: object
) -> Project:
    """A funded project with a site, and its entity in the list phones get."""
    code = f"2570-{village[:4]}-{next(_numbers):04d}"
    values = {
        "project_code": code,
        "fiscal_year": 2570,
        "title": "โครงการสมมุติ",
        "programme": 1,
        "impl_unit": "village",
        "stage": "funded",
        "budget_approved": 10_000_000,
        "planned_start": date(2026, 10, 1),
        "planned_end": date(2027, 9, 30),
    } | changes
    values |= {"entered_stage": values["stage"]} if "entered_stage" not in changes else {}
    shown = {"project_code": values["project_code"], "stage": values["stage"], "geometry": f"{lat} {lon} 0 0"}
    entity = make_entity(session, "projects", village, f"{values['project_code']} {values['title']}", shown)
    site = WKTElement(f"POINT({lon} {lat})", srid=4326)
    place = {"workspace_id": entity.workspace_id, "village_code": village, "site": site}
    return _add(session, Project(id=entity.uuid, **place, **values))


def make_entity(session: Session, list_name: str, village: str, label: str, properties: dict[str, str]) -> Entity:
    """An entity of a list at its first version, by the system; the tambon's list gets a new revision."""
    workspace_id = make_village(session, village).workspace_id
    if not session.get(EntityList, (workspace_id, list_name)):
        _add(session, EntityList(workspace_id=workspace_id, name=list_name, properties=list(PROPERTIES[list_name])))
    where = {"amphoe_code": village[:4], "tambon_code": village[:6], "village_code": village}
    uuid, data = uuid4(), where | properties
    key = {"workspace_id": workspace_id, "list_name": list_name, "uuid": uuid}
    entity = _add(session, Entity(**key, village_code=village, version=1, label=label, data=data))
    author = make_system(session).id
    _add(session, EntityVersion(**key, version=1, label=label, data=data, received=data, actor_id=author))
    _raise_revision(session, workspace_id, list_name, village[:6])
    return entity


def _raise_revision(session: Session, workspace_id: int, list_name: str, tambon: str) -> None:
    row = session.get(ListRevision, (workspace_id, list_name, tambon))
    if row:
        row.revision += 1
    else:
        session.add(ListRevision(workspace_id=workspace_id, list_name=list_name, tambon_code=tambon, revision=1))
    session.flush()


def _assign(session: Session, actor: Actor, role: str, area: str) -> int:
    workspace = make_workspace(session, area[:2])
    if len(area) == 8:
        make_village(session, area)
    else:
        make_area(session, area, workspace=workspace)
    _add(session, Assignment(actor_id=actor.id, workspace_id=workspace.id, role=role, area_code=area))
    return workspace.id


def _add(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row
