"""Counts of work add up, and their medians and percents are of the sums."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.indicators.process import Process, median_of, together


@pytest.mark.parametrize(
    ("days", "median"),
    [([], None), ([3], "3"), ([1, 2], "1.5"), ([0, 0, 9], "0"), ([1, 1, 2, 8], "1.5"), ([5] * 4 + [1], "5")],
)
def test_the_median_of_two_in_the_middle_is_their_mean(days, median):
    assert median_of(Counter(days)) == (None if median is None else Decimal(median))


@given(st.lists(st.integers(0, 40), min_size=1))
def test_the_median_of_counts_is_that_of_the_sorted_numbers(days):
    ordered = sorted(days)
    middle = ordered[(len(days) - 1) // 2], ordered[len(days) // 2]

    assert median_of(Counter(days)) == Decimal(sum(middle)) / 2


def test_parts_add_up_to_the_whole():
    parts = [
        Process(review_backlog=2, decided_after=Counter({1: 3}), accounts=3, books_seen=2, walk_ins_open=1),
        Process(review_backlog=1, decided_after=Counter({1: 1, 9: 4}), accounts=4, books_seen=1),
    ]
    whole = together(parts)

    assert (whole.review_backlog, whole.walk_ins_open) == (3, 1)
    assert (whole.review_days_median, whole.book_seen_pct) == (Decimal(5), Decimal("42.85"))


def test_of_nothing_there_is_no_median_and_no_percent():
    nothing = together([])

    assert (nothing.review_days_median, nothing.book_seen_pct, nothing.review_backlog) == (None, None, 0)
