"""Entities of a list, batch by batch, as tables, OData and maps are made of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask import g
from sqlalchemy.orm import Session

from server.auth import scope_of
from server.central.feed import condition_of
from server.db.models import EntityList
from server.db.queries import entity_rows, odata_filter
from server.db.queries.entity_rows import EntityRow, Which
from server.db.session import Scope, read_only
from server.domain import entity_lists, events

AT_ONCE = 2_000  # entities that are in memory; a batch is one statement
MOST_WORDS = 10


@dataclass(frozen=True)
class EntityFeed:
    """The entities of a list that somebody may see, and that a filter and a search leave."""

    scope: Scope
    which: Which

    @property
    def is_whole(self) -> bool:
        """Whether nothing was asked for but the list."""
        return self.which == Which(self.which.list_name)

    def newest_first(
        self, after: UUID | None = None, skip: int = 0, at_once: int = AT_ONCE
    ) -> Iterator[list[EntityRow]]:
        """From the newest on, or from the one after this one. Each batch in a transaction of its own: whoever reads
        slowly holds nothing in the database."""
        while True:
            with read_only(self.scope) as session:
                batch = entity_rows.newest_first(session, self.scope, self.which, after, at_once, skip)
            if batch:
                yield batch
            if len(batch) < at_once:
                return
            after, skip = batch[-1].uuid, 0

    def in_order(self, order: str, skip: int = 0, most: int | None = None) -> Iterator[list[EntityRow]]:
        """In another order, as it is now: of each only the id is held."""
        with read_only(self.scope) as session:
            ids = entity_rows.ids(session, self.scope, self.which, order, skip, most)
        for start in range(0, len(ids), AT_ONCE):
            with read_only(self.scope) as session:
                batch = entity_rows.these(session, self.scope, self.which, ids[start : start + AT_ONCE])
            yield batch

    def one(self, uuid: UUID) -> EntityRow | None:
        with read_only(self.scope) as session:
            return entity_rows.one(session, self.scope, self.which, uuid)

    def has(self, uuid: UUID) -> bool:
        """Whether there is such an entity, also a deleted one and whatever else was asked for: a page may end at it."""
        whole = Which(self.which.list_name, with_deleted=True)
        with read_only(self.scope) as session:
            return entity_rows.one(session, self.scope, whole, uuid) is not None

    def count(self) -> int:
        with read_only(self.scope) as session:
            return entity_rows.count(session, self.scope, self.which)


def feed_of(session: Session, list_name: str, filter_: str | None, search: str | None) -> tuple[EntityList, EntityFeed]:
    """The list, and what the caller may see of it. Raises NotFound, and what `condition_of` raises."""
    known = entity_lists.of(session, g.caller, list_name)
    condition = condition_of(filter_, odata_filter.OF_ENTITIES)
    words = tuple((search or "").replace("\0", "").split())[:MOST_WORDS]
    with_deleted = "__system/deletedAt" in (filter_ or "")
    which = Which(known.name, condition.sql, condition.values, words, with_deleted)
    return known, EntityFeed(scope_of(g.caller), which)


def note_taking(session: Session, list_name: str, kind: str) -> None:
    """Whoever takes a list away is written into the book, once for all its entities."""
    who = {"actor_id": g.caller.actor_id, "workspace_id": g.caller.workspace_id}
    events.record(session, "list.take", "list", list_name, **who, kind=kind)
