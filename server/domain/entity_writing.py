"""Entities that scripts make and change, in their caller's area, by the same rules as everybody else."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.models import EntityList
from server.db.queries import entities as queries
from server.db.queries import held_back, villages
from server.db.session import after_commit
from server.domain import entity_lists, events
from server.domain.entities import HOUSEHOLD_PROPERTIES, WAITING_FOR_ENTITY, Author, EntityFault, NewEntity, create_many
from server.domain.entities.changes import MADE_ELSEWHERE
from server.domain.entities.conflicts import EntityMovedOn, NothingToResolve, PropertyNotSettable, settable
from server.domain.entities.lineage import Held
from server.domain.entities.register import Register
from server.domain.entity_problems import (
    EntityExists,
    EntityMadeElsewhere,
    EntityWasDeleted,
    HouseholdsRefused,
    PropertyUnknown,
    ValueTooLong,
    VillageElsewhere,
    VillageMissing,
)
from server.domain.imports import cells, households, sheets
from server.domain.imports.households import NewHousehold
from server.domain.imports.sheets import Numbered, RowFault, RowsRefused
from server.domain.permissions import Caller
from server.errors import NotAllowed, NotFound
from server.queue import DRAIN_SUBMISSIONS, nudge

LABEL = "label"
LONGEST = 50_000
HOUSEHOLDS = "households"
# Who counts, and from when until when, is told by registrations and closings: the list only shows it.
LIFE = {"status", "exists_from", "exists_to", "close_reason", "merged_into", "split_from"}


@dataclass(frozen=True)
class Given:
    """An entity as a script gives it. data: only properties of its list."""

    uuid: UUID
    label: str
    data: Mapping[str, str]


def create(session: Session, caller: Caller, list_name: str, rows: Sequence[Given]) -> None:
    """Make all of these entities, as approved, or none.

    Raises NotAllowed, NotFound, and the problems of server/domain/entity_problems.py.
    """
    known = writable(session, caller, list_name)
    if list_name in MADE_ELSEWHERE:
        raise EntityMadeElsewhere(list=list_name)
    for row in rows:
        check_values(known, {LABEL: row.label, **row.data})
    check_new(session, known, [row.uuid for row in rows])
    places = places_of(session, caller, known, rows)
    if list_name == HOUSEHOLDS:
        register_households(session, caller, rows)
    else:
        made = [NewEntity(row.uuid, row.label, place, dict(row.data)) for row, place in zip(rows, places, strict=True)]
        put(session, caller, list_name, made)
    held_back.release(session, caller.workspace_id, WAITING_FOR_ENTITY, [row.uuid for row in rows])
    after_commit(session, nudge, DRAIN_SUBMISSIONS)
    details = [(row.uuid, {"list": list_name}) for row in rows]
    who = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    events.record_many(session, "entity.create", "entity", details, **who)


def change(
    session: Session,
    caller: Caller,
    list_name: str,
    uuid: UUID,
    values: Mapping[str, str],
    *,
    seen: int | None = None,
    resolves: bool = False,
) -> None:
    """Say something else of an entity, as its next version. values: by property, `label` among them.

    seen: the version the script looked at; resolves: end its conflict as well, with or without values.
    Raises NotAllowed, NotFound, EntityMovedOn, NothingToResolve, PropertyUnknown, PropertyNotSettable, ValueTooLong,
    HouseholdsRefused.
    """
    known = writable(session, caller, list_name)
    register = Register(session, caller.workspace_id, list_name, [uuid])
    entity = register.held.get(uuid)
    if entity is None or entity.is_deleted or not caller.covers(entity.village_code):
        raise NotFound
    if seen not in (None, entity.version):
        raise EntityMovedOn
    if resolves and entity.conflict is None:
        raise NothingToResolve
    check_values(known, values)
    check_changes(known, entity, values)
    if list_name == HOUSEHOLDS:
        check_cells(entity, values)
    told = {"list": list_name, "properties": sorted(values)}
    if values:
        received = {name: value for name, value in values.items() if name != LABEL}
        author, label = Author(caller.workspace_id, caller.actor_id), values.get(LABEL, entity.label)
        register.put_version(entity, label=label, received=received, author=author, base_version=entity.version)
    if resolves:
        told["conflict"] = entity.conflict
        entity.conflict, entity.resolved_version = None, entity.version
        register.changed[uuid] = entity
    register.write()
    who = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    events.record(session, "entity.resolve" if resolves else "entity.update", "entity", uuid, **who, **told)


def writable(session: Session, caller: Caller, list_name: str) -> EntityList:
    """The list, if the caller may write to it. Raises NotAllowed, NotFound, EntityMadeElsewhere."""
    if not caller.may("entity.write"):
        raise NotAllowed
    known = entity_lists.of(session, caller, list_name)
    if list_name in entity_lists.MADE_BY_SERVER:
        raise EntityMadeElsewhere(list=list_name)
    return known


def check_values(known: EntityList, values: Mapping[str, str]) -> None:
    """Raises PropertyUnknown, ValueTooLong."""
    for name, value in values.items():
        if name not in (*known.properties, LABEL):
            raise PropertyUnknown(list=known.name, name=name[:100])
        if len(value) > LONGEST:
            raise ValueTooLong(name=name, longest=LONGEST)


def check_changes(known: EntityList, entity: Held, values: Mapping[str, str]) -> None:
    """What the server says itself stays as it is. Raises PropertyNotSettable."""
    may_be_set = settable(known.name, known.properties) - (LIFE if known.name == HOUSEHOLDS else set())
    for name, value in values.items():
        was = entity.label if name == LABEL else entity.data.get(name) or ""
        if value != was and (name not in may_be_set or (name == LABEL and not value.strip())):
            raise PropertyNotSettable(name=name[:100])


def check_new(session: Session, known: EntityList, uuids: Collection[UUID]) -> None:
    """Raises EntityExists, EntityWasDeleted."""
    twice = next((uuid for uuid, times in Counter(uuids).items() if times > 1), None)
    if twice is not None:
        raise EntityExists(uuid=str(twice))
    for there in queries.lock(session, known.workspace_id, known.name, uuids):
        raise (EntityWasDeleted if there.is_deleted else EntityExists)(uuid=str(there.uuid))


def places_of(session: Session, caller: Caller, known: EntityList, rows: Sequence[Given]) -> list[str]:
    """Where each belongs: its village, or the caller's area in a list without villages.

    Raises VillageMissing, VillageElsewhere.
    """
    if "village_code" not in known.properties:
        return [caller.area_code] * len(rows)
    active = villages.active(session, caller.workspace_id)
    for row in rows:
        code = row.data.get("village_code")
        if not code:
            raise VillageMissing(list=known.name)
        if code not in active or not caller.covers(code):
            raise VillageElsewhere(code=code[:20])
    return [row.data["village_code"] for row in rows]


def put(session: Session, caller: Caller, list_name: str, made: Sequence[NewEntity]) -> None:
    """Raises EntityExists when somebody was quicker."""
    try:
        create_many(session, caller.workspace_id, list_name, made, caller.actor_id)
    except EntityFault as fault:
        raise EntityExists(**fault.details) from fault


def register_households(session: Session, caller: Caller, rows: Sequence[Given]) -> None:
    """As an import registers them: they count as the households that were there before anybody asked.

    Raises HouseholdsRefused with every fault, PropertyNotSettable, EntityExists.
    """
    read: list[Numbered[NewHousehold]] = []
    faults: list[RowFault] = []
    for number, row in enumerate(rows, start=1):
        given = [cells.tidy(row.data.get(column.name, "")) for column in households.COLUMNS]
        values, wrong = sheets.read_cells(number, given, households.COLUMNS)
        faults += wrong
        if not wrong:
            made = NewHousehold(**values, label=row.label, more=more_of(row), uuid=row.uuid)
            read.append(Numbered(number, made))
    try:
        registered = households.checked(session, caller.workspace_id, read, faults)
    except RowsRefused as refused:
        raise HouseholdsRefused(refused.faults) from refused
    for row, one in zip(rows, registered, strict=True):
        check_made(row, one)
    try:
        households.register(session, caller.workspace_id, registered, actor_id=caller.actor_id)
    except EntityFault as fault:
        raise EntityExists(**fault.details) from fault


def more_of(row: Given) -> dict[str, str]:
    """What nothing is counted by: where it lies, and properties that forms or administrators gave the list."""
    return {name: value for name, value in row.data.items() if name == "geometry" or name not in HOUSEHOLD_PROPERTIES}


def check_cells(entity: Held, values: Mapping[str, str]) -> None:
    """A change is read as an import would read it. Raises HouseholdsRefused."""
    news = {name: value for name, value in values.items() if value != entity.data.get(name)}
    columns = [column for column in households.COLUMNS if column.name in news]
    _, faults = sheets.read_cells(1, [cells.tidy(news[column.name]) for column in columns], columns)
    if faults:
        raise HouseholdsRefused(faults)


def check_made(row: Given, one: NewHousehold) -> None:
    """What a household is made with beside what an import asks for, the server says. Raises PropertyNotSettable."""
    asked = {column.name for column in households.COLUMNS}
    for name, value in row.data.items():
        if name not in asked and value != one.properties.get(name, ""):
            raise PropertyNotSettable(name=name)
