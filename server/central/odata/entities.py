"""The OData service of an entity list, and its places as GeoJSON."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote
from uuid import UUID

from flask import Response, g
from sqlalchemy.orm import Session

from server.auth import allows, scope_of
from server.central.feed import ahead, condition_of
from server.central.odata import metadata
from server.central.told import ODATA, WORD, told
from server.central.wire import central, moment
from server.db.models import EntityList
from server.db.queries import entity_rows, odata_filter
from server.db.queries.entity_rows import EntityRow, Which
from server.db.session import Scope, transaction
from server.domain.answer_tables.names import odata_names
from server.domain.answers import uuid_of
from server.domain.permissions import may_see
from server.errors import NotFound
from server.odata import problems, query, writing
from server.odata.query import Position, Query

DATASETS = "/projects/<small:workspace_id>/datasets"
SERVICE = f"{DATASETS}/<list_name>.svc"
ENTITIES = "Entities"
ONE = re.compile(r"Entities\('([^']*)'\)")
AT_ONCE = 1_000
MOST_WORDS = 10
RESERVED = ("__id", "__system", "label")  # what a row has beside its properties


@central.get(SERVICE)
@allows("entity.read")
@told(kind=writing.KIND, also=(406, 501))
def entity_service(workspace_id: int, list_name: str) -> Response:
    """The one table of a list."""
    query.check_format("json")
    properties_of(workspace_id, list_name)
    return writing.service(address(workspace_id, list_name), [ENTITIES])


@central.get(f"{SERVICE}/$metadata")
@allows("entity.read")
@told(kind="application/xml", also=(406,))
def describe_entities(workspace_id: int, list_name: str) -> Response:
    """What the entities of a list are made of, as EDMX."""
    query.check_format("xml")
    return metadata.of_entities(list_name, list(properties_of(workspace_id, list_name).values()))


@central.get(f"{SERVICE}/<table>")
@allows("entity.read")
@told(kind=writing.KIND, query=ODATA | {query.SEARCH: WORD}, also=(406, 501))
def entities_table(workspace_id: int, list_name: str, table: str) -> Response:
    """The entities of a list, the newest first; `Entities('…')` is one of them."""
    asked = query.read(odata_filter.OF_ENTITIES, UUID, can_search=True)
    properties = properties_of(workspace_id, list_name)
    check_select(asked, properties)
    which, scope = which_of(list_name, asked), scope_of(g.caller)
    finish, context = finisher(properties, asked), f"{address(workspace_id, list_name)}/$metadata#{ENTITIES}"
    if named := ONE.fullmatch(table):
        with transaction(scope) as session:
            found = entity_rows.one(session, scope, which, uuid_asked(named[1]))
        if found is None:
            raise NotFound
        return writing.document({"@odata.context": f"{context}/$entity"} | finish(found))
    if table != ENTITIES:
        raise NotFound
    count = None
    if asked.count:
        with transaction(scope) as session:
            count = entity_rows.count(session, scope, which)
    each = ((Position(row.uuid), finish(row)) for batch in ahead(batches(scope, which, asked)) for row in batch)
    return writing.table(each, asked, context, count)


def address(workspace_id: int, list_name: str) -> str:
    return f"{query.origin()}/v1/projects/{workspace_id}/datasets/{quote(list_name, safe='')}.svc"


def properties_of(workspace_id: int, list_name: str) -> dict[str, str]:
    """{property: what OData calls it} of a list that the caller may see. Raises NotFound."""
    with transaction() as session:
        return named_properties(session, workspace_id, list_name)


def named_properties(session: Session, workspace_id: int, list_name: str) -> dict[str, str]:
    known = session.get(EntityList, (workspace_id, list_name))
    if known is None or not may_see(g.caller.sees, list_name):
        raise NotFound
    names = odata_names([*RESERVED, *known.properties])[len(RESERVED) :]
    return dict(zip(known.properties, names, strict=True))


def which_of(list_name: str, asked: Query) -> Which:
    condition = condition_of(asked.filter, odata_filter.OF_ENTITIES)
    words = tuple((asked.search or "").replace("\0", "").split())[:MOST_WORDS]
    with_deleted = "__system/deletedAt" in (asked.filter or "")
    return Which(list_name, condition.sql, condition.values, words, with_deleted)


def batches(scope: Scope, which: Which, asked: Query) -> Iterator[list[EntityRow]]:
    """From where the query begins; in an order of the caller's own, by number, as it is at each batch."""
    after = None if asked.after is None else UUID(str(asked.after.id))
    skip, at_once = asked.skip, AT_ONCE if asked.top is None else min(AT_ONCE, asked.top + 1)
    while True:
        with transaction(scope) as session:
            batch = entity_rows.newest_first(session, scope, which, after, at_once, skip, asked.order)
        if batch:
            yield batch
        if len(batch) < at_once:
            return
        if asked.order is None:
            after, skip = batch[-1].uuid, 0
        else:
            skip += at_once


def uuid_asked(said: str) -> UUID:
    """Raises NotFound."""
    found = uuid_of(said)
    if found is None:
        raise NotFound
    return found


def check_select(asked: Query, properties: dict[str, str]) -> None:
    """Raises SelectUnknown."""
    known = {(name,) for name in (*RESERVED, *properties.values())}
    known |= {("__system", name) for name, _ in metadata.OF_ENTITIES}
    for path in asked.select or ():
        if path not in known:
            raise problems.SelectUnknown(name="/".join(path)[:100])


def finisher(properties: dict[str, str], asked: Query) -> Callable[[EntityRow], dict]:
    select = None if asked.select is None else {path[0] for path in asked.select}

    def finish(row: EntityRow) -> dict:
        said = {"__id": str(row.uuid), "label": row.label, "__system": system_of(row)}
        said |= {called: row.data.get(name) for name, called in properties.items()}
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
