"""A list of entities as one table, some thousands of rows at a time, however long it is."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from flask import Response, g, request
from sqlalchemy.orm import Session

from server.auth import allows
from server.central.ahead import ahead
from server.central.entities import ENTITIES
from server.central.entity_feed import feed_of, note_taking
from server.central.streams import lines, streamed, told_if_broken
from server.central.told import WORD, told
from server.central.wire import central, moment
from server.db.models import EntityList
from server.db.queries import entities
from server.db.queries.entity_rows import EntityRow
from server.db.session import transaction
from server.odata import query

SYSTEM = ("__createdAt", "__creatorId", "__creatorName", "__updates", "__updatedAt", "__version")
TAKEN = ("$filter", query.SEARCH)


@central.get(f"{ENTITIES}.csv")
@allows("entity.read")
@told(kind="text/csv", query=dict.fromkeys(TAKEN, WORD), also=(501,))
def entities_csv(workspace_id: int, list_name: str) -> Response:
    """The entities of a list in the caller's area as a table, the newest first. Taking it is noted."""
    query.check_names(TAKEN)
    with transaction() as session:
        known, feed = feed_of(session, list_name, request.args.get("$filter"), request.args.get(query.SEARCH))
        tag = tag_of(session, known, g.caller.area_code) if feed.is_whole else None
        properties = list(known.properties)
        is_known = tag is not None and request.if_none_match.contains_weak(tag)
        if request.method == "GET" and not is_known:
            note_taking(session, list_name, "csv")
    chunks = told_if_broken(written(properties, ahead(feed.newest_first())))
    response = streamed(chunks, "text/csv; charset=utf-8", f"{list_name}.csv")
    if tag is None:
        return response
    response.set_etag(tag)
    return response.make_conditional(request)


def tag_of(session: Session, known: EntityList, area_code: str) -> str:
    """Changes with the list and with whom it is for; no entity is read."""
    revisions = entities.revisions(session, known.workspace_id, known.name, area_code)
    made_of = (known.workspace_id, known.name, known.properties, area_code, revisions)
    return hashlib.md5(repr(made_of).encode(), usedforsecurity=False).hexdigest()


def written(properties: Sequence[str], batches: Iterable[Sequence[EntityRow]]) -> Iterator[bytes]:
    yield lines([("__id", "label", *properties, *SYSTEM)]).encode()
    for batch in batches:
        yield lines(row_of(one, properties) for one in batch).encode()


def row_of(one: EntityRow, properties: Sequence[str]) -> tuple[object, ...]:
    said = (one.data.get(name, "") for name in properties)
    system = (moment(one.created_at), one.creator_id, one.creator, one.version - 1, moment(one.updated_at), one.version)
    return (one.uuid, one.label, *said, *system)
