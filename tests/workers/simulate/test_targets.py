"""What an invented year is to come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from workers.simulate.targets import apportioned, targets_for


def test_the_published_number_of_villages_gives_the_published_year():
    targets = targets_for(1979)

    assert targets.grades == {"A": 1257, "B": 475, "C": 247}
    assert targets.projects == {1: 495, 2: 267, 3: 100, 4: 42, 5: 394}
    assert sum(targets.baht.values()) == 93_000_000


@given(some.integers(1, 5000))
def test_every_village_has_a_grade_whatever_their_number(villages):
    targets = targets_for(villages)

    assert sum(targets.grades.values()) == villages
    assert all(targets.baht[one] >= 40_000 * number for one, number in targets.projects.items())


@pytest.mark.parametrize(
    ("shares", "total", "parts"),
    [({"A": 1, "B": 1}, 3, {"A": 2, "B": 1}), ({"A": 2, "B": 1}, 3, {"A": 2, "B": 1}), ({"A": 5}, 0, {"A": 0})],
)
def test_what_rounding_leaves_goes_to_the_largest_remainders(shares, total, parts):
    assert apportioned(shares, total) == parts
