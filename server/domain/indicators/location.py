"""Where a progress report was made, seen from its project: slack for poor fixes, and class. PostGIS measures."""

from typing import Literal

from server.domain.indicators.criteria import Criteria

LocationClass = Literal["on_site", "near", "far", "no_position", "no_site"]
MAX_SLACK_M = 100.0


def slack_m(accuracy_m: float | None) -> float:
    """What a poor fix is forgiven: its accuracy in metres, at most 100; 0 when the phone gave none."""
    return 0.0 if accuracy_m is None else min(max(accuracy_m, 0.0), MAX_SLACK_M)


def location_class(
    distance_m: int | None, accuracy_m: float | None, *, has_position: bool, criteria: Criteria
) -> LocationClass:
    """Where a report was made, seen from the project. Source: docs/indicators.md 4.

    distance_m: whole metres between position and site, None without either.
    """
    if not has_position:
        return "no_position"
    if distance_m is None:
        return "no_site"
    return class_of_distance(distance_m, accuracy_m, criteria=criteria)


def class_of_distance(metres: int, accuracy_m: float | None, *, criteria: Criteria) -> LocationClass:
    """The class of a distance in whole metres, each radius grown by the slack."""
    slack = slack_m(accuracy_m)
    if metres <= criteria.site_radius_m + slack:
        return "on_site"
    return "near" if metres <= criteria.near_radius_m + slack else "far"


def geo_tagged(photos_received: int, where: LocationClass) -> bool:
    """Whether a report is backed by a photo that has arrived and a position at the site."""
    return photos_received > 0 and where == "on_site"
