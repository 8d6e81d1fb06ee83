"""Which households may be told of together: so that nothing told, however put together, is about fewer than ten.

Figures are told of blocks of households. A block is a village, or the rest of a tambon, district or province: the
households for which there were too few others below. Whatever is told of an area is a sum over the blocks inside it.
Blocks have no household in common, and one is told anew only when at least ten of its households have an account that
was in nothing told before, and at least ten of its amounts are new. So the block told last in any sum or difference of
told figures brings ten households that nothing else of it contains, and they cannot be subtracted away: total minus
parts, a level minus the one below, today minus yesterday. An account that is edited is not new, and amounts are looked
at, because what is edited or filled in once more often says the same: with ten such, the one household that is really
new could be read from the difference. Source: docs/indicators.md 5.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from server.domain.indicators.finance import K_MIN, Amounts, amounts_of
from server.domain.indicators.household_month import HouseholdMonth

VILLAGE = 8
SUMS = ("incomes", "expenses", "nets")  # of which sums are told
LEVELS = (VILLAGE, 6, 4, 2)  # digits of a block's code, in the order in which households find their block


@dataclass(frozen=True)
class Told:
    """What was told before.

    homes: household -> code of the block it is told in; accounts: those in anything told, however they have been edited
    since; amounts: of the blocks.
    """

    homes: Mapping[str, str]
    accounts: frozenset[int]
    amounts: Mapping[str, Amounts] = field(default_factory=dict)

    def is_fresh(self, one: HouseholdMonth) -> bool:
        """Whether an account of it was in nothing told."""
        return any(account.submission_id not in self.accounts for account in one.accounts)

    def home_of(self, one: HouseholdMonth) -> str | None:
        """The block it stays in: what was once told of a tambon's rest is not told again of its village."""
        home = self.homes.get(one.household)
        return home if home and one.village_code.startswith(home) else None


NOTHING = Told({}, frozenset())


@dataclass(frozen=True)
class Block:
    """A block to be told anew: all its households, and those of them with an account that was in nothing told."""

    code: str
    households: Sequence[HouseholdMonth]
    fresh: Sequence[HouseholdMonth]


def renewed(
    households: Iterable[HouseholdMonth], told: Told, levels: Sequence[int] = LEVELS, *, at_least: int = K_MIN
) -> tuple[list[Block], list[HouseholdMonth]]:
    """The blocks of these levels that may be told anew, and the households that may find theirs on another level."""
    blocks, waiting = [], list(households)
    for digits in levels:
        found = [block(code, members, told) for code, members in together(waiting, told, digits).items()]
        blocks += [one for one in found if news(one, told) >= at_least]
        placed = {one.household for block in blocks for one in block.households}
        waiting = [one for one in waiting if one.household not in placed]
    return blocks, [one for one in waiting if len(told.home_of(one) or "") not in levels]


def together(households: Iterable[HouseholdMonth], told: Told, digits: int) -> dict[str, list[HouseholdMonth]]:
    """By the code of a level's block: those at home in it, and those that have no home yet."""
    groups: defaultdict[str, list[HouseholdMonth]] = defaultdict(list)
    for one in households:
        home = told.home_of(one)
        if home is None or len(home) == digits:
            groups[one.village_code[:digits]].append(one)
    return groups


def block(code: str, households: Sequence[HouseholdMonth], told: Told) -> Block:
    return Block(code, households, [one for one in households if told.is_fresh(one)])


def news(block: Block, told: Told) -> int:
    """How many households a block has anew, by their accounts and by each amount of which a sum is told."""
    before = told.amounts.get(block.code)
    if before is None:
        return len(block.fresh)
    now = amounts_of(block.households)
    amounts = [(Counter(getattr(now, name)) - Counter(getattr(before, name))).total() for name in SUMS]
    return min(len(block.fresh), *amounts)


def amounts_told(block: Block, shares_told: tuple[int, int] = (0, 0), *, at_least: int = K_MIN) -> Amounts:
    """What is kept of a block that is told anew.

    shares_told: (share_sum, shares) as they were told; they stay so when too few of the households that were in nothing
    told before have a share of nonessential expense.
    """
    amounts = amounts_of(block.households)
    if sum(one.nonessential is not None for one in block.fresh) >= at_least:
        return amounts
    share_sum, shares = shares_told
    return replace(amounts, share_sum=share_sum, shares=shares)
