"""Changes of an entity that clash, as an officer looks at them, and the officer's word on what is so."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.models import EntityList
from server.db.queries import entity_history as queries
from server.domain import events
from server.domain.entities.changes import REPORTED, Author
from server.domain.entities.register import Register
from server.domain.permissions import Caller, list_class
from server.errors import NotAllowed, NotFound, Problem

LABEL = "label"
LONGEST = 4000
FIXED = {"village_code", "tambon_code", "amphoe_code"}  # where an entity is, is no matter of opinion


class NothingToResolve(Problem):
    status, code, central_code = 409, "nothing-to-resolve", 400.32
    th = "รายการนี้ไม่มีข้อมูลขัดแย้งแล้ว อาจมีผู้จัดการไปก่อน"
    en = "Nothing clashes here any more; somebody may have been quicker."


class EntityMovedOn(Problem):
    status, code, central_code = 409, "entity-moved-on", 409.15
    th = "มีการแก้ไขรายการนี้ขณะที่ท่านเปิดอยู่ ดูข้อมูลล่าสุดก่อนเลือก"
    en = "This entry was changed while you had it open. Look at it again before you choose."


class PropertyNotSettable(Problem):
    status, code, central_code = 422, "property-not-settable", 400.33
    th = "ตั้งค่า “{name}” ไม่ได้ ไม่มีคุณสมบัตินี้ในรายการ เป็นค่าที่ระบบกำหนดเอง หรือค่าว่างหรือยาวเกินไป"
    en = (
        "“{name}” cannot be set so: the list has no such property, the server sets it itself, or it is blank or too"
        " long."
    )


@dataclass(frozen=True)
class Change:
    """What one change said. values: by property, the label among them; clashes: properties that clash; by: who."""

    version: int
    values: Mapping[str, str]
    clashes: Sequence[str]
    submission_id: int | None
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class Conflict:
    """An entity in conflict: its row now, its values before the changes that clash, and these changes in order."""

    entity: Row
    before: Mapping[str, str]
    changes: Sequence[Change]

    @property
    def now(self) -> Mapping[str, str]:
        return {**self.entity.data, LABEL: self.entity.label}

    @property
    def disputed(self) -> list[str]:
        """What the changes spoke of, where more than one value was said; what clashes comes first."""
        said = list(dict.fromkeys(name for one in self.changes for name in one.values))
        clashing = {name for one in self.changes for name in one.clashes}
        several = [name for name in said if len({value for value, _ in self.options(name)}) > 1]
        may_be_set = settable(self.entity.list_name, self.entity.properties)
        return sorted((name for name in several if name in may_be_set), key=lambda name: name not in clashing)

    def options(self, name: str) -> list[tuple[str, list[Change]]]:
        """The values of a property to choose from, each once, with the changes that said so (none: it was before)."""
        found: dict[str, list[Change]] = {self.before.get(name, ""): []}
        for change in self.changes:
            if name in change.values:
                found.setdefault(change.values[name], []).append(change)
        found.setdefault(self.now.get(name, ""), [])
        return list(found.items())


def look(session: Session, workspace_id: int, list_name: str, uuid: UUID) -> Conflict:
    """An entity and the changes that clash, as far as the transaction's scope reaches.

    Raises NotFound, NothingToResolve.
    """
    entity = queries.entity(session, workspace_id, list_name, uuid)
    if entity is None:
        raise NotFound
    if entity.conflict is None:
        raise NothingToResolve
    versions = queries.versions(session, workspace_id, list_name, uuid)
    since = first_base(versions, entity.resolved_version)
    before = next((one for one in versions if one.version == since), versions[0])
    changes = [change_of(one, versions) for one in versions if one.version > before.version and not one.written_back]
    return Conflict(entity, {**before.data, LABEL: before.label}, changes)


def first_base(versions: Sequence[Row], resolved: int) -> int:
    """The version on which the first change was made that others had overtaken, of those not looked through yet."""
    own = {one.version for one in versions if one.written_back}
    overtaken = [
        one.base_version
        for one in versions
        if one.version > resolved and one.base_version and set(range(one.base_version + 1, one.version)) - own
    ]
    return max(min(overtaken, default=resolved), resolved)


def change_of(one: Row, versions: Sequence[Row]) -> Change:
    earlier = next((other.label for other in versions if other.version == one.version - 1), one.label)
    values = one.received | ({LABEL: one.label} if one.label != earlier else {})
    return Change(one.version, values, one.conflicting, one.submission_id, one.actor, one.created_at)


def resolve(
    session: Session,
    caller: Caller,
    list_name: str,
    uuid: UUID,
    values: Mapping[str, str],
    *,
    seen: int | None = None,
) -> int:
    """Say what is so, and end the conflict; returns the version, a new one when something changes by it.

    values: by property, `label` among them; what is not named stays as it is. seen: the version the officer looked at.
    Raises NotAllowed, NotFound, EntityMovedOn, NothingToResolve, PropertyNotSettable.
    """
    if not caller.may("entity.resolve"):
        raise NotAllowed
    register = Register(session, caller.workspace_id, list_name, [uuid])
    entity = register.held.get(uuid)
    is_seen = list_class(list_name) in caller.sees
    if entity is None or entity.is_deleted or not is_seen or not caller.covers(entity.village_code):
        raise NotFound
    if seen not in (None, entity.version):
        raise EntityMovedOn
    if entity.conflict is None:
        raise NothingToResolve
    check_settable(session, caller.workspace_id, list_name, values)
    news = {name: value for name, value in values.items() if name != LABEL and value != (entity.data.get(name) or "")}
    label = values.get(LABEL, entity.label)
    told = {"list": list_name, "conflict": entity.conflict, "properties": sorted(news)}
    if news or label != entity.label:
        author = Author(caller.workspace_id, caller.actor_id)
        register.put_version(entity, label=label, received=news, author=author, base_version=entity.version)
    entity.conflict, entity.resolved_version = None, entity.version
    register.changed[uuid] = entity
    register.write()
    who = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    events.record(session, "entity.resolve", "entity", uuid, **who, **told)
    return entity.version


def settable(list_name: str, properties: Sequence[str]) -> set[str]:
    """What of an entity an officer may settle: nothing that the server would write over."""
    return REPORTED.get(list_name) or {*properties, LABEL} - FIXED


def check_settable(session: Session, workspace_id: int, list_name: str, values: Mapping[str, str]) -> None:
    """Raises PropertyNotSettable."""
    known = settable(list_name, session.get_one(EntityList, (workspace_id, list_name)).properties)
    for name, value in values.items():
        is_good = name in known and len(value) <= LONGEST and "\0" not in value
        if not is_good or (name == LABEL and not value.strip()):
            raise PropertyNotSettable(name=name[:100])
