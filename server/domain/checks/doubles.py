"""What may be there twice: the same household registered by two phones, the same account sent twice. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, TypeVar
from uuid import UUID


class Sent(Protocol):
    """submission_id, instance_id: None of what was imported."""

    submission_id: int | None
    received_at: dt.datetime
    instance_id: str | None


One = TypeVar("One", bound=Sent)


@dataclass(frozen=True)
class OpenHousehold:
    """A household of the register that is open, as it was first registered.

    house: house number and the number of the household in the house; house_code: the 11 digits of the house.
    """

    household_id: UUID
    village_code: str
    house: str
    house_no: str
    house_code: str | None
    submission_id: int | None
    received_at: dt.datetime
    instance_id: str | None


@dataclass(frozen=True)
class Account:
    """An account that begins on a day; not rejected, not deleted."""

    household_id: UUID
    period_start: dt.date
    submission_id: int
    received_at: dt.datetime
    instance_id: str


def households_twice(households: Iterable[OpenHousehold]) -> dict[int, UUID]:
    """{submission: the household that it may have registered again}.

    Of two in the same house, with the same number there, the later is in doubt; of two with the same digits only when
    their house numbers differ, for several households may share a house knowingly. An import counts as earlier.
    """
    found: dict[int, UUID] = {}
    in_order = sorted(households, key=order)
    for alike in together(in_order, lambda one: (one.village_code, one.house_code) if one.house_code else None):
        others = ((later, first_elsewhere(alike, later)) for later in alike)
        found |= {later.submission_id: other for later, other in others if later.submission_id and other}
    for alike in together(in_order, lambda one: (one.village_code, one.house)):
        found |= {later.submission_id: alike[0].household_id for later in alike[1:] if later.submission_id}
    return found


def first_elsewhere(alike: list[OpenHousehold], later: OpenHousehold) -> UUID | None:
    """The first household before this one that has another house number."""
    before = alike[: alike.index(later)]
    return next((one.household_id for one in before if one.house_no != later.house_no), None)


def accounts_twice(accounts: Iterable[Account]) -> dict[int, str]:
    """{submission: the instance id of the account before it, of the same household and first day}."""
    in_order = sorted(accounts, key=order)
    alike = together(in_order, lambda one: (one.household_id, one.period_start))
    return {later.submission_id: before.instance_id for some in alike for before, later in pairwise(some)}


def order(one: Sent) -> tuple:
    """Imports, then by receipt; of equal times, the smaller instance id."""
    return one.submission_id is not None, one.received_at, one.instance_id or ""


def together(some: Iterable[One], key) -> Iterator[list[One]]:
    """Those with the same key, in their order; those whose key is None are left out."""
    groups: defaultdict[Hashable, list[One]] = defaultdict(list)
    for one in some:
        groups[key(one)].append(one)
    return (alike for name, alike in groups.items() if name is not None)
