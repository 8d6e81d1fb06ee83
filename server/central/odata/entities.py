"""The OData service of an entity list."""

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote
from uuid import UUID

from flask import Response, g

from server.auth import allows
from server.central.ahead import ahead
from server.central.datasets import DATASET
from server.central.entities import must_be_uuid
from server.central.entity_feed import AT_ONCE, EntityFeed, feed_of, note_taking
from server.central.odata import metadata
from server.central.told import ODATA, WORD, told
from server.central.wire import central, moment
from server.db.queries import odata_filter
from server.db.queries.entity_rows import EntityRow
from server.db.session import transaction
from server.domain import entity_lists
from server.domain.answer_tables.names import OF_ENTITY, entity_properties
from server.errors import NotFound
from server.odata import problems, query, writing
from server.odata.query import Position, Query

SERVICE = f"{DATASET}.svc"
ENTITIES = "Entities"
ONE = re.compile(r"Entities\('([^']*)'\)")


@central.get(SERVICE)
@allows("entity.read")
@told(kind=writing.KIND, also=(406, 501))
def entity_service(workspace_id: int, list_name: str) -> Response:
    """The one table of a list."""
    query.check_format("json")
    with transaction() as session:
        entity_lists.of(session, g.caller, list_name)
    return writing.service(address(workspace_id, list_name), [ENTITIES])


@central.get(f"{SERVICE}/$metadata")
@allows("entity.read")
@told(kind="application/xml", also=(406,))
def describe_entities(workspace_id: int, list_name: str) -> Response:
    """What the entities of a list are made of, as EDMX."""
    query.check_format("xml")
    with transaction() as session:
        properties = entity_properties(entity_lists.of(session, g.caller, list_name).properties)
    return metadata.of_entities(list_name, list(properties.values()))


@central.get(f"{SERVICE}/<table>")
@allows("entity.read")
@told(kind=writing.KIND, query=ODATA | {query.SEARCH: WORD}, also=(406, 501))
def entities_table(workspace_id: int, list_name: str, table: str) -> Response:
    """The entities of a list, the newest first; `Entities('…')` is one of them. Taking them is noted."""
    asked = query.read(odata_filter.OF_ENTITIES, UUID, can_search=True)
    named = ONE.fullmatch(table)
    if not named and table != ENTITIES:
        raise NotFound
    with transaction() as session:
        known, feed = feed_of(session, list_name, asked.filter, asked.search)
        properties = entity_properties(known.properties)
        note_taking(session, list_name, "odata")
    check_select(asked, properties)
    finish, context = finisher(properties, asked), f"{address(workspace_id, list_name)}/$metadata#{ENTITIES}"
    if named:
        found = feed.one(must_be_uuid(named[1]))
        if found is None:
            raise NotFound
        return writing.document({"@odata.context": f"{context}/$entity"} | finish(found))
    each = ((Position(row.uuid), finish(row)) for batch in ahead(batches(feed, asked)) for row in batch)
    return writing.table(each, asked, context, feed.count() if asked.count else None)


def address(workspace_id: int, list_name: str) -> str:
    return f"{query.origin()}/v1/projects/{workspace_id}/datasets/{quote(list_name, safe='')}.svc"


def batches(feed: EntityFeed, asked: Query) -> Iterator[list[EntityRow]]:
    """From where the query begins, and one row more than it takes. Raises TokenOfPageGone."""
    most = None if asked.top is None else asked.top + 1
    if asked.order is not None:
        return feed.in_order(asked.order, asked.skip, most)
    after = None if asked.after is None else UUID(str(asked.after.id))
    if after is not None and not feed.has(after):
        raise problems.TokenOfPageGone
    return feed.newest_first(after, asked.skip, AT_ONCE if most is None else min(AT_ONCE, most))


def check_select(asked: Query, properties: Mapping[str, str]) -> None:
    """A property may be named as the list names it, or as OData does. Raises SelectUnknown."""
    known = {(name,) for name in (*OF_ENTITY, *properties, *properties.values())}
    known |= {("__system", name) for name, _ in metadata.OF_ENTITIES}
    for path in asked.select or ():
        if path not in known:
            raise problems.SelectUnknown(name="/".join(path)[:100])


def finisher(properties: Mapping[str, str], asked: Query) -> Callable[[EntityRow], dict]:
    """What makes a row of an entity. A property that it does not have is a blank, as in Central."""
    select = None if asked.select is None else {properties.get(path[0], path[0]) for path in asked.select}
    parts = {path[1] for path in asked.select or () if len(path) > 1}
    if ("__system",) in (asked.select or ()):
        parts = set()

    def finish(row: EntityRow) -> dict:
        system = system_of(row)
        said = {"__id": str(row.uuid), "label": row.label}
        said["__system"] = {name: system[name] for name in parts} if parts else system
        said |= {name: row.data.get(own, "") for own, name in properties.items()}
        return said if select is None else {name: value for name, value in said.items() if name in select}

    return finish


def system_of(row: EntityRow) -> dict:
    return {
        "createdAt": moment(row.created_at),
        "creatorId": str(row.creator_id),
        "creatorName": row.creator,
        "updates": row.version - 1,
        "updatedAt": moment(row.updated_at),
        "deletedAt": moment(row.deleted_at),
        "version": row.version,
        "conflict": row.conflict,
    }
