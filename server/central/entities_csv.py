"""A list of entities as one table, some thousands of rows at a time, however long it is."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import Response, g, request
from sqlalchemy import Row

from server.auth import allows, scope_of
from server.central import problems
from server.central.datasets import DATASET
from server.central.told import told
from server.central.wire import central, moment
from server.db.models import EntityList
from server.db.queries import entities
from server.db.queries import entity_reading as queries
from server.db.session import Scope, transaction
from server.domain import entity_lists, events

SYSTEM = ("__createdAt", "__creatorId", "__creatorName", "__updates", "__updatedAt", "__version")
FILTERS = ("$filter", "$search")


@central.get(f"{DATASET}/entities.csv")
@allows("entity.read")
@told(kind="text/csv")
def entities_csv(workspace_id: int, list_name: str) -> Response:
    """All entities of a list in the caller's area, as a table. Taking it is noted."""
    for name in FILTERS:
        if name in request.args:
            raise problems.FilterNotHere(name=name)
    with transaction() as session:
        known = entity_lists.of(session, g.caller, list_name)
        revisions = entities.revisions(session, workspace_id, list_name, g.caller.area_code)
        tag = tag_of(known, revisions, g.caller.area_code)
        properties = list(known.properties)
        if request.method == "GET" and not request.if_none_match.contains_weak(tag):
            who = {"actor_id": g.caller.actor_id, "workspace_id": workspace_id}
            events.record(session, "list.take", "list", list_name, **who)
    rows = pages(scope_of(g.caller), list_name)
    response = Response(written(properties, rows), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{list_name}.csv")
    response.set_etag(tag)
    return response.make_conditional(request)


def tag_of(known: EntityList, revisions: Sequence[tuple[str, int]], area_code: str) -> str:
    """Changes with the list and with whom it is for; no entity is read."""
    made_of = (known.workspace_id, known.name, known.properties, area_code, revisions)
    return hashlib.md5(repr(made_of).encode(), usedforsecurity=False).hexdigest()


def pages(scope: Scope, list_name: str) -> Iterator[Sequence[Row]]:
    """Each page in a transaction of its own: whoever reads slowly holds nothing in the database."""
    after = queries.BEFORE_ALL
    while True:
        with transaction(scope) as session:
            rows = queries.page(session, scope.workspace_id, list_name, scope.areas[0], after)
        if rows:
            yield rows
            after = (rows[-1].village_code, rows[-1].uuid)
        if len(rows) < queries.AT_ONCE:
            return


def written(properties: Sequence[str], found: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    yield lines([("__id", "label", *properties, *SYSTEM)])
    for rows in found:
        yield lines(row_of(one, properties) for one in rows)


def row_of(one: Row, properties: Sequence[str]) -> tuple[object, ...]:
    said = (one.data.get(name, "") for name in properties)
    times = (moment(one.created_at), one.creator_id, one.creator_name, one.version - 1, moment(one.updated_at))
    return (one.uuid, one.label, *said, *times, one.version)


def lines(rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()
