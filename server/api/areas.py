"""Areas: where one may look."""

from collections.abc import Sequence

from flask import g

from server.api.schemas import AreaSchema, AreasQuery, ProblemSchema
from server.api.wire import api
from server.auth import allows, scope_of
from server.db.queries import places
from server.db.session import read_only


@api.get("/areas")
@allows("area.read")
@api.arguments(AreasQuery, location="query", as_kwargs=True)
@api.response(200, AreaSchema(many=True))
@api.alt_response(422, schema=ProblemSchema)
def areas(level: str | None = None) -> Sequence[dict]:
    """The caller's own area and the areas and villages inside it, in the order of their codes."""
    with read_only(scope_of(g.caller)) as session:
        inside = places.inside(session, g.caller.workspace_id, g.caller.area_code)
    return [area | {"parent": area["code"][:-2] or None} for area in inside if level in (None, area["level"])]
