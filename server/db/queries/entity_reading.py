"""Entities as scripts read them. Under row-level security; the area is part of the query as well, for its index."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from server.db.queries.entity_rows import SYSTEM


class EntityRow(NamedTuple):
    """An entity with its current version; by: who made the entity, and that version."""

    uuid: UUID
    label: str
    version: int
    data: dict
    conflict: str | None
    created_at: dt.datetime
    updated_at: dt.datetime | None
    deleted_at: dt.datetime | None
    created_by: int
    base_version: int | None
    received: dict
    conflicting: list[str]
    branch_id: UUID | None
    trunk_version: int | None
    branch_base_version: int | None
    version_by: int
    version_at: dt.datetime


IN_AREA = """
    e.workspace_id = :workspace_id and e.list_name = :list_name
    and e.village_code >= :area_code and e.village_code < :area_code || '~'
"""
ENTITIES = f"""
    select e.uuid, e.label, e.version, e.data, e.conflict, e.created_at, e.updated_at, e.deleted_at,
           coalesce(first.actor_id, w.actor_id, {SYSTEM}), w.base_version, coalesce(w.received, '{{}}'),
           coalesce(w.conflicting, '[]'), w.branch_id, w.trunk_version, w.branch_base_version,
           coalesce(w.actor_id, {SYSTEM}), coalesce(w.created_at, e.updated_at, e.created_at)
    from entity e
    left join entity_version w on w.workspace_id = e.workspace_id and w.list_name = e.list_name and w.uuid = e.uuid
        and w.version = e.version
    left join entity_version first on first.workspace_id = e.workspace_id and first.list_name = e.list_name
        and first.uuid = e.uuid and first.version = 1
    where {IN_AREA}
"""  # noqa: S608 - parts of our own
LISTED = text(f"{ENTITIES} and (e.deleted_at is not null) = :is_deleted order by e.created_at desc, e.uuid desc")
ONE = text(f"{ENTITIES} and e.uuid = :uuid")


def listed(
    session: Session, workspace_id: int, list_name: str, area_code: str, *, is_deleted: bool
) -> Iterator[EntityRow]:
    """The entities of a list in an area, the newest first."""
    asked = {"workspace_id": workspace_id, "list_name": list_name, "area_code": area_code, "is_deleted": is_deleted}
    return (EntityRow(*row) for row in session.execute(LISTED, asked))


def one(session: Session, workspace_id: int, list_name: str, area_code: str, uuid: UUID) -> EntityRow | None:
    """An entity, also one that is deleted."""
    asked = {"workspace_id": workspace_id, "list_name": list_name, "area_code": area_code, "uuid": uuid}
    row = session.execute(ONE, asked).first()
    return EntityRow(*row) if row else None


VERSIONS = text("""
    select version, label, data, received, base_version, conflicting, branch_id, trunk_version, branch_base_version,
           actor_id, created_at, submission_id
    from entity_version where workspace_id = :workspace_id and list_name = :list_name and uuid = :uuid order by version
""")


def versions(session: Session, workspace_id: int, list_name: str, uuid: UUID) -> Sequence[Row]:
    """Every version of an entity, the first one first."""
    return session.execute(VERSIONS, {"workspace_id": workspace_id, "list_name": list_name, "uuid": uuid}).all()


CREATORS = text(f"""
    select distinct w.actor_id from entity e
    join entity_version w on w.workspace_id = e.workspace_id and w.list_name = e.list_name and w.uuid = e.uuid
        and w.version = 1
    where {IN_AREA} and e.deleted_at is null
""")  # noqa: S608


def creators(session: Session, workspace_id: int, list_name: str, area_code: str) -> set[int]:
    """Who made entities of a list in an area."""
    asked = {"workspace_id": workspace_id, "list_name": list_name, "area_code": area_code}
    return set(session.scalars(CREATORS, asked))
