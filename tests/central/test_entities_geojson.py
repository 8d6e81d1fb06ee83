"""Entities taken away over Central's REST as places, and what another district gets of them: nothing."""

import csv
import io
from uuid import UUID

import pytest
from sqlalchemy import select

from server.db.models import Event
from tests.central.conftest import LISTS

TREES = f"{LISTS}/trees/entities"
CSV, MAP = f"{TREES}.csv", f"{TREES}.geojson"


def code(answer):
    return answer.get_json()["code"]


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode())))


@pytest.fixture
def placed(script, trees):
    """A function that makes a tree in a place and answers with its id."""
    trees.post(f"{LISTS}/trees/properties", {"name": "geometry"})

    def make(said):
        return script.post(TREES, {"label": "x", "data": {"geometry": said}}).get_json()["uuid"]

    return make


@pytest.mark.parametrize(
    ("said", "geometry"),
    [
        ("18.5 99.25", {"type": "Point", "coordinates": [99.25, 18.5]}),
        ("18.5 99.25 310 4.5", {"type": "Point", "coordinates": [99.25, 18.5, 310]}),
        ("18 99 0 0; 18.5 99 0 0", {"type": "LineString", "coordinates": [[99, 18, 0], [99, 18.5, 0]]}),
        ("1 2;1 3;1 2", {"type": "LineString", "coordinates": [[2, 1], [3, 1], [2, 1]]}),
        ("1 2;3 4;5 6;1 2;", {"type": "Polygon", "coordinates": [[[2, 1], [4, 3], [6, 5], [2, 1]]]}),
    ],
)
def test_an_entity_is_where_its_geometry_says(script, placed, said, geometry):
    uuid = placed(said)

    collection = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "id": uuid, "geometry": geometry, "properties": None}],
    }
    assert script.get(MAP).get_json() == script.get(f"{TREES}/{uuid}/geojson").get_json() == collection


@pytest.mark.parametrize("said", ["", "here", "91 0", "0 181", "1 2;x", ";", "1 2 3 4 5", "nan nan", "๑๘ ๙๙"])
def test_an_entity_without_a_place_is_left_out(script, placed, said):
    uuid = placed(said)

    assert script.get(MAP).get_json()["features"] == script.get(f"{TREES}/{uuid}/geojson").get_json()["features"] == []


def test_places_are_filtered_searched_and_limited_and_noted(script, placed, session):
    one, two, three = (placed(f"{n} 1") for n in range(3))

    def found(query):
        return [feature["id"] for feature in script.get(f"{MAP}?{query}").get_json()["features"]]

    assert found("") == found("$search=x") == [three, two, one]
    assert found("limit=2") == [three, two]
    assert found("limit=0") == found("$search=y") == []
    assert found(f"$filter=__id eq '{two}'") == [two]
    assert code(script.get(f"{MAP}?limit=x")) == 400.11
    taken = select(Event.details).where(Event.verb == "list.take")
    assert [said["kind"] for said in session.scalars(taken)] == ["geojson"] * 6


def test_a_list_without_geometry_has_an_empty_map(script, trees):
    script.post(TREES, {"label": "1"})

    assert script.get(MAP).get_json() == {"type": "FeatureCollection", "features": []}


def test_another_district_gets_no_row_by_any_way(new_script, placed):
    uuid, other = placed("18 99"), new_script(area="5001")

    assert rows(other.get(CSV)) == other.get(MAP).get_json()["features"] == []
    assert rows(other.get(f"{CSV}?$filter=not (__id eq '{UUID(int=1)}')")) == []
    assert rows(other.get(f"{CSV}?$search=x")) == []
    assert other.get(f"{LISTS}/trees.svc/Entities?$count=true&$top=0").get_json()["@odata.count"] == 0
    for tail in ("entities.svc", f"entities/{uuid}/geojson"):
        assert code(other.get(f"{LISTS}/trees/{tail}")) == 404.1
    assert code(other.get(f"{LISTS}/trees.svc/Entities('{uuid}')")) == 404.1
