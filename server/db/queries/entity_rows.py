"""Entities of a list, some thousands at a time, the newest first: what files and OData are made of."""

from collections.abc import Mapping, Sequence
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
    """Which entities of a list. condition: SQL about `e` and `a`, who made it, from `odata_filter`, with its values;
    search: words that the label or a property holds; with_deleted: the deleted ones as well."""

    list_name: str
    condition: str = "true"
    values: Mapping[str, object] = field(default_factory=dict)
    search: tuple[str, ...] = ()
    with_deleted: bool = False


# Entries that the server made and took back have no version any more: the system speaks for them.
SYSTEM = "(select min(id) from actor where kind = 'system')"


def asked(scope: Scope, which: Which) -> str:
    inside = " or ".join(f"starts_with(e.village_code, :area_{number})" for number in range(len(scope.areas)))
    held = "".join(
        f""" and (e.label ilike :word_{number}
                  or exists (select from jsonb_each_text(e.data) said where said.value ilike :word_{number}))"""
        for number in range(len(which.search))
    )
    return f"""
        from entity e
        left join entity_version made on made.workspace_id = e.workspace_id and made.list_name = e.list_name
             and made.uuid = e.uuid and made.version = 1
        left join actor a on a.id = coalesce(made.actor_id, {SYSTEM})
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
NEWEST = "e.created_at desc, e.uuid desc"
# Of rows that row-level security guards the planner expects a handful: it would read and sort an area's whole list for
# each batch, instead of going on in the index where the last one ended.
UNSORTED = text("set local enable_sort = off")


def newest_first(
    session: Session, scope: Scope, which: Which, after: UUID | None, limit: int, skip: int = 0
) -> list[EntityRow]:
    """The next ones. after: the last one there was. The session is for this alone: nothing is sorted in it any more."""
    session.execute(UNSORTED)
    named = {"limit": limit, "skip": skip} | ({"after": after} if after else {})
    return rows(session, next_of(scope, which, is_first=after is None), named_by(scope, which) | named)


def next_of(scope: Scope, which: Which, *, is_first: bool) -> str:
    return f"{ROW} {asked(scope, which)} {'' if is_first else AFTER} order by {NEWEST} limit :limit offset :skip"


def ids(session: Session, scope: Scope, which: Which, order: str, skip: int, most: int | None) -> list[UUID]:
    """The ids in an order of one's own. order: SQL that `odata_filter` made; most: None is all."""
    statement = f"select e.uuid {asked(scope, which)} order by {order}, {NEWEST} limit :most offset :skip"
    return list(session.scalars(text(statement), named_by(scope, which) | {"most": most, "skip": skip}))


def these(session: Session, scope: Scope, which: Which, uuids: Sequence[UUID]) -> list[EntityRow]:
    """Those of them that are still there, in the order of the ids."""
    statement = f"{ROW} {asked(scope, which)} and e.uuid = any (:uuids)"
    found = {row.uuid: row for row in rows(session, statement, named_by(scope, which) | {"uuids": list(uuids)})}
    return [found[uuid] for uuid in uuids if uuid in found]


def rows(session: Session, statement: str, named: Mapping[str, object]) -> list[EntityRow]:
    return [EntityRow(*row) for row in session.execute(text(statement), named)]


def one(session: Session, scope: Scope, which: Which, uuid: UUID) -> EntityRow | None:
    found = these(session, scope, which, [uuid])
    return found[0] if found else None


def count(session: Session, scope: Scope, which: Which) -> int:
    return session.scalar(text(f"select count(*) {asked(scope, which)}"), named_by(scope, which)) or 0


def named_by(scope: Scope, which: Which) -> dict:
    areas = {f"area_{number}": area for number, area in enumerate(scope.areas)}
    words = {f"word_{number}": f"%{escaped(word)}%" for number, word in enumerate(which.search)}
    return {"workspace_id": scope.workspace_id, "list_name": which.list_name, **areas, **words, **which.values}


def escaped(word: str) -> str:
    """A word that means itself in `like`."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
