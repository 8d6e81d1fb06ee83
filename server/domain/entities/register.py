"""Entities changed: locked and read together, changed in memory by the rules, written in a handful of statements."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.queries import entities as queries
from server.domain.entities.changes import (
    MADE_ELSEWHERE,
    NEEDS_APPROVAL,
    NO_LABEL,
    PROPERTIES,
    SERVER_ONLY,
    Author,
    EntityChange,
    EntityFault,
    NewEntity,
)
from server.domain.entities.lineage import Held, Version, base_of, compare, later_links, waits

VILLAGE_DIGITS = 8


def create_many(session: Session, workspace_id: int, list_name: str, rows: Sequence[NewEntity], actor_id: int) -> None:
    """Make many new entities at once, as approved."""
    register = Register(session, workspace_id, list_name, ())
    for row in rows:
        register.add(Held(row.uuid, row.village_code, 0, row.label, row.data), Author(workspace_id, actor_id))
    register.write()


def apply(session: Session, change: EntityChange, author: Author) -> Version:
    """Make or change one entity as a submission asks; returns the new version.

    Raises EntityFault; `held` faults (`entity_unknown`, `entity_waiting`) may be tried again later.
    """
    register = Register(session, author.workspace_id, change.list_name, [change.uuid])
    made = register.apply(change, author)
    register.write()
    return made


def server_update(
    session: Session,
    workspace_id: int,
    list_name: str,
    uuid: UUID,
    values: dict,
    author: Author,
    *,
    label: str | None = None,
) -> None:
    """Write the server's own properties (stage, budget_approved …) into an entity as a further version."""
    register = Register(session, workspace_id, list_name, [uuid])
    register.server_update(uuid, values, author, label=label)
    register.write()


