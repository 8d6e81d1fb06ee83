"""Entities of lists (households, projects): made and changed by submissions, imports and the server itself.

A submission's entity faults never refuse it: they come back as flags. The rules are those of the ODK entities
specification 2024.1 (offline branches, soft and hard conflicts).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.models import Entity, EntityVersion
from server.db.queries import entities as queries

HOUSEHOLD_PROPERTIES = (
    "amphoe_code", "tambon_code", "village_code", "house_no", "hh_seq", "head_name", "members", "house_id11", "status",
    "exists_from", "exists_to", "close_reason", "merged_into", "split_from", "geometry",
)  # fmt: skip
PROJECT_PROPERTIES = (
    "project_code", "stage", "amphoe_code", "tambon_code", "village_code", "fiscal_year", "proposal_kind",
    "project_title", "programme", "impl_unit", "budget_requested", "planned_start", "planned_end", "geometry",
    "screen_date", "screen_result", "budget_recommended", "screen_rank", "budget_approved", "last_percent",
    "last_disbursed", "last_report_date", "last_milestone", "last_reporter", "eval_date", "best_practice",
)  # fmt: skip
PROPERTIES = {"households": HOUSEHOLD_PROPERTIES, "projects": PROJECT_PROPERTIES}
SERVER_ONLY = {"projects": {"project_code", "stage", "budget_approved"}}  # a submission cannot set these


@dataclass(frozen=True)
class NewEntity:
    """An entity from an import or an officer's page."""

    uuid: UUID
    label: str
    village_code: str
    data: dict[str, str]


@dataclass(frozen=True)
class EntityChange:
    """What a submission asks for. data: only the properties it sent; versions are None where it left them out."""

    list_name: str
    uuid: UUID
    create: bool
    update: bool
    label: str | None
    data: dict[str, str]
    base_version: int | None = None
    trunk_version: int | None = None
    branch_id: UUID | None = None


@dataclass(frozen=True)
class Author:
    """Who changes an entity, by which submission, and from which area (a code; "" is everywhere)."""

    workspace_id: int
    actor_id: int
    submission_id: int | None = None
    area_code: str = ""


class EntityFault(Exception):
    """Why a submission's entity was not made. held: it will be tried again when the entity moves on."""

    def __init__(self, code: str, details: dict, *, held: bool = False) -> None:
        self.code, self.details, self.held = code, details, held
        super().__init__(code)


def create_many(session: Session, workspace_id: int, list_name: str, rows: Sequence[NewEntity], actor_id: int) -> None:
    """Make many new entities at once, as approved."""
    queries.ensure_list(session, workspace_id, list_name, PROPERTIES[list_name])
    common = {"workspace_id": workspace_id, "list_name": list_name, "version": 1}
    made = [{"uuid": row.uuid, "label": row.label, "data": row.data} for row in rows]
    if made:
        places = [{"village_code": row.village_code} for row in rows]
        queries.insert_many(
            session,
            [common | entity | place for entity, place in zip(made, places, strict=True)],
            [common | entity | {"received": entity["data"], "actor_id": actor_id} for entity in made],
        )
    queries.raise_revisions(session, workspace_id, list_name, {row.village_code[:6] for row in rows})


def apply(session: Session, change: EntityChange, author: Author) -> EntityVersion:
    """Make or change one entity as a submission asks.

    Raises EntityFault; `held` faults (`entity_unknown`, `entity_waiting`) may be tried again later.
    """
    queries.ensure_list(session, author.workspace_id, change.list_name, PROPERTIES.get(change.list_name, ()))
    entity = queries.lock(session, author.workspace_id, change.list_name, change.uuid)
    if change.update and (entity is not None or not change.create):
        return update(session, entity, change, author)
    if entity is not None:
        raise EntityFault("entity_exists", {"uuid": str(change.uuid)})
    return create(session, change, author)


def create(session: Session, change: EntityChange, author: Author) -> EntityVersion:
    if not change.label:
        raise EntityFault("entity_without_label", {"uuid": str(change.uuid)})
    village_code = change.data.get("village_code", "")
    fields = {"workspace_id": author.workspace_id, "list_name": change.list_name, "uuid": change.uuid, "version": 1}
    state = {"label": change.label, "data": change.data}
    if not queries.insert_if_new(session, fields | state | {"village_code": village_code}):
        raise EntityFault("entity_exists", {"uuid": str(change.uuid)})
    first = EntityVersion(
        **fields,
        **state,
        received=change.data,
        branch_id=change.branch_id,
        branch_base_version=0,
        actor_id=author.actor_id,
        submission_id=author.submission_id,
    )
    session.add(first)
    queries.raise_revisions(session, author.workspace_id, change.list_name, {village_code[:6]})
    return first


