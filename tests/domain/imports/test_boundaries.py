"""Boundaries of a GeoJSON file: stored by code, or refused by feature."""

import orjson
import pytest
from geoalchemy2.functions import ST_AsText
from sqlalchemy import func, select

from server.db.models import Area, Event, StaleProject
from server.domain.imports import boundaries, geojson
from server.domain.imports.boundaries import BoundariesImported
from server.domain.imports.geojson import FeaturesRefused
from server.domain.imports.sheets import FileUnreadable
from tests.factories import make_area, make_project, make_system, make_workspace

SQUARE = [[98.8, 19.0], [98.9, 19.0], [98.9, 19.1], [98.8, 19.1], [98.8, 19.0]]
BOW_TIE = [[98.8, 19.0], [98.9, 19.1], [98.9, 19.0], [98.8, 19.1], [98.8, 19.0]]
INNER = [[98.82, 19.02], [98.84, 19.02], [98.84, 19.04], [98.82, 19.04], [98.82, 19.02]]
OUTER = [[98.7, 18.9], [98.75, 18.9], [98.75, 18.95], [98.7, 18.95], [98.7, 18.9]]


def polygon(*rings) -> dict:
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(code: object = "500705", geometry: object = None, **more) -> dict:
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry or polygon(SQUARE)} | more


def collection(*features, **more) -> bytes:
    return orjson.dumps({"type": "FeatureCollection", "features": list(features)} | more)


@pytest.fixture
def load(session):
    for code in ("500705", "500706"):
        make_area(session, code)

    def load(*features, content: bytes | None = None) -> BoundariesImported:
        author = make_system(session).id
        content = collection(*features) if content is None else content
        return boundaries.import_geojson(session, make_workspace(session).id, content, actor_id=author)

    return load


def refused(load, *features) -> list[tuple[int, str, str]]:
    with pytest.raises(FeaturesRefused) as caught:
        load(*features)
    return [(fault.row, fault.column, fault.fault.code) for fault in caught.value.faults]


def fault_of(load, *features):
    with pytest.raises(FeaturesRefused) as caught:
        load(*features)
    (fault,) = caught.value.faults
    return fault


def outline(session, code: str = "500705") -> str | None:
    return session.scalar(select(ST_AsText(Area.boundary)).where(Area.code == code))


def stored(session) -> int:
    return session.scalar(select(func.count(Area.boundary)))


# Taken


def test_a_polygon_becomes_the_boundary_of_its_area(load, session):
    assert load(feature()) == BoundariesImported(added=1)
    assert outline(session) == "MULTIPOLYGON(((98.8 19,98.9 19,98.9 19.1,98.8 19.1,98.8 19)))"


def test_polygons_of_several_parts_and_with_holes_are_taken_whole(load, session):
    load(feature(geometry={"type": "MultiPolygon", "coordinates": [[SQUARE, INNER], [OUTER]]}))

    assert session.scalar(select(func.ST_NumGeometries(Area.boundary)).where(Area.code == "500705")) == 2
    assert session.scalar(select(func.ST_NRings(Area.boundary)).where(Area.code == "500705")) == 3


def test_heights_are_left_out(load, session):
    load(feature(geometry=polygon([[*position, 312.5] for position in SQUARE])))

    assert outline(session) == "MULTIPOLYGON(((98.8 19,98.9 19,98.9 19.1,98.8 19.1,98.8 19)))"


@pytest.mark.parametrize("code", [500705, "500705"], ids=["a number", "text"])
def test_a_code_may_have_become_a_number(load, code):
    assert load(feature(code)).added == 1


def test_districts_and_provinces_have_boundaries_too(load):
    assert load(feature("50"), feature("5007"), feature("500705")).added == 3


def test_a_mark_at_the_beginning_of_the_file_does_not_matter(load):
    assert load(content=b"\xef\xbb\xbf" + collection(feature())).added == 1


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"])
def test_a_file_may_say_that_it_is_in_wgs_84(load, name):
    assert load(content=collection(feature(), crs={"type": "name", "properties": {"name": name}})).added == 1


def test_what_is_imported_again_is_counted_as_it_changed(load):
    load(feature("500705"), feature("500706"))

    again = load(feature("500705"), feature("500706", polygon(OUTER)), feature("5007"))
    assert again == BoundariesImported(added=1, changed=1, unchanged=1, elsewhere=("500706",))


# What follows


def test_an_import_is_an_event_that_names_no_place(load, session):
    load(feature())

    event = session.scalar(select(Event).where(Event.verb == "boundaries.import"))
    assert event.details == {"added": 1, "changed": 0, "unchanged": 0, "elsewhere": []}


def test_the_projects_of_a_subdistrict_with_another_boundary_are_judged_again(load, session):
    here, _ = make_project(session, "50070503"), make_project(session, "50070601")
    load(feature("500705"), feature("5007"))
    assert session.scalars(select(StaleProject.project_id)).all() == [here.id]

    load(feature("500705"))
    assert session.scalars(select(StaleProject.project_id)).all() == [here.id]


def test_a_subdistrict_mostly_outside_its_district_is_stored_with_a_warning(load, session):
    imported = load(feature("5007"), feature("500705", polygon(INNER)), feature("500706", polygon(OUTER)))

    assert (imported.added, imported.elsewhere) == (3, ("500706",))
    assert "500706" in imported.warnings("th")[0] and "500706" in imported.warnings("en")[0]


def test_areas_of_another_province_are_not_touched(load, session):
    make_area(session, "510101")

    assert refused(load, feature("510101")) == [(1, "code", "area-unknown")]


