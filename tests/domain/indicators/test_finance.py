"""The figures of many households, and which of them ten are needed for."""

from dataclasses import fields
from decimal import Decimal

import pytest

from server.domain.indicators.finance import K_MIN, Figures, amounts_of, figures, median, pooled
from server.domain.indicators.household_month import SHARE_PARTS, AccountKey, HouseholdMonth


def month(number, *, income=1_000_000, expense=600_000, debt=0, share=None, village="50070503", **changes):
    """A household's month in satang; share: of nonessential expense, as a number of hundredths."""
    values = {
        "household": f"h{number}",
        "village_code": village,
        "accounts": frozenset({AccountKey(number, 0)}),
        "income": income,
        "expense": expense,
        "net": income - expense,
        "is_below_zero": income < expense,
        "debt": debt,
        "is_detailed": True,
        "nonessential": None if share is None else share * SHARE_PARTS // 100,
        "by_category": {},
    }
    return HouseholdMonth(**(values | changes))


def months(number, **changes):
    return [month(one, **changes) for one in range(number)]


def test_ten_households_are_told_of_and_nine_are_not():
    assert figures(amounts_of(months(10))).households == 10
    assert figures(amounts_of(months(9))) == Figures()
    assert all(getattr(Figures(), field.name) is None for field in fields(Figures))


def test_medians_and_means_of_income_expense_and_net():
    incomes = [100, 200, 300, 400, 500, 600, 700, 800, 900, 10_000]
    found = figures(amounts_of([month(n, income=income, expense=550) for n, income in enumerate(incomes)]))

    assert (found.income_median, found.income_mean) == (550, 1450)
    assert (found.expense_median, found.expense_mean) == (550, 550)
    assert (found.net_median, found.net_mean) == (0, 900)
    assert found.net_negative_pct == Decimal("50.00")


def test_percents_are_cut():
    households = [month(n, debt=100 * (n < 2), expense=2_000_000 * (n < 1)) for n in range(12)]
    found = figures(amounts_of(households))

    assert (found.with_debt_pct, found.net_negative_pct) == (Decimal("16.66"), Decimal("8.33"))


@pytest.mark.parametrize(("debtors", "told"), [(9, None), (10, 5_000)])
def test_the_median_debt_is_of_those_with_debt_and_needs_ten_of_them(debtors, told):
    found = figures(amounts_of([month(n, debt=5_000 * (n < debtors)) for n in range(30)]))

    assert found.debt_median == told
    assert found.with_debt_pct == Decimal(debtors * 10_000 // 30) / 100


@pytest.mark.parametrize(("detailed", "told"), [(9, None), (10, Decimal("25.00"))])
def test_the_mean_share_is_of_those_with_categories_and_needs_ten_of_them(detailed, told):
    households = [month(n, share=(20, 30)[n % 2] if n < detailed else None) for n in range(30)]

    assert figures(amounts_of(households)).nonessential_pct == told


def test_a_mean_share_that_is_exact_is_shown_exactly():
    thirds = [month(n, nonessential=(SHARE_PARTS + 1) // 3 if n % 4 else 0) for n in range(12)]

    assert figures(amounts_of(thirds)).nonessential_pct == Decimal("25.00")


def test_groups_pooled_are_as_if_they_had_been_one():
    households = [month(n, income=n * 7 % 13, debt=n % 3, share=n) for n in range(40)]

    parts = [amounts_of(households[:15]), amounts_of(households[15:16]), amounts_of(households[16:])]
    assert pooled(parts) == amounts_of(households)


def test_no_column_keeps_the_order_of_the_households():
    households = [month(n, income=1000 - n, expense=n) for n in range(K_MIN)]

    amounts = amounts_of(households)
    assert (list(amounts.incomes), list(amounts.expenses)) == (sorted(amounts.incomes), sorted(amounts.expenses))


def test_the_median_of_two_in_the_middle_is_their_mean_half_up():
    assert (median([1, 2]), median([-2, -1]), median([5]), median([1, 2, 9])) == (2, -1, 5, 2)
