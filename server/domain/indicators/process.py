"""How an area's work goes: what waits for review and how long that takes, what is missing, what is to be cleared up."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from server.domain.indicators.shares import percent_cut

BACKLOG_DAYS = 7
COUNTS = (
    "review_backlog", "missing_attachments", "accounts", "books_seen", "walk_ins_open", "duplicate_house_numbers",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Process:
    """Counts of an area and year; those of parts add up to those of the whole.

    review_backlog: submissions received or edited, not decided on since more than BACKLOG_DAYS; decided_after: whole
    days from receipt to the decision that holds -> submissions; missing_attachments: files that were named and have not
    come; accounts, books_seen: accounts of households that agree, and those of them whose book was seen;
    walk_ins_open: households that came to a forum without being in the register; duplicate_house_numbers: those that
    several open households of a village have. Source: docs/indicators.md 6.
    """

    review_backlog: int = 0
    decided_after: Counter[int] = field(default_factory=Counter)
    missing_attachments: int = 0
    accounts: int = 0
    books_seen: int = 0
    walk_ins_open: int = 0
    duplicate_house_numbers: int = 0

    @property
    def review_days_median(self) -> Decimal | None:
        """In days, of two in the middle their mean; None when nothing is decided."""
        return median_of(self.decided_after)

    @property
    def book_seen_pct(self) -> Decimal | None:
        """Cut to 2 decimals; None without accounts."""
        return percent_cut(self.books_seen, self.accounts)


def together(parts: Iterable[Process]) -> Process:
    """The counts of several areas as one."""
    listed = list(parts)
    counts = {name: sum(getattr(one, name) for one in listed) for name in COUNTS}
    return Process(decided_after=sum((one.decided_after for one in listed), Counter()), **counts)


def median_of(numbers: Counter[int]) -> Decimal | None:
    """The median of numbers that occur so many times each."""
    total = numbers.total()
    if total == 0:
        return None
    low, high = (nth(numbers, place) for place in ((total - 1) // 2, total // 2))
    return Decimal(low + high) / 2


def nth(numbers: Counter[int], place: int) -> int:
    """What stands at a place, counted from 0, when the numbers are sorted."""
    for number in sorted(numbers):
        place -= numbers[number]
        if place < 0:
            return number
    raise IndexError(place)


@dataclass(frozen=True)
class Team:
    """What a phone sent for a year. days: on which it sent anything; by_day: the last ones, day -> submissions."""

    name: str
    area_code: str
    submissions: int
    days: int
    last_day: date
    by_day: dict[date, int]
