"""Entities changed: locked and read together, changed in memory by the rules, written in a handful of statements."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.queries import entities as queries
from server.domain.entities.changes import PROPERTIES, SERVER_ONLY, Author, EntityChange, EntityFault, NewEntity
from server.domain.entities.lineage import Held, Version, base_of, compare


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
    """Some entities of one list, locked until the transaction ends. Nothing is stored before `write`."""

    def __init__(self, session: Session, workspace_id: int, list_name: str, uuids: Iterable[UUID]) -> None:
        self.session, self.list_name = session, list_name
        self.key = {"workspace_id": workspace_id, "list_name": list_name}
        self.held = held(session, workspace_id, list_name, set(uuids))
        self.new: dict[UUID, Held] = {}
        self.changed: dict[UUID, Held] = {}
        self.versions: list[dict] = []

    def apply(self, change: EntityChange, author: Author) -> Version:
        """As `apply` above; what it raises leaves nothing behind."""
        entity = self.held.get(change.uuid)
        if change.update and (entity is not None or not change.create):
            return self.update(entity, change, author)
        if entity is not None:
            raise EntityFault("entity_exists", {"uuid": str(change.uuid)})
        if not change.label:
            raise EntityFault("entity_without_label", {"uuid": str(change.uuid)})
        made = Held(change.uuid, change.data.get("village_code", ""), 0, change.label, change.data)
        return self.add(made, author, branch_id=change.branch_id, branch_base_version=0)

    def add(self, made: Held, author: Author, **lineage: Any) -> Version:
        self.held[made.uuid] = self.new[made.uuid] = made
        return self.put_version(made, label=made.label, received=made.data, author=author, **lineage)

    def update(self, entity: Held | None, change: EntityChange, author: Author) -> Version:
        if entity is None or entity.is_deleted:
            raise EntityFault("entity_unknown", {"uuid": str(change.uuid)}, held=True)
        if not entity.village_code.startswith(author.area_code):
            raise EntityFault("outside_area", {"uuid": str(change.uuid)})
        if change.data.get("village_code", entity.village_code) != entity.village_code:
            raise EntityFault("entity_in_other_village", {"uuid": str(change.uuid)})
        base = base_of(entity, change)
        received = {k: v for k, v in change.data.items() if k not in SERVER_ONLY.get(self.list_name, ())}
        conflicting, conflict = compare(entity, base, change, received)
        entity.conflict = "hard" if "hard" in (conflict, entity.conflict) else conflict or entity.conflict
        return self.put_version(
            entity,
            label=change.label or entity.label,
            received=received,
            author=author,
            base_version=base.version,
            trunk_version=change.trunk_version,
            branch_id=change.branch_id,
            branch_base_version=change.base_version,
            conflicting=conflicting,
        )

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
        """Store what was made and changed; phones of these tambons learn of it.

        Raises EntityFault when somebody made an entity of the same id in the meantime: then nothing may be committed.
        """
        if not self.versions:
            return
        queries.ensure_list(self.session, **self.key, properties=PROPERTIES.get(self.list_name, ()))
        made = queries.insert_new(self.session, [self.key | row_of(one) for one in self.new.values()])
        if taken := self.new.keys() - set(made):
            raise EntityFault("entity_exists", {"uuid": str(min(taken))})
        now = {"updated_at": dt.datetime.now(dt.UTC)}
        queries.update_many(self.session, [self.key | row_of(one) | now for one in self.changed.values()])
        queries.insert_versions(self.session, self.versions)
        tambons = {one.village_code[:6] for one in (*self.new.values(), *self.changed.values())}
        queries.raise_revisions(self.session, **self.key, tambons=tambons)
        self.new, self.changed, self.versions = {}, {}, []


def row_of(one: Held) -> dict[str, Any]:
    state = {"uuid": one.uuid, "village_code": one.village_code, "version": one.version}
    return state | {"label": one.label, "data": one.data, "conflict": one.conflict}


def held(session: Session, workspace_id: int, list_name: str, uuids: Collection[UUID]) -> dict[UUID, Held]:
    """Those of these entities that are there, with all their versions."""
    found = queries.lock(session, workspace_id, list_name, uuids) if uuids else ()
    entities = {row.uuid: Held(**row._mapping) for row in found}
    for row in queries.versions(session, workspace_id, list_name, entities) if entities else ():
        entities[row.uuid].versions.append(Version(**row._mapping))
    return entities