class Register:
    """Some entities of one list, locked until the transaction ends. Nothing is stored before `write`.

    needs_approval: whether entities are made only for authors who are approved.
    """

    def __init__(
        self,
        session: Session,
        workspace_id: int,
        list_name: str,
        uuids: Iterable[UUID],
        *,
        needs_approval: bool = False,
    ) -> None:
        self.session, self.list_name, self.needs_approval = session, list_name, needs_approval
        self.key = {"workspace_id": workspace_id, "list_name": list_name}
        self.held = held(session, workspace_id, list_name, set(uuids))
        self.new: dict[UUID, Held] = {}
        self.changed: dict[UUID, Held] = {}
        self.versions: list[dict] = []

    def apply(self, change: EntityChange, author: Author, *, by_force: bool = False) -> Version:
        """As `apply` above; what it raises leaves nothing behind.

        by_force: what it would wait for has not come in days, and is not waited for any longer.
        """
        entity = self.held.get(change.uuid)
        creates = change.create and (entity is None or change.base_version is None)
        if change.update and not creates:
            return self.update(entity, change, author, by_force=by_force)
        return self.create(entity, change, author)

    def create(self, entity: Held | None, change: EntityChange, author: Author) -> Version:
        uuid = str(change.uuid)
        if entity is not None and not entity.awaits_create:
            raise EntityFault("entity_exists", {"uuid": uuid})
        if not change.label:
            raise EntityFault("entity_without_label", {"uuid": uuid})
        if self.needs_approval and not author.is_approved:
            raise EntityFault(NEEDS_APPROVAL, {"uuid": uuid, "list": self.list_name}, held=True)
        if entity is not None:
            return self.come_late(entity, change, author)
        return self.make(change, author, label=change.label)

    def make(self, change: EntityChange, author: Author, *, label: str, by_force: bool = False) -> Version:
        place = change.place or change.data.get("village_code", "")
        if not place.startswith(author.area_code):
            raise EntityFault("outside_area", {"uuid": str(change.uuid)})
        made = Held(change.uuid, place, 0, label, change.data, awaits_create=by_force)
        return self.add(made, author, branch_id=change.branch_id, branch_base_version=change.base_version or 0)

    def come_late(self, entity: Held, change: EntityChange, author: Author) -> Version:
        """The creation of what a later change had to make by force: it says only what nobody has said since.

        So it ends as if the creation had come first, and is in nobody's way.
        """
        check_place(entity, change, author)
        news = {name: value for name, value in change.data.items() if name not in entity.received}
        label = change.label if entity.label == NO_LABEL else entity.label
        entity.awaits_create = False
        return self.put_version(
            entity, label=label, received=news, author=author, base_version=entity.version, written_back=True
        )

    def add(self, made: Held, author: Author, **lineage: Any) -> Version:
        self.held[made.uuid] = self.new[made.uuid] = made
        return self.put_version(made, label=made.label, received=made.data, author=author, **lineage)

    def update(self, entity: Held | None, change: EntityChange, author: Author, *, by_force: bool = False) -> Version:
        if entity is None:
            if not by_force or not self.may_make_by_force(change, author):
                raise waits("entity_unknown", change)
            return self.make(change, author, label=change.label or NO_LABEL, by_force=True)
        if entity.is_deleted:
            raise EntityFault("entity_deleted", {"uuid": str(change.uuid)})
        check_place(entity, change, author)
        base = base_of(entity, change, by_force=by_force)
        # The last word of a phone stays its last word, however late those before it come.
        later = later_links(entity, change)
        closed = {name for one in later for name in one.received} | SERVER_ONLY.get(self.list_name, set())
        received = {name: value for name, value in change.data.items() if name not in closed}
        conflicting, conflict = compare(entity, base, change, received)
        entity.conflict = "hard" if "hard" in (conflict, entity.conflict) else conflict or entity.conflict
        return self.put_version(
            entity,
            label=entity.label if later and entity.label != NO_LABEL else change.label or entity.label,
            received=received,
            author=author,
            base_version=base.version,
            trunk_version=change.trunk_version,
            branch_id=change.branch_id,
            branch_base_version=change.base_version,
            conflicting=conflicting,
        )

    def may_make_by_force(self, change: EntityChange, author: Author) -> bool:
        is_refused = self.list_name in MADE_ELSEWHERE or (self.needs_approval and not author.is_approved)
        return bool(change.place) and not is_refused

    def server_update(self, uuid: UUID, values: Mapping[str, str], author: Author, *, label: str | None = None) -> None:
        """As `server_update` above."""
        entity = self.held.get(uuid)
        if entity is None:
            return
        news = {name: value for name, value in values.items() if (entity.data.get(name) or "") != value}
        label = label or entity.label
        if news or label != entity.label:
            lineage = {"base_version": entity.version, "written_back": True}
            self.put_version(entity, label=label, received=news, author=author, **lineage)

    def savepoint(self, uuids: Collection[UUID]) -> Callable[[], None]:
        """What takes back whatever is done to these entities from now on."""
        before = {uuid: replace(one, versions=[*one.versions]) for uuid in uuids if (one := self.held.get(uuid))}
        books = [(book, book.keys() & uuids) for book in (self.held, self.new, self.changed)]
        count = len(self.versions)

        def take_back() -> None:
            for book, known in books:
                for uuid in uuids:
                    book.pop(uuid, None)
                    if uuid in known:
                        book[uuid] = before[uuid]
            del self.versions[count:]

        return take_back

    def put_version(self, entity: Held, *, label: str, received: dict, author: Author, **lineage: Any) -> Version:
        """The next version of an entity; keys not received stay as they are."""
        entity.version += 1
        entity.label, entity.data = label, entity.data | received
        if entity.uuid not in self.new:
            self.changed[entity.uuid] = entity
        said = {"uuid": entity.uuid, "version": entity.version, "label": label, "data": entity.data}
        made = Version(**said, received=received, **lineage)
        entity.versions.append(made)
        who = {"actor_id": author.actor_id, "submission_id": author.submission_id}
        self.versions.append(self.key | vars(made) | who)
        return made

    def write(self) -> None:
        """Store what was made and changed; phones of the tambons of new versions learn of it.

        Raises EntityFault when somebody made an entity of the same id in the meantime: then nothing may be committed.
        """
        if not (self.new or self.changed):
            return
        queries.ensure_list(self.session, **self.key, properties=PROPERTIES.get(self.list_name, ()))
        made = queries.insert_new(self.session, [self.key | row_of(one) for one in self.new.values()])
        if taken := self.new.keys() - set(made):
            raise EntityFault("entity_exists", {"uuid": str(min(taken))})
        now = {"updated_at": dt.datetime.now(dt.UTC)}
        queries.update_many(self.session, [self.key | row_of(one) | now for one in self.changed.values()])
        queries.insert_versions(self.session, self.versions)
        tambons = {self.held[one["uuid"]].village_code[:6] for one in self.versions}
        queries.raise_revisions(self.session, **self.key, tambons=tambons)
        self.new, self.changed, self.versions = {}, {}, []


def check_place(entity: Held, change: EntityChange, author: Author) -> None:
    """Raises EntityFault: an entity is changed from its own area, and stays in its village."""
    if not entity.village_code.startswith(author.area_code):
        raise EntityFault("outside_area", {"uuid": str(change.uuid)})
    said = change.data.get("village_code", entity.village_code)
    if said != entity.village_code and len(entity.village_code) == VILLAGE_DIGITS:  # not of a list that learnt of them
        raise EntityFault("entity_in_other_village", {"uuid": str(change.uuid)})


def row_of(one: Held) -> dict[str, Any]:
    state = {"uuid": one.uuid, "village_code": one.village_code, "version": one.version}
    state |= {"label": one.label, "data": one.data, "conflict": one.conflict}
    return state | {"resolved_version": one.resolved_version, "awaits_create": one.awaits_create}


def held(session: Session, workspace_id: int, list_name: str, uuids: Collection[UUID]) -> dict[UUID, Held]:
    """Those of these entities that are there, with all their versions."""
    found = queries.lock(session, workspace_id, list_name, uuids) if uuids else ()
    entities = {row.uuid: Held(**row._mapping) for row in found}
    for row in queries.versions(session, workspace_id, list_name, entities) if entities else ():
        entities[row.uuid].versions.append(Version(**row._mapping))
    return entities
