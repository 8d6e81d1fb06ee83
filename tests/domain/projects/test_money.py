"""Amounts as typed and shown, and what is left of a project's money."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.domain.projects.money import MOST_SATANG, baht, left_over, satang


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("43000", 4_300_000), ("43,000", 4_300_000), (" 43,000.5 ", 4_300_050), ("๔๓,๐๐๐.๕๐", 4_300_050),
        ("0.29", 29), ("0", 0), ("1,234,567.89", 123_456_789), ("999999999", MOST_SATANG),
    ],
)  # fmt: skip
def test_an_amount_is_read_exactly(typed, amount):
    assert satang(typed) == amount


@pytest.mark.parametrize(
    "typed",
    ["", "-1", "+1", "1e3", "43.000,50", "43,00", "1,2345", "0.295", "1.", ".5", "999999999.01", "NaN", "10 000"],
)
def test_what_is_no_amount_is_none(typed):
    assert satang(typed) is None


@given(some.integers(0, MOST_SATANG))
def test_what_is_shown_is_read_back_as_it_was(amount):
    assert satang(baht(amount)) == amount


@pytest.mark.parametrize(
    ("stage", "unspent", "refund_due"),
    [("completed", 4_000, None), ("evaluated", 4_000, None), ("cancelled", None, 3_000), ("in_progress", None, None)],
)
def test_what_is_left_is_named_by_the_end_of_the_project(stage, unspent, refund_due):
    left = left_over(stage, transferred=10_000, disbursed=6_000, refunded=1_000)

    assert (left.unspent, left.refund_due) == (unspent, refund_due)


def test_nothing_is_left_of_more_than_there_was():
    assert left_over("completed", transferred=10_000, disbursed=10_001).unspent == 0
    assert left_over("cancelled", transferred=10_000, disbursed=0, refunded=10_001).refund_due == 0


def test_where_transfers_are_not_entered_nothing_is_said_of_the_rest():
    assert left_over("completed", transferred=0, disbursed=5_000, is_known=False).unspent is None
