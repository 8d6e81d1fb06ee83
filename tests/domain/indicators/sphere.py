"""The distance of docs/indicators.md 4 in plain Python: what PostGIS is held to."""

from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_M = 6_371_008.8


class Point(NamedTuple):
    """A position in degrees (EPSG:4326)."""

    latitude: float
    longitude: float

    @property
    def ewkt(self) -> str:
        return f"SRID=4326;POINT({self.longitude!r} {self.latitude!r})"


def metres(one: Point, other: Point) -> float:
    """Great-circle distance (haversine)."""
    north, south = radians(one.latitude), radians(other.latitude)
    half_lat, half_lon = (north - south) / 2, radians(one.longitude - other.longitude) / 2
    chord = sin(half_lat) ** 2 + cos(north) * cos(south) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def distance_m(one: Point | None, other: Point | None) -> int | None:
    """In whole metres; None without either."""
    return None if one is None or other is None else round(metres(one, other))
