"""The rules of a plan year that a province may set: threshold, window, modes, radii."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from server.domain.indicators.calendar import default_window

Basis = Literal["official", "provisional"]
Ind2Mode = Literal["union", "best_single"]
GateMinGrade = Literal["A", "B"]
BASES: tuple[Basis, ...] = ("official", "provisional")


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """One row of criteria. Source: docs/indicators.md 0, 1 and 4.

    plan_year: Buddhist year; threshold: percent, 1 to 100; collection_start, collection_end: both days inside the
    window; radii in metres; stale_days in days; behind_points, money_ahead_points in percentage points;
    locked_on: the day in Bangkok on which the province locked the year, None while it is open.
    """

    plan_year: int
    collection_start: date
    collection_end: date
    threshold: int = 70
    min_account_months: int = 1
    ind2_mode: Ind2Mode = "union"
    gate_min_grade: GateMinGrade = "B"
    site_radius_m: int = 500
    near_radius_m: int = 2000
    stale_days: int = 30
    behind_points: int = 20
    money_ahead_points: int = 30
    locked_on: date | None = None

    @property
    def is_locked(self) -> bool:
        return self.locked_on is not None

    def window_contains(self, day: date | None) -> bool:
        """Whether a day lies in the collection window; a missing day does not."""
        return day is not None and self.collection_start <= day <= self.collection_end

    def reckoned_on(self, today: date, basis: Basis) -> date:
        """The as-of date: today in Bangkok, but the day of the lock for the official result of a locked year."""
        if basis == "official" and self.locked_on is not None:
            return self.locked_on
        return today


def default_criteria(plan_year: int) -> Criteria:
    """The criteria a plan year has before the province changes any."""
    start, end = default_window(plan_year)
    return Criteria(plan_year=plan_year, collection_start=start, collection_end=end)
