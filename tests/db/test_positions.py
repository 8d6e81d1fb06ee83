"""PostGIS measures what the rules judge: distances as the formula has them, and who stood inside a tambon."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select, text

from server.db.models import Project
from server.db.queries import positions
from server.db.queries import projects as queries
from server.domain.indicators.criteria import default_criteria
from server.domain.indicators.progress import progress_of
from server.domain.projects.sheet import project_of, report_of
from tests.db.stored_projects import VILLAGE, store
from tests.domain.indicators.positions import SITE
from tests.domain.indicators.progress_vectors import VECTORS, Told, Vector
from tests.domain.indicators.sphere import EARTH_RADIUS_M, Point, metres
from tests.factories import make_area

# A square of a tenth of a degree around the site, with a bay in its northern side.
CORNERS = [
    (98.78, 18.96),
    (98.88, 18.96),
    (98.88, 19.06),
    (98.84, 19.06),
    (98.83, 19.03),
    (98.82, 19.06),
    (98.78, 19.06),
]
TAMBON = "MULTIPOLYGON(((" + ", ".join(f"{lon} {lat}" for lon, lat in [*CORNERS, CORNERS[0]]) + ")))"
TOLERANCE_M = 0.01
METRE = 180 / (3.141592653589793 * EARTH_RADIUS_M)  # of latitude, in degrees


def standing(session, vector: Vector):
    """What the database and the rules make of a project and its reports."""
    project_id = store(session, vector)
    row, reports = queries.one(session, 1, project_id), queries.reports(session, 1, project_id)
    rules, when = default_criteria(2569), {"as_of": vector.as_of, "basis": "official"}
    return progress_of(project_of(row), map(report_of, reports), criteria=rules, **when)


def bounded(session, outline: str = TAMBON) -> None:
    """Give the tambon of the project this boundary."""
    make_area(session, VILLAGE[:6]).boundary = f"SRID=4326;{outline}"


def told_at(point: Point | None) -> Vector:
    return Vector(name="", told=(Told(at=point),), expected={})


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_a_stored_project_stands_as_the_table_says(session, vector: Vector) -> None:
    progress = standing(session, vector)

    assert {name: getattr(progress, name) for name in vector.expected} == vector.expected


shared = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
places = some.builds(Point, some.floats(18, 20.2), some.floats(97.3, 99.6))
DISTANCE = text(f"select ST_DistanceSphere(:one, :other), {positions.distance_m(':one', ':other')}")  # noqa: S608


@shared
@given(places, places)
def test_postgis_and_the_formula_agree_on_distances_in_and_around_the_province(connected, one, other) -> None:
    """To a centimetre in hundreds of kilometres: PostGIS has a radius of 6,371,008.7714 m.

    So whole metres differ only where the half metre lies within that centimetre.
    """
    with connected.connect() as connection:
        measured, rounded = connection.execute(DISTANCE, {"one": one.ewkt, "other": other.ewkt}).one()

    assert measured == pytest.approx(metres(one, other), abs=TOLERANCE_M)
    assert rounded in {round(metres(one, other) - TOLERANCE_M), round(metres(one, other) + TOLERANCE_M)}


@pytest.mark.parametrize(
    ("where", "inside"),
    [
        (SITE, True),
        (Point(18.96, 98.83), True),
        (Point(18.96 - 195 * METRE, 98.83), True),
        (Point(18.96 - 205 * METRE, 98.83), False),
        (Point(19.05, 98.83), False),
        (Point(19.035, 98.83), True),
        (Point(0, 0), False),
        (Point(-33.86, 151.21), False),
        (Point(90, 180), False),
        (None, None),
    ],
    ids=[
        "in the middle",
        "on the border",
        "195 m outside",
        "205 m outside",
        "in the bay, far from its shores",
        "in the bay, close to its shores",
        "where latitude and longitude are 0",
        "in Sydney",
        "at the pole",
        "no position",
    ],
)
def test_a_report_is_inside_the_tambon_up_to_200_metres_from_it(session, where, inside) -> None:
    bounded(session)

    assert standing(session, told_at(where)).inside_tambon is inside


def test_without_a_boundary_nobody_knows_who_is_inside(session) -> None:
    assert standing(session, told_at(SITE)).inside_tambon is None


@pytest.mark.parametrize(("where", "inside"), [(SITE, False), (Point(19.0195, 98.83), True)])
def test_a_hole_in_a_tambon_is_outside_but_for_its_rim(session, where, inside) -> None:
    hole = "(98.82 19.0, 98.82 19.02, 98.84 19.02, 98.84 19.0, 98.82 19.0)"
    bounded(session, TAMBON.replace(")))", f"), {hole}))"))

    assert standing(session, told_at(where)).inside_tambon is inside


# The short cuts change nothing: near every corner and side, and anywhere.
sides = some.sampled_from(list(pairwise([*CORNERS, CORNERS[0]])))
near_a_side = some.builds(
    lambda side, share, north, east: Point(
        side[0][1] + share * (side[1][1] - side[0][1]) + north, side[0][0] + share * (side[1][0] - side[0][0]) + east
    ),
    sides,
    some.floats(0, 1),
    some.floats(-0.004, 0.004),
    some.floats(-0.004, 0.004),
)
INSIDE = text(f"""
    select {positions.inside_tambon("boundary", "position")},
           ST_DWithin(boundary::geography, position::geography, {positions.TOLERANCE_M}),
           ST_Distance(boundary::geography, position::geography)
    from (select ST_GeomFromEWKT(:boundary) as boundary, ST_GeomFromEWKT(:position) as position) given
""")  # noqa: S608


@shared
@given(places | near_a_side)
def test_inside_is_what_postgis_measures_on_the_spheroid(connected, where) -> None:
    asked = {"boundary": f"SRID=4326;{TAMBON}", "position": where.ewkt}
    with connected.connect() as connection:
        ours, plain, away = connection.execute(INSIDE, asked).one()

    assert ours == plain or away == pytest.approx(positions.TOLERANCE_M, abs=1)


def test_reports_of_many_projects_are_measured_in_one_query(session) -> None:
    bounded(session)
    store(session, replace(told_at(SITE), told=(Told(at=SITE), Told(at=Point(19.2, 98.83)))))
    everyone = list(session.scalars(select(Project.id)))

    measured = [(row.distance_m, row.inside_tambon) for row in queries.reports_of_many(session, 1, everyone)]

    assert sorted(measured) == [(0, True), (21_004, False)]
