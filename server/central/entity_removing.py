"""Entities taken out of a list over Central's REST, and put back. Households are closed and projects cancelled
instead."""

from uuid import UUID

from flask import Response, g

from server.auth import allows
from server.central import problems
from server.central.entities import ENTITIES, ENTITY, must_be_uuid
from server.central.schemas import CountSchema, IdsSchema, SuccessSchema
from server.central.told import told
from server.central.wire import answer, body, central, done
from server.db.session import transaction
from server.domain import entity_removing
from server.domain.answers import uuid_of


@central.delete(ENTITY)
@allows("entity.write")
@told(SuccessSchema)
def delete_entity(workspace_id: int, list_name: str, entity_id: str) -> Response:
    """Take an entity out of its list."""
    with transaction() as session:
        entity_removing.remove(session, g.caller, list_name, [must_be_uuid(entity_id)])
    return done()


@central.post(f"{ENTITY}/restore")
@allows("entity.write")
@told(SuccessSchema)
def restore_entity(workspace_id: int, list_name: str, entity_id: str) -> Response:
    """Put an entity back that was taken out."""
    with transaction() as session:
        entity_removing.restore(session, g.caller, list_name, [must_be_uuid(entity_id)])
    return done()


@central.post(f"{ENTITIES}/bulk-delete")
@allows("entity.write")
@told(CountSchema, body=IdsSchema)
def delete_entities(workspace_id: int, list_name: str) -> Response:
    """Take entities out of their list, all or none."""
    uuids = ids_sent()
    with transaction() as session:
        count = entity_removing.remove(session, g.caller, list_name, uuids)
    return answer({"count": count})


@central.post(f"{ENTITIES}/bulk-restore")
@allows("entity.write")
@told(CountSchema, body=IdsSchema)
def restore_entities(workspace_id: int, list_name: str) -> Response:
    """Put entities back that were taken out, all or none."""
    uuids = ids_sent()
    with transaction() as session:
        count = entity_removing.restore(session, g.caller, list_name, uuids)
    return answer({"count": count})


def ids_sent() -> list[UUID]:
    """Raises TypeUnexpected."""
    ids = body().get("ids")
    uuids = [uuid_of(one) if isinstance(one, str) else None for one in ids] if isinstance(ids, list) else []
    found = [uuid for uuid in uuids if uuid is not None]
    if not found or len(found) < len(uuids):
        raise problems.TypeUnexpected(name="ids", expected="[UUID, …]")
    return found
