"""What a village lacks for the next better grade, from its four indicators."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.indicators.grade import Grade

BETTER: dict[Grade, Grade] = {"B": "A", "C": "B"}
MET_FOR: dict[Grade, int] = {"A": 4, "B": 3}


@dataclass(frozen=True)
class Lack:
    """An indicator that is not met. households: how many are missing; None for 3 and 4, which papers decide."""

    indicator: int
    households: int | None


@dataclass(frozen=True)
class NextGrade:
    """The way to the next grade. indicators: how many more are to be met; households: how few are missing at best.

    lacks: every indicator that is not met, the cheapest first; of a C that misses three or more, not all are needed.
    """

    grade: Grade
    indicators: int
    households: int
    lacks: tuple[Lack, ...]

    @property
    def distance(self) -> tuple[int, int]:
        """For sorting: the nearest first."""
        return self.indicators, self.households


def next_grade(grade: Grade | None, met: Sequence[bool | None], missing: Sequence[int]) -> NextGrade | None:
    """None for an A, and for a village without a grade, which lacks a plan before anything else.

    met: of the indicators 1 to 4; missing: households that 1 and 2 lack. Source: docs/indicators.md 2b.
    """
    if grade is None or grade == "A":
        return None
    better = BETTER[grade]
    lacks = [
        Lack(number, missing[number - 1] if number <= len(missing) else None)
        for number, is_met in enumerate(met, start=1)
        if not is_met
    ]
    lacks.sort(key=lambda one: (one.households or 0, one.indicator))
    needed = MET_FOR[better] - (4 - len(lacks))
    return NextGrade(better, needed, sum(one.households or 0 for one in lacks[:needed]), tuple(lacks))
