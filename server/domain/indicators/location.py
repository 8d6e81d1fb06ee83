"""How far a progress report was from its project: distance, slack for poor fixes, and class."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Literal

from server.domain.indicators.criteria import Criteria

LocationClass = Literal["on_site", "near", "far", "no_position", "no_site"]
EARTH_RADIUS_M = 6_371_008.8
MAX_SLACK_M = 100.0


@dataclass(frozen=True)
class Point:
    """A position in degrees (EPSG:4326)."""

    latitude: float
    longitude: float


def distance_m(site: Point, gps: Point) -> int:
    """Great-circle distance (haversine) in metres, rounded. Source: docs/indicators.md 4."""
    north, south = radians(site.latitude), radians(gps.latitude)
    half_lat, half_lon = (north - south) / 2, radians(site.longitude - gps.longitude) / 2
    chord = sin(half_lat) ** 2 + cos(north) * cos(south) * sin(half_lon) ** 2
    return round(2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord))))


def slack_m(accuracy_m: float | None) -> float:
    """What a poor fix is forgiven: its accuracy in metres, at most 100; 0 when the phone gave none."""
    return 0.0 if accuracy_m is None else min(max(accuracy_m, 0.0), MAX_SLACK_M)


def location_class(
    site: Point | None, gps: Point | None, accuracy_m: float | None, *, criteria: Criteria
) -> LocationClass:
    """Where a report was made, seen from the project. Source: docs/indicators.md 4."""
    if gps is None:
        return "no_position"
    if site is None:
        return "no_site"
    return class_of_distance(distance_m(site, gps), accuracy_m, criteria=criteria)


def class_of_distance(metres: int, accuracy_m: float | None, *, criteria: Criteria) -> LocationClass:
    """The class of a distance in whole metres, each radius grown by the slack."""
    slack = slack_m(accuracy_m)
    if metres <= criteria.site_radius_m + slack:
        return "on_site"
    return "near" if metres <= criteria.near_radius_m + slack else "far"


def geo_tagged(photos_received: int, where: LocationClass) -> bool:
    """Whether a report is backed by a photo that has arrived and a position at the site."""
    return photos_received > 0 and where == "on_site"
