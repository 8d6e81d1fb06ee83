"""Entities over Central's REST: read, made and changed by those whose area they lie in and whose role sees them."""

from uuid import UUID

from flask import Response, g
from sqlalchemy.orm import Session

from server.auth import allows, scope_of
from server.central import problems
from server.central.actors import actor_shape, with_actors
from server.central.audits import entry
from server.central.datasets import DATASET
from server.central.entity_bodies import given, many, values
from server.central.entity_shapes import changes, shape, version_shape
from server.central.schemas import (
    ActorSchema,
    AuditSchema,
    EntityChangeSchema,
    EntitySchema,
    EntitySentSchema,
    EntityVersionSchema,
)
from server.central.told import COUNT, YES_OR_NO, told
from server.central.wire import answer, body, central, done, is_asked, whole_number
from server.db.queries import audits as book
from server.db.queries import entity_reading as queries
from server.db.queries import submissions
from server.db.queries.entity_reading import EntityRow
from server.db.session import transaction
from server.domain import entity_lists, entity_writing
from server.domain.answers import uuid_of
from server.errors import NotFound

ENTITIES = f"{DATASET}/entities"
ENTITY = f"{ENTITIES}/<entity_id>"
MOST_AT_ONCE = 100_000_000
ACTIONS = {
    "entity.resolve": "entity.update.resolve",
    "entity.delete": "entity.delete",
    "entity.restore": "entity.restore",
}
OF_HOUSEHOLDS = {f"household.{act}": f"entity.household.{act}" for act in ("close", "reopen", "tell_apart")}


@central.get(ENTITIES)
@allows("entity.read")
@told(EntitySchema, many=True, query={"deleted": YES_OR_NO})
def entities(workspace_id: int, list_name: str) -> Response:
    """The entities of a list in the caller's area, the newest first, without their data."""
    wants_deleted = is_asked("deleted")
    with transaction(scope_of(g.caller)) as session:
        found = queries.listed(session, *where(session, list_name), is_deleted=wants_deleted)
        shapes = with_actors(session, [shape(one, with_data=False) for one in found], "creator")
    return answer(shapes)


@central.get(f"{ENTITIES}/creators")
@allows("entity.read")
@told(ActorSchema, many=True)
def entity_creators(workspace_id: int, list_name: str) -> Response:
    """Who made entities of a list in the caller's area."""
    with transaction(scope_of(g.caller)) as session:
        actors = submissions.actors(session, queries.creators(session, *where(session, list_name)))
        shapes = [actor_shape(actors[actor_id]) for actor_id in sorted(actors)]
    return answer(shapes)


@central.post(ENTITIES)
@allows("entity.write")
@told(body=EntitySentSchema, also=(409,))
def make_entities(workspace_id: int, list_name: str) -> Response:
    """Make an entity, and answer with it; or many, all of them or none, and answer that it is done."""
    sent = body(MOST_AT_ONCE)
    is_many = "entities" in sent
    rows = many(sent) if is_many else [given(sent)]
    with transaction() as session:
        entity_writing.create(session, g.caller, list_name, rows)
    return done() if is_many else entity(workspace_id, list_name, str(rows[0].uuid))


@central.get(ENTITY)
@allows("entity.read")
@told(EntitySchema)
def entity(workspace_id: int, list_name: str, entity_id: str) -> Response:
    """An entity with its current version."""
    with transaction(scope_of(g.caller)) as session:
        (whole,) = with_actors(session, [shape(seen(session, list_name, entity_id))], "creator")
    return answer(whole)


@central.patch(ENTITY)
@allows("entity.write")
@told(
    EntitySchema,
    body=EntityChangeSchema,
    query={"baseVersion": COUNT, "force": YES_OR_NO, "resolve": YES_OR_NO},
    also=(409,),
)
def change_entity(workspace_id: int, list_name: str, entity_id: str) -> Response:
    """Change an entity that is at `baseVersion`, or whatever it is by now (`force`); `resolve` ends a conflict."""
    said = values(body(may_be_empty=True))
    version, resolves = whole_number("baseVersion"), is_asked("resolve")
    if version is None and not is_asked("force") and (said or not resolves):
        raise problems.ParameterMissing(name="baseVersion")
    uuid = must_be_uuid(entity_id)
    with transaction() as session:
        entity_writing.change(session, g.caller, list_name, uuid, said, seen=version, resolves=resolves)
    return entity(workspace_id, list_name, entity_id)


@central.get(f"{ENTITY}/versions")
@allows("entity.read")
@told(EntityVersionSchema, many=True)
def entity_versions(workspace_id: int, list_name: str, entity_id: str) -> Response:
    """Every version of an entity, the first one first."""
    with transaction(scope_of(g.caller)) as session:
        one = seen(session, list_name, entity_id)
        found = queries.versions(session, workspace_id, list_name, one.uuid)
        shapes = [version_shape(each, is_current=each.version == one.version) for each in found]
        with_actors(session, shapes, "creator")
    return answer(shapes)


@central.get(f"{ENTITY}/diffs")
@allows("entity.read")
@told()
def entity_diffs(workspace_id: int, list_name: str, entity_id: str) -> Response:
    """What each version says otherwise than the one before: [[{propertyName, old, new}]], the first change first."""
    with transaction(scope_of(g.caller)) as session:
        found = queries.versions(session, workspace_id, list_name, seen(session, list_name, entity_id).uuid)
    return answer([changes(earlier, later) for earlier, later in zip(found, found[1:], strict=False)])


@central.get(f"{ENTITY}/audits")
@allows("entity.read")
@told(AuditSchema, many=True)
def entity_audits(workspace_id: int, list_name: str, entity_id: str) -> Response:
    """What was done to an entity, the newest first, without what it says."""
    with transaction(scope_of(g.caller)) as session:
        uuid = seen(session, list_name, entity_id).uuid
        acts = [
            (one.created_at, one.actor_id, "entity.update.version" if number else "entity.create", one.version)
            for number, one in enumerate(queries.versions(session, workspace_id, list_name, uuid))
        ]
        for subject, names in (("entity", ACTIONS), ("household", OF_HOUSEHOLDS)):
            noted = book.of(session, workspace_id, subject, uuid, names)
            acts += [(one.at, one.actor_id, names[one.verb], None) for one in noted]
        told_of = [
            entry(action, actor_id, at, details(list_name, uuid, version))
            for at, actor_id, action, version in sorted(acts, key=lambda act: act[0], reverse=True)
        ]
        with_actors(session, told_of, "actor")
    return answer(told_of)


def details(list_name: str, uuid: UUID, version: int | None) -> dict:
    return {"entity": {"uuid": str(uuid), "dataset": list_name} | ({"version": version} if version else {})}


def where(session: Session, list_name: str) -> tuple[int, str, str]:
    """Project, list and area of what the caller may read of a list. Raises NotFound."""
    known = entity_lists.of(session, g.caller, list_name)
    return known.workspace_id, known.name, g.caller.area_code


def seen(session: Session, list_name: str, entity_id: str) -> EntityRow:
    """The entity, if this caller may see it; needs the caller's scope. Raises NotFound, also for one that is gone."""
    found = queries.one(session, *where(session, list_name), must_be_uuid(entity_id))
    if found is None or found.deleted_at is not None:
        raise NotFound
    return found


def must_be_uuid(entity_id: str) -> UUID:
    """Raises NotFound."""
    uuid = uuid_of(entity_id)
    if uuid is None:
        raise NotFound
    return uuid
