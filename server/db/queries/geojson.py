"""Boundaries and points as GeoJSON says them (RFC 7946): degrees, outer rings against the clock, few decimals."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

DECIMALS = 5  # of a degree: a metre
TOLERANCE = {4: 0.0005, 6: 0.0002}  # degrees, by the digits of the code: some 50 and 20 m, less than can be seen

# Rounded before it is written: a shape that is valid stays so only when PostGIS does the rounding.
BOUNDARIES = text("""
    select code, ST_AsGeoJSON(ST_ForcePolygonCCW(ST_ReducePrecision(
               ST_SimplifyPreserveTopology(boundary, :tolerance), :grid)), :decimals)
    from area where workspace_id = :workspace_id and starts_with(code, :area_code) and length(code) = :digits
      and boundary is not null
""")
PLACES = text("""
    select code, ST_AsGeoJSON(place, :decimals) from village
    where workspace_id = :workspace_id and starts_with(code, :area_code) and place is not null
""")
SITES = text("""
    select id, ST_AsGeoJSON(site, :decimals) from project
    where workspace_id = :workspace_id and fiscal_year = :year and site is not null
      and village_code >= :area_code and village_code < :area_code || '~'
""")


def boundaries(session: Session, workspace_id: int, area_code: str, digits: int) -> Mapping[str, str]:
    """{code: geometry} of the areas with so many digits inside an area whose boundary is known, simplified a little."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "digits": digits, "decimals": DECIMALS}
    rows = session.execute(BOUNDARIES, asked | {"tolerance": TOLERANCE[digits], "grid": 10.0**-DECIMALS})
    return dict(rows.all())


def places(session: Session, workspace_id: int, area_code: str) -> Mapping[str, str]:
    """{code: geometry} of the villages whose place is known."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "decimals": DECIMALS}
    return dict(session.execute(PLACES, asked).all())


def sites(session: Session, workspace_id: int, area_code: str, year: int) -> Mapping[UUID, str]:
    """{project: geometry} of the projects of a fiscal year that have a site."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "year": year, "decimals": DECIMALS}
    return dict(session.execute(SITES, asked).all())
