"""What a village lacks for the next better grade."""

import pytest

from server.domain.indicators.nearest import Lack, next_grade


@pytest.mark.parametrize(
    ("grade", "met", "missing", "better", "indicators", "households"),
    [
        ("B", [False, True, True, True], (3, 0), "A", 1, 3),
        ("B", [True, True, False, True], (0, 0), "A", 1, 0),
        ("C", [False, True, True, False], (5, 0), "B", 1, 0),  # the paper is enough
        ("C", [False, False, True, True], (5, 2), "B", 1, 2),  # the forum is nearer
        ("C", [False, False, False, True], (5, 2), "B", 2, 2),
        ("C", [False, False, False, False], (5, 2), "B", 3, 2),
        ("C", [False, True, True, None], (5, 0), "B", 1, 0),
    ],
)
def test_the_way_is_the_cheapest_there_is(grade, met, missing, better, indicators, households):
    found = next_grade(grade, met, missing)

    assert (found.grade, found.indicators, found.households) == (better, indicators, households)


def test_everything_that_is_not_met_is_named_the_cheapest_first():
    found = next_grade("C", [False, False, True, False], (5, 2))

    assert found.lacks == (Lack(4, None), Lack(2, 2), Lack(1, 5))


@pytest.mark.parametrize("grade", ["A", None])
def test_there_is_none_for_the_best_and_for_those_without_a_grade(grade):
    assert next_grade(grade, [True, True, True, grade == "A"], (0, 0)) is None
