"""A village's money by category, told so that no line and no rest of a total is about fewer than ten households."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from server.domain.facts.accounts import FINANCING
from server.domain.indicators.disclosure import Block
from server.domain.indicators.finance import K_MIN
from server.domain.indicators.household_month import HouseholdMonth

Category = tuple[str, str]  # side (r, p, d) and code


@dataclass(frozen=True)
class Line:
    """A category of a village. side: r receipts, p payments (satang per month), d debts (satang, as they stand).

    households: those with an amount; amount: of all of them.
    """

    side: str
    category: str
    households: int
    amount: int


def lines(block: Block, *, at_least: int = K_MIN) -> tuple[Line, ...]:
    """The categories of a block that may be told beside its figures.

    A line needs `at_least` households that were in nothing told before. What a told total leaves when its lines are
    taken away (categories that are not told, and accounts without categories) needs them too, or it must be nothing.
    Source: docs/indicators.md 5.
    """
    shown = [
        category
        for category in sorted({category for one in block.households for category in one.by_category})
        if having(category, block.fresh) >= at_least
    ]
    for side in ("r", "p"):
        shown = with_enough_rest(shown, block, side, at_least)
    return tuple(line(category, block.households) for category in shown)


def with_enough_rest(shown: list[Category], block: Block, side: str, at_least: int) -> list[Category]:
    """Leave out lines of a total, those of the fewest households first, until its rest is of enough or of none."""
    of_total = sorted(filter(is_in_total(side), shown), key=lambda one: (having(one, block.households), one))
    while of_total and tells_of_few(block, side, of_total, at_least):
        of_total.pop(0)
    return [one for one in shown if one in of_total or not is_in_total(side)(one)]


def tells_of_few(block: Block, side: str, shown: Sequence[Category], at_least: int) -> bool:
    """Whether the total without its lines is about some households, but not enough that are new."""
    return with_rest(block.households, side, shown) > 0 and with_rest(block.fresh, side, shown) < at_least


def is_in_total(side: str) -> Callable[[Category], bool]:
    """Income (r) and expense (p) are told without the class `financing`; debts have no told total."""
    return lambda category: category[0] == side and category[1] not in FINANCING[side]


def having(category: Category, households: Iterable[HouseholdMonth]) -> int:
    return sum(category in one.by_category for one in households)


def with_rest(households: Iterable[HouseholdMonth], side: str, shown: Sequence[Category]) -> int:
    """Households whose income or expense is not all in the lines."""
    return sum(has_rest(one, side, shown) for one in households)


def has_rest(one: HouseholdMonth, side: str, shown: Sequence[Category]) -> bool:
    if not (one.income if side == "r" else one.expense):
        return False
    return not one.is_detailed or any(category not in shown for category in filter(is_in_total(side), one.by_category))


def line(category: Category, households: Iterable[HouseholdMonth]) -> Line:
    amounts = [one.by_category[category] for one in households if category in one.by_category]
    return Line(*category, households=len(amounts), amount=sum(amounts))
