"""What an invented year comes to: so many villages of each grade, so many projects and baht of each programme.

The figures are those that Chiang Mai published for 2550; of another number of villages, the same shares.
"""

from collections.abc import Mapping
from dataclasses import dataclass

PUBLISHED_VILLAGES = 1979
GRADES = {"A": 1257, "B": 475, "C": 247}
PROJECTS = {1: 495, 2: 267, 3: 100, 4: 42, 5: 394}
BAHT = {1: 36_928_000, 2: 22_123_000, 3: 8_464_000, 4: 2_765_000, 5: 22_720_000}
BEST_PRACTICES = (1, 2, 3, 5)  # the programmes of the four that were told of
PLAN_MAKING_OF_C = 70  # of a hundred villages without a quality plan, those that propose to make one


@dataclass(frozen=True)
class Targets:
    """grades: villages; projects, baht: by programme, of those that count for the budget table."""

    grades: Mapping[str, int]
    projects: Mapping[int, int]
    baht: Mapping[int, int]


def targets_for(villages: int) -> Targets:
    """The published year for this number of villages; shares are rounded so that they add up."""
    graded = apportioned(GRADES, villages)
    wanted = sum(PROJECTS.values()) * villages // PUBLISHED_VILLAGES if graded["A"] + graded["B"] else 0
    projects = apportioned(PROJECTS, wanted)
    money = {one: BAHT[one] * projects[one] // PROJECTS[one] for one in PROJECTS}
    return Targets(graded, projects, money)


def apportioned(shares: Mapping, total: int) -> dict:
    """total split as the shares are, by the largest remainders. {"A": 1, "B": 1}, 3 -> {"A": 2, "B": 1}."""
    whole = sum(shares.values())
    parts = {name: share * total // whole for name, share in shares.items()}
    by_remainder = sorted(shares, key=lambda name: -(shares[name] * total % whole))
    for name in by_remainder[: total - sum(parts.values())]:
        parts[name] += 1
    return parts
