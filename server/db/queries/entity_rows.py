"""Entities of a list, some thousands at a time, the newest first: what files and OData are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.db.session import Scope


class EntityRow(NamedTuple):
    """An entity as it is now, and who made it. data: {property: text}."""

    uuid: UUID
    label: str
    data: dict[str, str]
    version: int
    conflict: str | None
    created_at: datetime
    updated_at: datetime | None
    deleted_at: datetime | None
    creator_id: int
    creator: str


@dataclass(frozen=True)
class Which:
    """Which entities of a list. condition: SQL about `e` and `made` that `odata_filter` made, with its values; search:
    words that the label or a property holds; with_deleted: the deleted ones as well."""

    list_name: str
    condition: str = "true"
    values: Mapping[str, object] = field(default_factory=dict)
    search: tuple[str, ...] = ()
    with_deleted: bool = False


def asked(scope: Scope, which: Which) -> str:
    inside = " or ".join(f"starts_with(e.village_code, :area_{number})" for number in range(len(scope.areas)))
    held = "".join(
        f""" and (e.label ilike :word_{number}
                  or exists (select from jsonb_each_text(e.data) said where said.value ilike :word_{number}))"""
        for number in range(len(which.search))
    )
    return f"""
        from entity e
        join entity_version made on made.workspace_id = e.workspace_id and made.list_name = e.list_name
             and made.uuid = e.uuid and made.version = 1
        join actor a on a.id = made.actor_id
        where e.workspace_id = :workspace_id and e.list_name = :list_name and ({inside}) and ({which.condition})
        {"" if which.with_deleted else "and e.deleted_at is null"} {held}
    """


ROW = """
    select e.uuid, e.label, e.data, e.version, e.conflict, e.created_at, e.updated_at, e.deleted_at,
           a.id, a.display_name
"""
AFTER = """
    and (e.created_at, e.uuid) < (select l.created_at, l.uuid from entity l where l.workspace_id = :workspace_id
                                  and l.list_name = :list_name and l.uuid = :after)
"""
NEWEST = "order by e.created_at desc, e.uuid desc"


def newest_first(
    session: Session,
    scope: Scope,
    which: Which,
    after: UUID | None,
    limit: int,
    skip: int = 0,
    order: str | None = None,
) -> list[EntityRow]:
    """The next ones. after: the last one there was; order: another one, as SQL that `odata_filter` made."""
    sorted_by = f"order by {order}, e.created_at desc, e.uuid desc" if order else NEWEST
    statement = f"{ROW} {asked(scope, which)} {AFTER if after else ''} {sorted_by} limit :limit offset :skip"
    named = {"limit": limit, "skip": skip} | ({"after": after} if after else {})
    return [EntityRow(*row) for row in session.execute(text(statement), named_by(scope, which) | named)]


def one(session: Session, scope: Scope, which: Which, uuid: UUID) -> EntityRow | None:
    row = session.execute(
        text(f"{ROW} {asked(scope, which)} and e.uuid = :uuid"), named_by(scope, which) | {"uuid": uuid}
    )
    found = row.first()
    return EntityRow(*found) if found else None


def count(session: Session, scope: Scope, which: Which) -> int:
    return session.scalar(text(f"select count(*) {asked(scope, which)}"), named_by(scope, which)) or 0


def named_by(scope: Scope, which: Which) -> dict:
    areas = {f"area_{number}": area for number, area in enumerate(scope.areas)}
    words = {f"word_{number}": f"%{escaped(word)}%" for number, word in enumerate(which.search)}
    return {"workspace_id": scope.workspace_id, "list_name": which.list_name, **areas, **words, **which.values}


def escaped(word: str) -> str:
    """A word that means itself in `like`."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
