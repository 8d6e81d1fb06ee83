"""The invented subdistricts of the measurement are a map, and its points lie where it says."""

import pytest
from sqlalchemy import text

from bench import geo
from server.domain.imports.villages import LATITUDES, LONGITUDES, within

COVERED = text("""
    select count(*), bool_and(ST_IsValid(boundary)), sum(ST_Area(boundary)), ST_Area(ST_Union(boundary))
    from (select ST_GeomFromText(outline, 4326) as boundary from unnest(cast(:outlines as text[])) outline) cells
""")


def test_subdistricts_lie_side_by_side(session):
    outlines = [geo.outline(ring) for ring in geo.subdistricts().values()]

    number, are_valid, area, together = session.execute(COVERED, {"outlines": outlines}).one()

    assert (number, are_valid) == (204, True)
    assert together == pytest.approx(area, rel=1e-4)


def test_points_lie_in_the_country_and_are_the_same_every_time(monkeypatch):
    monkeypatch.setattr(geo, "POINTS", 50)
    grid = geo.subdistricts()
    points = list(geo.points(grid))

    assert points == list(geo.points(grid))
    assert [kind for kind, _, _ in points] == [geo.USUAL] * 50 + [geo.AT_A_BORDER] * 50
    assert all(within(lon, LONGITUDES) and within(lat, LATITUDES) for _, _, (lon, lat) in points)
