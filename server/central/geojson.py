"""Places of submissions as GeoJSON: of each the first outside of repeats, or the ones that were asked for."""

from collections.abc import Iterator
from itertools import islice

import orjson
from flask import Response, request

from server.auth import allows
from server.central import problems
from server.central.ahead import ahead
from server.central.feed import feed_of, note_taking, tree_of_form
from server.central.submissions import SUBMISSION, SUBMISSIONS
from server.central.told import COUNT, WORD, told
from server.central.wire import central, whole_number
from server.db.queries import answer_rows
from server.db.session import transaction
from server.domain.answer_tables import places
from server.domain.answer_tables.places import Place
from server.domain.answer_tables.tree import Group
from server.errors import NotFound

KIND = "application/geo+json"
AT_ONCE = 500


@central.get(f"{SUBMISSIONS}.geojson")
@allows("submission.list")
@told(query={"fieldpath": WORD, "limit": COUNT, "$filter": WORD}, also=(501,))
def submissions_geojson(workspace_id: int, form_id: str) -> Response:
    """The places of the submissions of a form; those without one are left out."""
    limit = whole_number("limit")
    with transaction() as session:
        form, feed = feed_of(session, workspace_id, form_id, request.args.get("$filter"))
        place = place_asked(tree_of_form(session, form, with_older=False), most=1)
        note_taking(session, form, "geojson")
    found = (
        feature
        for batch in ahead(feed.newest_first())
        for one in batch
        if (feature := places.feature(one.instance_id, orjson.loads(one.answers), place)) is not None
    )
    return Response(collected(islice(found, limit)), content_type="application/json")


@central.get(f"{SUBMISSION}.geojson")
@allows("submission.read")
@told(query={"fieldpath": WORD})
def submission_geojson(workspace_id: int, form_id: str, instance_id: str) -> Response:
    """The place of a submission; of several `fieldpath`s all of them together."""
    with transaction() as session:
        form, feed = feed_of(session, workspace_id, form_id, None)
        place = place_asked(tree_of_form(session, form, with_older=False), most=None)
        note_taking(session, form, "geojson")
    with transaction(feed.scope) as session:
        one = answer_rows.one(session, feed.scope, feed.where, instance_id, with_files=False)
    if one is None:
        raise NotFound
    feature = places.feature(one.instance_id, orjson.loads(one.answers), place)
    return Response(collected(iter([feature] if feature else [])), content_type="application/json")


def place_asked(root: Group, *, most: int | None) -> Place:
    """Raises ValueUnexpected for a path that leads to no place, or for more of them than are taken."""
    asked = request.args.getlist("fieldpath")
    found = places.asked(root, asked)
    if found is None or (most is not None and len(asked) > most):
        raise problems.ValueUnexpected(name="fieldpath")
    return found


def collected(features: Iterator[dict]) -> Iterator[bytes]:
    """A FeatureCollection, written as its features come."""
    yield b'{"type":"FeatureCollection","features":['
    comma = b""
    while some := list(islice(features, AT_ONCE)):
        yield comma + b",".join(map(orjson.dumps, some))
        comma = b","
    yield b"]}"
