"""Indicator 1, accounts_used: the households whose accounts went into the plan."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from server.domain.indicators.counting import Terms, account_reason, household_reason, is_listed
from server.domain.indicators.facts import Account
from server.domain.indicators.households import Register
from server.domain.indicators.reasons import ReasonCode
from server.domain.indicators.results import Evidence, NotCounted

IN_A: frozenset[ReasonCode | None] = frozenset({None, "household_closed", "household_after_reference"})


@dataclass(frozen=True)
class AccountCount:
    """households: distinct households that count; has_any: the set A is not empty."""

    households: frozenset[str]
    has_any: bool
    counted: tuple[Evidence, ...]
    not_counted: tuple[NotCounted, ...]


def count_accounts(accounts: Iterable[Account], register: Register, terms: Terms) -> AccountCount:
    """Count the households of H with accounts of at least `min_account_months` distinct months.

    Source: docs/indicators.md 1 (indicator 1), 0a.4, 0a.5.
    """
    withdrawn = frozenset(map(register.resolve, terms.withdrawn))
    reasons = {
        account: _reason(account, register, terms, withdrawn)
        for account in accounts
        if is_listed(account, terms) and _is_of_village(account, register, terms.village_code)
    }
    enough = _with_enough_months(
        (account for account, reason in reasons.items() if reason is None), register, terms.criteria.min_account_months
    )
    counted, not_counted = [], []
    for account, reason in reasons.items():
        if reason is None and register.resolve(account.household) not in enough:
            reason = "too_few_months"
        if reason is None:
            counted.append(Evidence(account.instance_id, account.household))
        else:
            not_counted.append(NotCounted(account.instance_id, account.household, reason))
    return AccountCount(
        households=enough,
        has_any=any(reason in IN_A for reason in reasons.values()),
        counted=tuple(sorted(counted)),
        not_counted=tuple(sorted(not_counted)),
    )


def months_covered(account: Account) -> frozenset[int]:
    """The months an account covers, as months since year 0; at least its first."""
    assert account.period_start is not None, "an account without a period does not count"
    first = account.period_start.year * 12 + account.period_start.month - 1
    return frozenset(range(first, first + max(1, account.months or 1)))


def _reason(account: Account, register: Register, terms: Terms, withdrawn: frozenset[str]) -> ReasonCode | None:
    is_withdrawn = register.resolve(account.household) in withdrawn
    reason = account_reason(account, terms, withdrawn=is_withdrawn)
    return reason or household_reason(account.household, register, terms.village_code)


def _is_of_village(account: Account, register: Register, village_code: str) -> bool:
    """An account belongs to the village of its household; of an unknown household, to the village it was sent with."""
    resolved_in = register.village_of(register.resolve(account.household))
    if resolved_in is None:
        return account.village_code == village_code
    return village_code in (resolved_in, register.village_of(account.household))


def _with_enough_months(accounts: Iterable[Account], register: Register, at_least: int) -> frozenset[str]:
    months: defaultdict[str, set[int]] = defaultdict(set)
    for account in accounts:
        months[register.resolve(account.household)] |= months_covered(account)
    return frozenset(household for household, covered in months.items() if len(covered) >= at_least)
