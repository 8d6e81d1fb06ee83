"""The figures of many households' finances. Amounts are satang.

Which households may be told of together is decided by `server.domain.indicators.disclosure`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from server.domain.indicators.household_month import SHARE_PARTS, HouseholdMonth, half_up
from server.domain.indicators.shares import percent_cut

K_MIN = 10  # households that a figure needs at least. Source: docs/indicators.md 5, k_min


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """The average months of many households, every column sorted by itself: no line of it is a household.

    debts: of those that have any; share_sum, shares: of the households with a share of nonessential expense.
    """

    incomes: Sequence[int]
    expenses: Sequence[int]
    nets: Sequence[int]
    debts: Sequence[int]
    below_zero: int
    share_sum: int
    shares: int

    @property
    def households(self) -> int:
        return len(self.incomes)


def amounts_of(households: Sequence[HouseholdMonth]) -> Amounts:
    shares = [one.nonessential for one in households if one.nonessential is not None]
    return Amounts(
        incomes=sorted(one.income for one in households),
        expenses=sorted(one.expense for one in households),
        nets=sorted(one.net for one in households),
        debts=sorted(one.debt for one in households if one.debt),
        below_zero=sum(one.is_below_zero for one in households),
        share_sum=sum(shares),
        shares=len(shares),
    )


def pooled(parts: Sequence[Amounts]) -> Amounts:
    """Several groups of households as one."""
    columns = {
        name: sorted(chain.from_iterable(getattr(part, name) for part in parts))
        for name in ("incomes", "expenses", "nets", "debts")
    }
    sums = {name: sum(getattr(part, name) for part in parts) for name in ("below_zero", "share_sum", "shares")}
    return Amounts(**columns, **sums)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is told of many households. Satang per month (debt: as it stands), percents cut to 2 decimals.

    A figure is None when fewer than K_MIN households are in it; all of them when there are fewer altogether.
    """

    households: int | None = None
    income_median: int | None = None
    income_mean: int | None = None
    expense_median: int | None = None
    expense_mean: int | None = None
    net_median: int | None = None
    net_mean: int | None = None
    net_negative_pct: Decimal | None = None
    with_debt_pct: Decimal | None = None
    debt_median: int | None = None
    nonessential_pct: Decimal | None = None


def figures(amounts: Amounts) -> Figures:
    """Source: docs/indicators.md 5."""
    n = amounts.households
    if n < K_MIN:
        return Figures()
    return Figures(
        households=n,
        income_median=median(amounts.incomes),
        income_mean=half_up(sum(amounts.incomes), n),
        expense_median=median(amounts.expenses),
        expense_mean=half_up(sum(amounts.expenses), n),
        net_median=median(amounts.nets),
        net_mean=half_up(sum(amounts.nets), n),
        net_negative_pct=percent_cut(amounts.below_zero, n),
        with_debt_pct=percent_cut(len(amounts.debts), n),
        debt_median=median(amounts.debts) if len(amounts.debts) >= K_MIN else None,
        nonessential_pct=mean_share(amounts) if amounts.shares >= K_MIN else None,
    )


def mean_share(amounts: Amounts) -> Decimal:
    """The mean of the households' shares in percent, 2 decimals, half up."""
    return Decimal(half_up(amounts.share_sum * 10_000, amounts.shares * SHARE_PARTS)).scaleb(-2)


def median(values: Sequence[int]) -> int:
    """Of at least one sorted value; of two in the middle their mean, half up."""
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else half_up(values[middle - 1] + values[middle], 2)
