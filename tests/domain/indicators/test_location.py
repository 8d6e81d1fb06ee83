"""Whether a report was made at the site of its project."""

import pytest

from server.domain.indicators.criteria import default_criteria
from server.domain.indicators.location import class_of_distance, geo_tagged, location_class, slack_m
from tests.domain.indicators.positions import REPORTED
from tests.domain.indicators.sphere import Point, distance_m

CRITERIA = default_criteria(2570)


@pytest.mark.parametrize(
    ("site", "gps", "accuracy_m", "distance", "expected"),
    REPORTED,
)
def test_distance_and_slack_decide_the_class(
    site: Point, gps: Point, accuracy_m: float | None, distance: int, expected: str
) -> None:
    assert distance_m(site, gps) == distance_m(gps, site) == distance
    assert location_class(distance, accuracy_m, has_position=True, criteria=CRITERIA) == expected


@pytest.mark.parametrize(
    ("metres", "accuracy_m", "expected"),
    [
        (505, 5, "on_site"),
        (506, 5, "near"),
        (600, 3000, "on_site"),
        (601, 3000, "near"),
        (2000, None, "near"),
        (2001, None, "far"),
        (2005, 5.5, "near"),
    ],
)
def test_the_edge_of_a_radius_belongs_to_it(metres: int, accuracy_m: float | None, expected: str) -> None:
    assert class_of_distance(metres, accuracy_m, criteria=CRITERIA) == expected


@pytest.mark.parametrize(("accuracy_m", "slack"), [(None, 0), (4.5, 4.5), (100, 100), (3000, 100), (-1, 0)])
def test_a_poor_fix_is_forgiven_up_to_100_metres(accuracy_m: float | None, slack: float) -> None:
    assert slack_m(accuracy_m) == slack


def test_a_missing_position_is_named_before_a_missing_site() -> None:
    assert location_class(None, None, has_position=False, criteria=CRITERIA) == "no_position"
    assert location_class(None, 5, has_position=True, criteria=CRITERIA) == "no_site"


def test_the_other_side_of_the_earth_is_half_its_girth_away() -> None:
    assert distance_m(Point(0, 0), Point(0, 180)) == distance_m(Point(90, 0), Point(-90, 0)) == 20_015_114


def test_geo_tagged_means_a_photo_received_and_a_position_at_the_site() -> None:
    assert geo_tagged(1, "on_site")
    assert not geo_tagged(0, "on_site")
    assert not geo_tagged(4, "near")
