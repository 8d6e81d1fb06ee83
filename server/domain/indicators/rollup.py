"""The roll-up of village results to a tambon, a district or the province: sums, never averages of percents."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from server.domain.indicators.gate import Gate
from server.domain.indicators.grade import Grade, Status
from server.domain.indicators.results import VillageResult
from server.domain.indicators.shares import percent_cut


@dataclass(frozen=True, kw_only=True)
class VillageRow:
    """What a roll-up reads of one active village on one basis; gate is the official one on both."""

    status: Status
    grade: Grade | None
    gate: Gate
    n_households: int
    accounts_num: int
    forum_num: int
    met_flags: tuple[bool | None, ...]


@dataclass(frozen=True, kw_only=True)
class RollUp:
    """Sums over the active villages of an area, in villages (accounts_*, forum_*: in households).

    Roll-ups of parts add up to the roll-up of the whole. Source: docs/indicators.md 2.
    """

    villages_total: int = 0
    villages_no_households: int = 0
    villages_graded: int = 0
    villages_no_plan: int = 0
    villages_in_progress: int = 0
    villages_no_data: int = 0
    grade_a: int = 0
    grade_b: int = 0
    grade_c: int = 0
    accounts_num: int = 0
    accounts_den: int = 0
    forum_num: int = 0
    forum_den: int = 0
    met_1: int = 0
    met_2: int = 0
    met_3: int = 0
    met_4: int = 0
    gate_propose: int = 0
    gate_make_plan: int = 0
    gate_unknown: int = 0

    def __add__(self, other: "RollUp") -> "RollUp":
        return RollUp(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})

    @property
    def graded(self) -> int:
        return self.grade_a + self.grade_b + self.grade_c

    @property
    def grade_a_pct(self) -> Decimal | None:
        return grade_percent(self.grade_a, self.graded)

    @property
    def grade_b_pct(self) -> Decimal | None:
        return grade_percent(self.grade_b, self.graded)

    @property
    def grade_c_pct(self) -> Decimal | None:
        return grade_percent(self.grade_c, self.graded)

    @property
    def graded_pct(self) -> Decimal | None:
        """The total line: 100.0 whatever its parts add up to, None without graded villages."""
        return grade_percent(self.graded, self.graded)

    @property
    def accounts_pct(self) -> Decimal | None:
        return percent_cut(self.accounts_num, self.accounts_den)

    @property
    def forum_pct(self) -> Decimal | None:
        return percent_cut(self.forum_num, self.forum_den)


def grade_percent(villages: int, graded: int) -> Decimal | None:
    """villages of graded in percent, 1 decimal, rounded half up each on its own; None without graded villages.

    Source: docs/indicators.md 2, grade_x_pct.
    """
    return None if graded == 0 else Decimal((2000 * villages + graded) // (2 * graded)).scaleb(-1)


def row_of(result: VillageResult, gate: Gate) -> VillageRow:
    """A village's row for the roll-up of the result's basis."""
    accounts, forum, *_ = result.indicators
    return VillageRow(
        status=result.status,
        grade=result.grade,
        gate=gate,
        n_households=result.n_households,
        accounts_num=accounts.num or 0,
        forum_num=forum.num or 0,
        met_flags=result.met_flags,
    )


def roll_up(villages: Iterable[VillageRow]) -> RollUp:
    """The sum of an area's villages on one basis. A village without households adds nothing to accounts and forum."""
    return sum((_of_one(village) for village in villages), RollUp())


def _of_one(village: VillageRow) -> RollUp:
    counted = village.n_households > 0
    ones = {f"villages_{village.status}": 1, f"gate_{village.gate}": 1}
    if village.grade:
        ones[f"grade_{village.grade.lower()}"] = 1
        ones |= {f"met_{number}": int(met is True) for number, met in enumerate(village.met_flags, start=1)}
    return RollUp(
        villages_total=1,
        accounts_num=village.accounts_num if counted else 0,
        accounts_den=village.n_households,
        forum_num=village.forum_num if counted else 0,
        forum_den=village.n_households,
        **ones,
    )
