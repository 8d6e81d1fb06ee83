"""What may be there twice: the later of two, whatever the order in which they are looked at."""

import datetime as dt
from itertools import permutations
from uuid import UUID

import pytest

from server.domain.checks.doubles import Account, OpenHousehold, accounts_twice, households_twice

FIRST = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def household(number: int, house: str = "12 1", code: str | None = None, *, imported: bool = False) -> OpenHousehold:
    """The one received as number so many; an import has no submission."""
    sent = (None, FIRST, None) if imported else (number, FIRST + dt.timedelta(hours=number), f"uuid:{number}")
    return OpenHousehold(UUID(int=number), "50070503", house, house.split()[0], code, *sent)


def account(number: int, household_id: int = 1, start: str = "2026-10-01") -> Account:
    received_at = FIRST + dt.timedelta(hours=number)
    return Account(UUID(int=household_id), dt.date.fromisoformat(start), number, received_at, f"uuid:{number}")


@pytest.mark.parametrize(
    ("households", "expected"),
    [
        ([household(1)], {}),
        ([household(1), household(2)], {2: UUID(int=1)}),
        ([household(1), household(2), household(3)], {2: UUID(int=1), 3: UUID(int=1)}),
        ([household(1), household(2, "12 2")], {}),
        ([household(1), household(2, imported=True)], {1: UUID(int=2)}),
        ([household(1, imported=True), household(2, imported=True)], {}),
        ([household(1, "12 1", "50070012345"), household(2, "14 1", "50070012345")], {2: UUID(int=1)}),
        ([household(1, "12 1", "50070012345"), household(2, "12 2", "50070012345")], {}),
        ([household(1, "12 1"), household(2, "14 1")], {}),
    ],
    ids=[
        "alone", "same house", "three", "another household of the house", "an import is the earlier one",
        "two imports", "same digits elsewhere", "same digits in the same house", "no digits",
    ],
)  # fmt: skip
def test_the_later_registration_of_a_house_is_in_doubt(households, expected):
    assert all(households_twice(order) == expected for order in permutations(households))


@pytest.mark.parametrize(
    ("accounts", "expected"),
    [
        ([account(1)], {}),
        ([account(1), account(2)], {2: "uuid:1"}),
        ([account(1), account(2), account(3)], {2: "uuid:1", 3: "uuid:2"}),
        ([account(1), account(2, start="2026-11-01")], {}),
        ([account(1), account(2, household_id=2)], {}),
    ],
    ids=["alone", "twice", "three times", "another month", "another household"],
)
def test_the_later_account_of_a_period_is_in_doubt(accounts, expected):
    assert all(accounts_twice(order) == expected for order in permutations(accounts))
