"""PostGIS measures the distance of a report as the rules do."""

import pytest
from sqlalchemy import text

from server.domain.indicators.criteria import default_criteria
from server.domain.indicators.location import Point, class_of_distance
from tests.domain.indicators.positions import REPORTED

MEASURED = """
    select round(ST_DistanceSphere(
        ST_SetSRID(ST_MakePoint(:site_lon, :site_lat), 4326), ST_SetSRID(ST_MakePoint(:gps_lon, :gps_lat), 4326)))
"""


@pytest.mark.parametrize(("site", "gps", "accuracy_m", "distance", "expected"), REPORTED)
def test_postgis_finds_the_distance_and_class_of_the_definitions(
    connected, site: Point, gps: Point, accuracy_m: float | None, distance: int, expected: str
) -> None:
    degrees = {"site_lat": site.latitude, "site_lon": site.longitude, "gps_lat": gps.latitude, "gps_lon": gps.longitude}
    with connected.connect() as connection:
        measured = int(connection.scalar(text(MEASURED), degrees))

    assert measured == distance
    assert class_of_distance(measured, accuracy_m, criteria=default_criteria(2570)) == expected