# Refused by feature


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (None, "code-missing"),
        ("", "code-missing"),
        ("TH500705", "not-an-area-code"),
        ("50070503", "not-an-area-code"),
        (500705.0, "not-an-area-code"),
        (True, "not-an-area-code"),
        (["500705"], "not-an-area-code"),
        ("๕๐๐๗๐๕", "thai-digits"),
        ("500799", "area-unknown"),
    ],
)
def test_a_code_that_names_no_area_is_refused(load, session, code, fault):
    assert refused(load, feature("500706"), feature(code)) == [(2, "code", fault)]
    assert stored(session) == 0


@pytest.mark.parametrize("properties", [None, {}, [], "500705"])
def test_a_feature_without_properties_has_no_code(load, properties):
    assert refused(load, feature(properties=properties)) == [(1, "code", "code-missing")]


def test_an_area_has_one_feature(load):
    fault = fault_of(load, feature("500705"), feature("500706"), feature("500705", polygon(OUTER)))

    assert (fault.row, fault.text("en")) == (3, "The same area as feature 1.")


@pytest.mark.parametrize(
    ("geometry", "fault"),
    [
        ({"type": "Point", "coordinates": [98.8, 19.0]}, "geometry-type"),
        ({"type": "GeometryCollection", "geometries": []}, "geometry-type"),
        ({"type": "Polygon"}, "position-unreadable"),
        ({"type": "Polygon", "coordinates": []}, "geometry-empty"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "geometry-empty"),
        ({"type": "MultiPolygon", "coordinates": [SQUARE]}, "position-unreadable"),
        (polygon(SQUARE[:-1]), "ring-open"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[0]]), "ring-open"),
        (polygon(SQUARE, []), "ring-open"),
        (polygon([["98.8", "19.0"], *SQUARE[1:]]), "position-unreadable"),
        (polygon([[98.8], *SQUARE[1:]]), "position-unreadable"),
        (polygon([[True, 19.0], *SQUARE[1:]]), "position-unreadable"),
        (polygon([None, *SQUARE[1:]]), "position-unreadable"),
        (polygon([[lat, lon] for lon, lat in SQUARE]), "swapped"),
        (polygon([[500_000.0, 2_100_000.0], *SQUARE[1:]]), "outside-thailand"),
        (polygon([[0, 0], *SQUARE[1:]]), "outside-thailand"),
        (polygon(BOW_TIE), "crosses-itself"),
        (polygon(SQUARE, OUTER), "hole-outside"),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], [INNER]]}, "ring-nested"),
        (polygon([SQUARE[0]] * 4), "geometry-invalid"),
    ],
    ids=str,
)
def test_what_is_no_boundary_is_refused_and_nothing_is_stored(load, session, geometry, fault):
    assert refused(load, feature("500706"), feature(geometry=geometry)) == [(2, "geometry", fault)]
    assert stored(session) == 0


def test_a_feature_without_geometry_is_refused(load):
    assert refused(load, feature() | {"geometry": None}) == [(1, "geometry", "geometry-missing")]


def test_a_boundary_that_crosses_itself_is_named_with_the_place(load):
    fault = fault_of(load, feature("500706"), feature("500705", polygon(BOW_TIE)))

    assert fault.value == "500705"
    assert fault.text("en").startswith("The boundary crosses itself at 98.85, 19.05.")
    assert fault.text("th").startswith("เส้นขอบตัดกันเอง ที่ 98.85, 19.05")


def test_every_fault_of_a_file_is_told_at_once_and_in_its_order(load, session):
    before = load(feature("500706")).added

    faults = refused(load, feature("500705", polygon(BOW_TIE)), feature("500799"), feature(None), feature("5007"))
    assert faults == [(1, "geometry", "crosses-itself"), (2, "code", "area-unknown"), (3, "code", "code-missing")]
    assert stored(session) == before == 1


# Refused whole


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-not-json"),
        (b"PK\x03\x04 a shapefile", "file-not-json"),
        ("{}".encode("utf-16"), "file-not-json"),
        (b'{"type": "FeatureCollection", "features": [', "file-not-json"),
        (b'{"type": "FeatureCollection", "features": [{"geometry": NaN}]}', "file-not-json"),
        (b"[" * 100_000, "file-not-json"),
        (b"[]", "file-not-features"),
        (b"null", "file-not-features"),
        (orjson.dumps(feature()), "file-not-features"),
        (orjson.dumps({"type": "Topology", "objects": {}}), "file-not-features"),
        (orjson.dumps({"type": "FeatureCollection"}), "file-not-features"),
        (collection("a feature"), "file-not-features"),
        (collection(), "file-empty"),
        (collection(feature(), crs={"type": "name", "properties": {"name": "EPSG:24047"}}), "file-other-coordinates"),
        (collection(feature(), crs={"type": "link"}), "file-other-coordinates"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_file_that_holds_no_features_is_refused(load, content, code):
    with pytest.raises(FileUnreadable) as caught:
        load(content=content)

    assert caught.value.code == code


def test_a_file_of_too_many_bytes_is_refused_before_it_is_read(load, monkeypatch):
    monkeypatch.setattr(geojson, "MOST_BYTES", 100)

    with pytest.raises(geojson.FileTooLarge):
        load(feature())


def test_a_number_too_large_for_a_coordinate_is_no_position(load):
    content = collection(feature()).replace(b"98.8,19.0]", b"1e999,19.0]", 1)

    with pytest.raises((FeaturesRefused, geojson.FileNotJson)):
        load(content=content)
