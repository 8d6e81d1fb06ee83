"""Entities in Central's words."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import Row

from server.central.wire import moment
from server.db.queries.entity_reading import EntityRow


def shape(one: EntityRow, *, with_data: bool = True) -> dict:
    """An entity with its current version; lists leave out what it says."""
    data = {"data": one.data, "dataReceived": one.received} if with_data else {}
    return {
        "uuid": str(one.uuid),
        "creatorId": one.created_by,
        "createdAt": moment(one.created_at),
        "updatedAt": moment(one.updated_at),
        "deletedAt": moment(one.deleted_at),
        "conflict": one.conflict,
        "currentVersion": data
        | {
            "label": one.label,
            "current": True,
            "version": one.version,
            "baseVersion": one.base_version,
            "conflictingProperties": one.conflicting or None,
            "creatorId": one.version_by,
            "userAgent": "",
            "createdAt": moment(one.version_at),
            **lineage(one.branch_id, one.trunk_version, one.branch_base_version),
        },
    }


def version_shape(one: Row, *, is_current: bool) -> dict:
    return {
        "label": one.label,
        "current": is_current,
        "version": one.version,
        "baseVersion": one.base_version,
        "data": one.data,
        "dataReceived": one.received,
        "conflictingProperties": one.conflicting or None,
        "creatorId": one.actor_id,
        "userAgent": "",
        "createdAt": moment(one.created_at),
        **lineage(one.branch_id, one.trunk_version, one.branch_base_version),
    }


def lineage(branch_id: UUID | None, trunk: int | None, base: int | None) -> dict:
    return {
        "branchId": None if branch_id is None else str(branch_id),
        "trunkVersion": trunk,
        "branchBaseVersion": base,
    }


def changes(earlier: Row, later: Row) -> list[dict]:
    """What a version says otherwise than the one before; a property that is not there is blank to a reader."""
    return list(differing({"label": earlier.label, **earlier.data}, {"label": later.label, **later.data}))


def differing(old: Mapping[str, str], new: Mapping[str, str]) -> Iterable[dict]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield {"propertyName": name, "old": old.get(name), "new": new.get(name)}
