"""A household's average month from its accounts: which are used, what they are divided by, what is left out."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.domain.indicators.household_month import (
    SHARE_PARTS,
    Account,
    AccountKey,
    half_up,
    household_month,
    household_months,
    without_overlaps,
)

RECEIVED = datetime(2026, 11, 22, tzinfo=UTC)
DETAILED = {"r": {"salary": 900_000, "loan_in": 5_000_000}, "p": {"food": 200_000, "recreation": 50_000}, "d": {}}


def account(number=1, *, household="h1", start=date(2025, 10, 1), months=12, **changes):
    usual = {"income": 1_200_000, "expense": 600_000, "debt": 0, "by_category": None}
    return Account(
        key=AccountKey(number, 0),
        household=household,
        village_code="50070503",
        received_at=RECEIVED + timedelta(minutes=number),
        instance_id=f"uuid:{number}",
        period_start=start,
        months=months,
        **(usual | changes),
    )


def numbers(accounts):
    return sorted(one.key.submission_id for one in accounts)


def test_the_sums_are_divided_by_the_months_covered():
    month = household_month([account(months=12, income=1_200_000, expense=1_800_000)])

    assert (month.income, month.expense, month.net, month.is_below_zero) == (100_000, 150_000, -50_000, True)


def test_accounts_that_follow_each_other_are_added_up():
    first = account(1, start=date(2026, 1, 1), months=3, income=300_000)
    second = account(2, start=date(2026, 4, 1), months=1, income=500_000)

    assert household_month([first, second]).income == 200_000


def test_of_accounts_that_share_a_month_the_longer_one_is_used():
    year, quarter = account(1, months=12), account(2, start=date(2026, 9, 1), months=3)

    assert numbers(without_overlaps([quarter, year])) == [1]


def test_of_equally_long_ones_the_later_received_is_used():
    assert numbers(without_overlaps([account(2, months=3), account(1, months=3)])) == [2]


def test_what_overlaps_only_an_unused_account_is_used():
    year = account(1, start=date(2025, 10, 1), months=12)
    half = account(2, start=date(2026, 9, 1), months=6)
    month = account(3, start=date(2026, 12, 1), months=1)

    assert numbers(without_overlaps([year, half, month])) == [1, 3]


@given(st.lists(st.tuples(st.integers(1, 24), st.sampled_from([1, 3, 6, 12])), min_size=1, max_size=8))
def test_the_accounts_used_share_no_month_and_whatever_is_left_shares_one(periods):
    accounts = [
        account(number, start=date(2024 + month // 12, month % 12 + 1, 1), months=months)
        for number, (month, months) in enumerate(periods)
    ]
    used = without_overlaps(accounts)

    assert [(a, b) for a in used for b in used if a is not b and a.overlaps(b)] == []
    assert all(any(one.overlaps(other) for other in used) for one in accounts)


def test_the_debt_is_that_of_the_account_that_ends_last():
    early = account(2, start=date(2026, 1, 1), months=1, debt=5_000)
    late = account(1, start=date(2026, 6, 1), months=1, debt=700)

    assert household_month([late, early]).debt == 700


def test_the_share_of_nonessential_expense_leaves_out_summaries_but_the_sums_do_not():
    detailed = account(1, months=1, income=900_000, expense=250_000, by_category=DETAILED)
    summary = account(2, start=date(2026, 10, 1), months=1, income=100_000, expense=750_000)
    month = household_month([detailed, summary])

    assert (month.expense, month.nonessential) == (500_000, SHARE_PARTS // 5)
    assert not month.is_detailed


def test_without_expense_by_category_there_is_no_share():
    assert household_month([account()]).nonessential is None
    nothing_spent = account(expense=0, by_category={"r": {}, "p": {}, "d": {}})
    assert household_month([nothing_spent]).nonessential is None


def test_categories_are_per_month_and_debts_as_they_stand():
    by_category = DETAILED | {"d": {"baac": 6_000_000, "bank": 0}}
    month = household_month([account(months=3, debt=6_000_000, by_category=by_category)])

    assert month.by_category == {
        ("r", "salary"): 300_000,
        ("r", "loan_in"): 1_666_667,
        ("p", "food"): 66_667,
        ("p", "recreation"): 16_667,
        ("d", "baac"): 6_000_000,
    }


def test_every_household_has_one_month():
    months = household_months([account(1), account(2, household="h2"), account(3, months=3)])

    assert sorted((one.household, numbers_of(one)) for one in months) == [("h1", [1]), ("h2", [2])]


def numbers_of(month):
    return sorted(key.submission_id for key in month.accounts)


def test_halves_are_rounded_up():
    assert [half_up(amount, 2) for amount in (1, 3, -1, -3, 4)] == [1, 2, 0, -1, 2]
