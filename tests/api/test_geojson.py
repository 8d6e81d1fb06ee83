"""Maps to take away: what RFC 7946 asks for, and nothing that is not in the tables."""

import json

import pytest
from geoalchemy2 import WKTElement
from geojson_pydantic import FeatureCollection
from sqlalchemy import text

from server.db.models import Area, Project, Village
from tests.api.results import store_result
from tests.api.test_progress import AT_SITE, report
from tests.factories import make_area, make_project, make_village, make_year

GRADES = "/areas/5007/grades.geojson?year=2570"
PROJECTS = "/areas/5007/projects.geojson?year=2570&basis=provisional"
RING = "98.8 19, 98.8 19.1, 98.9 19.1, 98.9 19, 98.8 19"  # with the clock, as many files have it
HOLE = "98.84 19.04, 98.86 19.04, 98.86 19.06, 98.84 19.06, 98.84 19.04"
SOUND = text("select bool_and(ST_IsValid(ST_GeomFromGeoJSON(one))) from unnest(cast(:shapes as text[])) one")


@pytest.fixture
def mapped(session):
    """Two tambons, of which one has a boundary, with three villages, of which one has a place."""
    make_year(session)
    store_result(session, "50070501", grade="A")
    store_result(session, "50070502", grade="C", gate="make_plan")
    make_village(session, "50070601")
    make_area(session, "500706")
    session.flush()
    session.get(Area, (1, "500705")).boundary = WKTElement(f"MULTIPOLYGON((({RING}), ({HOLE})))", srid=4326)
    session.get(Village, (1, "50070501")).place = WKTElement("POINT(98.831234567 19.01)", srid=4326)
    session.commit()
    return session


def collection(answer) -> FeatureCollection:
    """The answer, if it is what the standard asks for. Raises for everything else."""
    assert (answer.status_code, answer.content_type) == (200, "application/geo+json")
    return FeatureCollection.model_validate_json(answer.data)


def area_of(ring) -> float:
    """Twice the area; positive when it goes against the clock."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1, *_), (x2, y2, *_) in zip(ring, ring[1:], strict=False))


def test_grades_are_rows_with_their_boundaries(reader, mapped):
    whole = collection(reader.get(GRADES))
    rows = reader.get("/areas/5007/grades?year=2570").get_json()["rows"]

    assert [feature.id for feature in whole.features] == [row["code"] for row in rows] == ["500705", "500706"]
    told = {"plan_year": 2570, "basis": "official"}
    assert [feature.properties for feature in whole.features] == [row | told for row in rows]
    assert [feature.geometry and feature.geometry.type for feature in whole.features] == ["Polygon", None]


def test_outer_rings_go_against_the_clock_and_holes_with_it(reader, mapped):
    outer, hole = collection(reader.get(GRADES)).features[0].geometry.coordinates

    assert area_of(outer) > 0 > area_of(hole)


def test_shapes_are_valid_and_written_with_few_decimals(reader, mapped):
    answer = reader.get(f"{GRADES}&level=village")
    shapes = [json.dumps(one["geometry"]) for one in json.loads(reader.get(GRADES).data)["features"] if one["geometry"]]

    assert mapped.scalar(SOUND, {"shapes": shapes})
    assert [one["geometry"] and one["geometry"]["coordinates"] for one in json.loads(answer.data)["features"]] == [
        [98.83123, 19.01], None, None
    ]  # fmt: skip


def test_grades_of_villages_are_points_of_a_tambon_and_of_any_larger_area_that_asks(reader, mapped):
    of_tambon = collection(reader.get("/areas/500705/grades.geojson?year=2570"))
    of_district = collection(reader.get(f"{GRADES}&level=village"))

    assert [one.properties["grade"] for one in of_tambon.features] == ["A", "C"]
    assert [one.id for one in of_district.features] == ["50070501", "50070502", "50070601"]


def test_a_project_stands_at_its_site_with_its_figures(reader, phone, province):
    made = make_project(province, title="ฝาย", budget_approved=10_000_000)
    nowhere = make_project(province)
    province.flush()
    province.get(Project, (1, nowhere.id)).site = None
    province.commit()
    report(phone, {"id": str(made.id)}, site_gps=AT_SITE, files={"photo_1": b"a photo"})

    found = {one.id: one for one in collection(reader.get(PROJECTS)).features}

    here = found[str(made.id)]
    assert here.geometry.coordinates[:2] == (98.83, 19.01)
    assert (here.properties["percent_physical"], here.properties["budget_approved_baht"]) == (40, 100_000)
    assert found[str(nowhere.id)].geometry is None


@pytest.mark.parametrize(("role", "area"), [("district_chief", "5007"), ("evaluation_committee", "50")])
def test_who_may_not_open_reports_is_told_of_none(new_reader, phone, province, role, area):
    made = make_project(province)
    province.commit()
    report(phone, {"id": str(made.id)}, site_gps=AT_SITE)

    assert "uuid:" not in new_reader(role, area).get(PROJECTS).text


def test_nothing_about_households_or_people_is_in_a_map(reader, mapped):
    make_project(mapped)
    mapped.commit()
    names = {
        name
        for address in (GRADES, PROJECTS)
        for feature in collection(reader.get(address)).features
        for name in feature.properties
    }

    assert not names & {"head", "phone", "actor", "team", "reporter", "consent_ref"}


def test_a_map_of_elsewhere_and_a_level_that_is_not_there_are_refused(new_reader, reader, mapped):
    assert new_reader(area="5001").get(GRADES).status_code == 404
    assert new_reader(area="5001").get(PROJECTS).status_code == 404
    assert reader.get(f"{GRADES}&level=street").status_code == 422
    assert new_reader("admin", "50").get(GRADES).status_code == 403


def test_a_map_is_sent_once_while_it_stays_the_same(reader, mapped):
    tag = reader.get(GRADES).headers["ETag"]

    assert reader.get(GRADES, **{"If-None-Match": tag}).status_code == 304
