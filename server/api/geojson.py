"""Maps to take away: grades and projects of an area as GeoJSON (RFC 7946), for QGIS and for our own pages."""

from collections.abc import Iterable

import orjson
from flask import Response, g

from server.api.geojson_schemas import FeaturesQuery, GradesFeaturesSchema, ProjectsFeaturesSchema
from server.api.progress import baht, shape
from server.api.schemas import ProblemSchema, YearQuery
from server.api.wire import api
from server.auth import allows, scope_of
from server.db.queries import areas
from server.db.queries import geojson as queries
from server.db.session import read_only
from server.domain import grades, years
from server.domain.area_maps import LEVELS
from server.domain.assignments import AreaUnknown
from server.domain.grades import DIGITS_BELOW, VILLAGE_DIGITS
from server.domain.indicators.criteria import Basis
from server.domain.projects import sheet
from server.domain.projects.sheet import ListedProject
from server.exports import shapes as rows

MEDIA_TYPE = "application/geo+json"


@api.get("/areas/<code>/grades.geojson")
@allows("village.read")
@api.arguments(FeaturesQuery, location="query", as_kwargs=True)
@api.response(200, GradesFeaturesSchema, content_type=MEDIA_TYPE)
@api.alt_response(422, schema=ProblemSchema)
def area_grades_map(code: str, year: int, basis: Basis, level: str | None = None) -> Response:
    """The rows of an area's grades with the boundary of each, or the point of a village."""
    digits = max(LEVELS.get(level, 0), DIGITS_BELOW.get(len(code), VILLAGE_DIGITS))
    with read_only(scope_of(g.caller)) as session:
        here = (session, g.caller.workspace_id, code)
        years.must_be_open(*here[:2], year)
        lines = grades.lines_below(*here, plan_year=year, basis=basis, digits=digits)
        shapes = queries.places(*here) if digits == VILLAGE_DIGITS else queries.boundaries(*here, digits)
    told = {"plan_year": year, "basis": basis}
    features = ((line.code, shapes.get(line.code), told | rows.grade(line)) for line in lines)
    return collection(features, f"grades-{code}-{year}-{basis}.geojson")


@api.get("/areas/<code>/projects.geojson")
@allows("project.read")
@api.arguments(YearQuery, location="query", as_kwargs=True)
@api.response(200, ProjectsFeaturesSchema, content_type=MEDIA_TYPE)
@api.alt_response(422, schema=ProblemSchema)
def area_projects_map(code: str, year: int, basis: Basis) -> Response:
    """The projects of an area in a fiscal year, each at its site."""
    with read_only(scope_of(g.caller)) as session:
        if not areas.is_known(session, g.caller.workspace_id, code):
            raise AreaUnknown(area=code)
        found = sheet.of_area(session, g.caller.workspace_id, code, year=year, basis=basis)
        sites = queries.sites(session, g.caller.workspace_id, code, year)
    told = {"year": year, "basis": basis}
    features = ((str(one.row.id), sites.get(one.row.id), told | properties(one)) for one in found)
    return collection(features, f"projects-{code}-{year}-{basis}.geojson")


def properties(one: ListedProject) -> dict:
    """What the list of projects says of one, and its money; nothing about people."""
    row = one.row
    money = {f"{name}_baht": baht(getattr(row, name)) for name in ("budget_requested", "budget_recommended")}
    return shape(one) | money | {"transferred_baht": baht(row.transferred), "village": row.village, "moo": row.moo}


def collection(features: Iterable[tuple[str, str | None, dict]], file_name: str) -> Response:
    """(id, geometry, properties) as a file. A thing without a place keeps its properties."""
    listed = [
        {
            "type": "Feature",
            "id": id_,
            "geometry": orjson.Fragment(geometry) if geometry else None,
            "properties": properties,
        }
        for id_, geometry, properties in features
    ]
    body = orjson.dumps({"type": "FeatureCollection", "features": listed}, default=float)
    response = Response(body, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    return response
