"""Status and grade of a village's plan, from counts that Python or SQL delivers."""

from collections.abc import Iterable
from typing import Literal

Status = Literal["no_households", "graded", "no_plan", "in_progress", "no_data"]
Grade = Literal["A", "B", "C"]
STATUSES: tuple[Status, ...] = ("no_households", "graded", "no_plan", "in_progress", "no_data")


def status(n_households: int, *, has_plan: bool, has_any: bool, locked: bool) -> Status:
    """How far a village is.

    has_plan: there is an operative plan; has_any: an account or a plan forum counts on this basis.
    Source: docs/indicators.md 1, status.
    """
    if n_households == 0:
        return "no_households"
    if has_plan:
        return "graded"
    if locked:
        return "no_plan"
    return "in_progress" if has_any else "no_data"


def grade(met_flags: Iterable[bool]) -> Grade:
    """The grade of a graded village from its four indicators: 4 met is A, 3 is B, fewer is C.

    Source: docs/indicators.md 1, grade.
    """
    met = sum(met_flags)
    if met == 4:
        return "A"
    return "B" if met == 3 else "C"
