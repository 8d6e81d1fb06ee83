"""70 percent of the households, exactly."""

from decimal import Decimal

import pytest

from server.domain.indicators.shares import percent_cut, share

# num, den, needed, percent shown, met: docs/indicators.md 7.1
VECTORS = [
    (70, 100, 70, "70.00", True),
    (69, 100, 70, "69.00", False),
    (7, 10, 7, "70.00", True),
    (6999, 10000, 7000, "69.99", False),
    (699999, 1000000, 700000, "69.99", False),
    (84, 120, 84, "70.00", True),
    (83, 120, 84, "69.16", False),
    (77, 110, 77, "70.00", True),
    (76, 110, 77, "69.09", False),
    (105, 150, 105, "70.00", True),
    (104, 150, 105, "69.33", False),
    (2, 3, 3, "66.66", False),
    (5, 7, 5, "71.42", True),
    (34, 49, 35, "69.38", False),
    (1, 1, 1, "100.00", True),
    (0, 5, 4, "0.00", False),
]


@pytest.mark.parametrize(("num", "den", "needed", "shown", "met"), VECTORS)
def test_seventy_percent_is_exact(num: int, den: int, needed: int, shown: str, met: bool) -> None:
    result = share(num, den, threshold=70)

    assert (result.needed, str(result.percent_shown), result.met) == (needed, shown, met)


def test_without_households_nothing_can_be_computed_or_met() -> None:
    result = share(0, 0, threshold=70)

    assert (result.needed, result.percent_shown, result.met, result.missing) == (None, None, False, None)


@pytest.mark.parametrize(("num", "missing"), [(5, 2), (7, 0), (9, 0)])
def test_a_share_says_how_many_households_are_missing(num: int, missing: int) -> None:
    assert share(num, 10, threshold=70).missing == missing


def test_another_threshold_is_as_exact() -> None:
    assert share(50, 100, threshold=50).met
    assert not share(100, 199, threshold=51).met
    assert share(100, 199, threshold=51).needed == 102


def test_a_percent_is_cut_never_rounded_up() -> None:
    assert percent_cut(90, 130) == Decimal("69.23")
    assert percent_cut(2, 3) == Decimal("66.66")
    assert percent_cut(0, 0) is None
