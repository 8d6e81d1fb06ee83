"""Places of entities as GeoJSON: what their property `geometry` says, in the text form that phones write."""

from itertools import islice

from flask import Response, g, request

from server.auth import allows, scope_of
from server.central.ahead import ahead
from server.central.entities import ENTITIES, ENTITY, seen
from server.central.entity_feed import feed_of, note_taking
from server.central.geojson import collected
from server.central.told import COUNT, WORD, told
from server.central.wire import central, whole_number
from server.db.session import transaction
from server.domain.answer_tables import places
from server.odata import query

TAKEN = {"$filter": WORD, query.SEARCH: WORD, "limit": COUNT}


@central.get(f"{ENTITIES}.geojson")
@allows("entity.read")
@told(query=TAKEN, also=(501,))
def entities_geojson(workspace_id: int, list_name: str) -> Response:
    """The places of the entities of a list in the caller's area; those without one are left out. Taking them is
    noted."""
    query.check_names(tuple(TAKEN))
    limit = whole_number("limit")
    with transaction() as session:
        _, feed = feed_of(session, list_name, request.args.get("$filter"), request.args.get(query.SEARCH))
        note_taking(session, list_name, "geojson")
    found = (
        feature
        for batch in ahead(feed.newest_first())
        for one in batch
        if (feature := places.entity_feature(str(one.uuid), one.data)) is not None
    )
    return Response(collected(islice(found, limit)), content_type="application/json")


@central.get(f"{ENTITY}/geojson")
@allows("entity.read")
@told()
def entity_geojson(workspace_id: int, list_name: str, entity_id: str) -> Response:
    """The place of an entity."""
    with transaction(scope_of(g.caller)) as session:
        one = seen(session, list_name, entity_id)
    feature = places.entity_feature(str(one.uuid), one.data)
    return Response(collected(iter([feature] if feature else [])), content_type="application/json")
