"""What a household earns, spends and owes in an average month of a plan year, from the accounts that count.

Amounts are satang.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from server.domain.facts.accounts import NONESSENTIAL

SHARE_PARTS = 10**9  # a household's share is kept in billionths, so that a mean of many is exact to the hundredth


class AccountKey(NamedTuple):
    """An account as it stood at some time: a later edit is another one."""

    submission_id: int
    edits: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """An account that counts for indicator 1, with its money over the whole period.

    household: the one that gets the credit; income, expense: without class `financing`; debt: at the end of the period;
    by_category: {"r": {…}, "p": {…}, "d": {…}} as in `facts.accounts`, None in mode `summary`.
    """

    key: AccountKey
    household: str
    village_code: str
    received_at: datetime
    instance_id: str
    period_start: date
    months: int
    income: int
    expense: int
    debt: int
    by_category: Mapping[str, Mapping[str, int]] | None = None

    @property
    def first_month(self) -> int:
        """In months since year 0."""
        return self.period_start.year * 12 + self.period_start.month - 1

    @property
    def end(self) -> int:
        """The month after the last."""
        return self.first_month + self.months

    def overlaps(self, other: "Account") -> bool:
        return self.first_month < other.end and other.first_month < self.end


@dataclass(frozen=True, kw_only=True, slots=True)
class HouseholdMonth:
    """A household's average month over the months its accounts cover, and its debt at the end of the last of them.

    accounts: those that were used; is_detailed: all of them are by category; nonessential: share of expense in
    billionths, None without expense by category; by_category: (side, category) -> per month (debts: as they stand), of
    the accounts by category, without what is 0.
    """

    household: str
    village_code: str
    accounts: frozenset[AccountKey]
    income: int
    expense: int
    net: int
    is_below_zero: bool
    debt: int
    is_detailed: bool
    nonessential: int | None
    by_category: Mapping[tuple[str, str], int]


def household_months(accounts: Iterable[Account]) -> list[HouseholdMonth]:
    """One for each household that has an account."""
    by_household: defaultdict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        by_household[account.household].append(account)
    return [household_month(of_one) for of_one in by_household.values()]


def household_month(accounts: Sequence[Account]) -> HouseholdMonth:
    """The average month of one household, from at least one account.

    Source: docs/indicators.md 5.
    """
    used = without_overlaps(accounts)
    detailed = [account for account in used if account.by_category is not None]
    months = sum(account.months for account in used)
    income, expense = sum(account.income for account in used), sum(account.expense for account in used)
    last = max(used, key=lambda account: account.end)
    return HouseholdMonth(
        household=last.household,
        village_code=last.village_code,
        accounts=frozenset(account.key for account in used),
        income=half_up(income, months),
        expense=half_up(expense, months),
        net=half_up(income - expense, months),
        is_below_zero=income < expense,
        debt=last.debt,
        is_detailed=len(detailed) == len(used),
        nonessential=nonessential_share(detailed),
        by_category=monthly_by_category(detailed) | debts_by_source(last),
    )


def without_overlaps(accounts: Iterable[Account]) -> list[Account]:
    """Of accounts that share a month the longer one, of equally long ones the one received later."""
    used: list[Account] = []
    for account in sorted(accounts, key=lambda one: (one.months, one.received_at, one.instance_id), reverse=True):
        if not any(account.overlaps(other) for other in used):
            used.append(account)
    return used


def nonessential_share(detailed: Iterable[Account]) -> int | None:
    expense = nonessential = 0
    for account in detailed:
        expense += account.expense
        nonessential += sum(amount for category, amount in account.by_category["p"].items() if category in NONESSENTIAL)
    return half_up(nonessential * SHARE_PARTS, expense) if expense else None


def monthly_by_category(detailed: Sequence[Account]) -> dict[tuple[str, str], int]:
    months, sums = sum(account.months for account in detailed), defaultdict(int)
    for account in detailed:
        for side in ("r", "p"):
            for category, amount in account.by_category[side].items():
                sums[side, category] += amount
    return {category: half_up(amount, months) for category, amount in sums.items() if amount}


def debts_by_source(last: Account) -> dict[tuple[str, str], int]:
    sources = last.by_category["d"] if last.by_category is not None else {}
    return {("d", source): amount for source, amount in sources.items() if amount}


def half_up(amount: int, parts: int) -> int:
    """amount / parts to the nearest whole, a half up (-0.5 is 0)."""
    return (2 * amount + parts) // (2 * parts)
