"""Who stands for whom, and what circles of closings come to."""

from datetime import date

import pytest

from server.domain.indicators.households import counting_closings, counts_on, cycles, resolve, steps_of
from tests.domain.indicators.base_case import LATER, closing, household

R = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("state", "official", "provisional"),
    [
        ("received", False, True),
        ("edited", False, True),
        ("has_issues", False, True),
        ("approved", True, True),
        ("rejected", False, False),
        ("page", True, True),
        ("imported", True, True),
    ],
)
def test_official_counts_what_is_approved_and_provisional_what_is_not_rejected(state, official, provisional) -> None:
    assert (counts_on(state, "official"), counts_on(state, "provisional")) == (official, provisional)


@pytest.mark.parametrize(
    ("steps", "household", "expected"),
    [
        ({}, "a", "a"),
        ({"a": "b"}, "a", "b"),
        ({"a": "b", "b": "c"}, "a", "c"),
        ({"a": "a"}, "a", "a"),
        ({"a": "b", "b": "a"}, "b", "a"),
        ({"x": "c", "c": "b", "b": "c"}, "x", "b"),
        ({"c": "a", "a": "b", "b": "c"}, "c", "a"),
    ],
)
def test_steps_are_followed_to_the_end_and_circles_to_their_smallest(steps, household, expected) -> None:
    assert resolve(household, steps) == expected


def test_ids_are_compared_by_their_bytes() -> None:
    assert resolve("b", {"b": "B", "B": "b"}) == "B"
    assert resolve("h2", {"h2": "h10", "h10": "h2"}) == "h10"


def test_each_circle_is_reported_once_and_tails_are_not_part_of_it() -> None:
    steps = {"a": "b", "b": "a", "tail": "a", "x": "y", "s": "s"}

    assert cycles(steps) == [("a", "b"), ("s",)]


@pytest.mark.parametrize(
    ("reason", "to", "is_step"),
    [
        ("duplicate", None, True),
        ("duplicate", date(2027, 5, 1), True),
        ("merged", R, True),
        ("merged", date(2026, 12, 11), False),
        ("merged", None, False),
        ("moved_out", R, False),
        ("vacant", R, False),
        ("mistake", R, False),
    ],
)
def test_duplicates_and_mergers_that_had_happened_pass_credit_on(reason: str, to: date | None, is_step: bool) -> None:
    steps = steps_of({household(7): closing(7, reason, to, into=1)}, R)

    assert steps == ({household(7): household(1)} if is_step else {})


def test_of_several_closings_the_last_received_holds_and_of_equals_the_larger_id() -> None:
    first, second = closing(7, "vacant", R, suffix="a"), closing(7, "moved_out", R, suffix="b")
    late = closing(7, "mistake", suffix="A", received_at=LATER)

    assert counting_closings((second, first), "official")[household(7)] == second
    assert counting_closings((late, second, first), "official")[household(7)] == late
