"""Amounts far outside those of the village: as multiples of the middle, never by their absolute size."""

import pytest

from server.domain.checks.unusual import unusual

SPREAD = [5_000, 6_000, 7_000, 8_000, 9_000, 10_000, 11_000, 12_500, 14_000, 16_000, 20_000]


@pytest.mark.parametrize(
    ("amounts", "places"),
    [
        ([*SPREAD, 1_000_000], [11]),
        ([*SPREAD, 100], [11]),
        ([*SPREAD, 30_000], []),
        ([*SPREAD, 0, 0], []),
        ([10_000] * 10, []),
        ([10_000] * 10 + [28_000], []),
        ([10_000] * 10 + [28_500], [10]),
        ([10_000] * 10 + [3_500], [10]),
        ([10_000] * 8 + [1_000_000], []),
        ([10_000] * 9 + [1_000_000], [9]),
        ([], []),
    ],
    ids=[
        "a hundred times", "a hundredth", "three times the middle", "nought", "all alike", "just below", "just above",
        "a third", "too few", "just enough", "none",
    ],
)  # fmt: skip
def test_what_is_far_from_the_middle_is_unusual(amounts, places):
    assert unusual(amounts) == places


def test_a_tenth_mistyped_hides_nothing():
    """Mean and standard deviation would be drawn towards what is looked for."""
    amounts = SPREAD * 3 + [900_000, 950_000, 1_000_000]

    assert unusual(amounts) == [33, 34, 35]