def update(session: Session, entity: Entity | None, change: EntityChange, author: Author) -> EntityVersion:
    if entity is None or entity.deleted_at is not None:
        raise EntityFault("entity_unknown", {"uuid": str(change.uuid)}, held=True)
    if not entity.village_code.startswith(author.area_code):
        raise EntityFault("outside_area", {"uuid": str(change.uuid)})
    if change.data.get("village_code", entity.village_code) != entity.village_code:
        raise EntityFault("entity_in_other_village", {"uuid": str(change.uuid)})
    base = base_of(session, entity, change)
    received = {k: v for k, v in change.data.items() if k not in SERVER_ONLY.get(change.list_name, ())}
    conflicting, conflict = compare(session, entity, base, change, received)
    return put_version(
        session,
        entity,
        label=change.label or entity.label,
        received=received,
        author=author,
        base_version=base.version,
        trunk_version=change.trunk_version,
        branch_id=change.branch_id,
        branch_base_version=change.base_version,
        conflicting=conflicting,
        conflict=conflict,
    )


def base_of(session: Session, entity: Entity, change: EntityChange) -> EntityVersion:
    """The server's version that the phone's change was made on (specification 2024.1, offline branches)."""
    if change.base_version is None:
        raise EntityFault("entity_without_base", {"uuid": str(change.uuid)})
    if (change.trunk_version or 0) > entity.version:
        raise EntityFault("entity_from_future", {"uuid": str(change.uuid), "trunk_version": change.trunk_version})
    on_server = change.branch_id is None or change.base_version in (1, change.trunk_version)
    if on_server:
        base = queries.version(session, entity, change.base_version)
    else:
        base = queries.of_branch(session, entity, change.branch_id, change.base_version)
    if base is None:
        held = not on_server
        raise EntityFault("entity_waiting" if held else "entity_base_unknown", {"uuid": str(change.uuid)}, held=held)
    return base


def compare(
    session, entity: Entity, base: EntityVersion, change: EntityChange, received: dict
) -> tuple[list, str | None]:
    """What clashes with changes made since the base: the properties, and none, soft or hard.

    What the server wrote back of its own (stage, project code) is in nobody's way.
    """
    since = [one for one in queries.versions_since(session, entity, base.version) if not one.written_back]
    clashes = sorted(
        {k for version in since for k in version.received if k in received and version.data.get(k) != received[k]}
    )
    if clashes:
        return clashes, "hard"
    foreign = change.branch_id is not None and any(
        version.branch_id != change.branch_id and not version.written_back
        for version in queries.versions_since(session, entity, change.trunk_version or 1)
    )
    return [], "soft" if since or foreign else None


def put_version(
    session: Session,
    entity: Entity,
    *,
    label: str,
    received: dict,
    author: Author,
    conflict: str | None = None,
    **lineage,
) -> EntityVersion:
    """Write the next version of a locked entity; keys not received stay as they are."""
    entity.version += 1
    entity.label, entity.data = label, entity.data | received
    entity.conflict = "hard" if "hard" in (conflict, entity.conflict) else conflict or entity.conflict
    entity.updated_at = dt.datetime.now(dt.UTC)
    version = EntityVersion(
        workspace_id=entity.workspace_id,
        list_name=entity.list_name,
        uuid=entity.uuid,
        version=entity.version,
        label=label,
        data=entity.data,
        received=received,
        actor_id=author.actor_id,
        submission_id=author.submission_id,
        **lineage,
    )
    session.add(version)
    queries.raise_revisions(session, author.workspace_id, entity.list_name, {entity.village_code[:6]})
    return version


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
    entity = queries.lock(session, workspace_id, list_name, uuid)
    if entity is None:
        return
    news = {name: value for name, value in values.items() if (entity.data.get(name) or "") != value}
    label = label or entity.label
    if news or label != entity.label:
        lineage = {"base_version": entity.version, "written_back": True}
        put_version(session, entity, label=label, received=news, author=author, **lineage)
