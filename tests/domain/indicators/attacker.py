"""Somebody who keeps everything that was ever told, and puts it together in every possible way.

A told sum is a set of atoms: a household's money as it was at one time. With `few` households at most, the attacker has
won who can combine told sums (multiply, add, take away) into something that is about these households alone.
"""

from collections.abc import Hashable, Iterable, Mapping
from itertools import combinations

PRIME = 2**61 - 1  # so large that nothing vanishes by accident

Atom = Hashable
Sum = Mapping[Atom, int]
Row = Mapping[int, int]


def households_found(told: Iterable[Sum], owner: Mapping[Atom, str], few: int) -> tuple[str, ...] | None:
    """At most `few` households that a combination of the sums is about, and nobody else; None when there are none.

    There is such a combination just when leaving out their columns lowers the rank.
    """
    number = {atom: place for place, atom in enumerate(owner)}
    whose = {number[atom]: household for atom, household in owner.items()}
    rows = independent({number[atom]: times for atom, times in one.items()} for one in told)
    households = sorted(set(owner.values()))
    for chosen in combinations(households, min(few, len(households))):
        left = [{place: times for place, times in row.items() if whose[place] not in chosen} for row in rows]
        if len(independent(left)) < len(rows):
            return chosen
    return None


def independent(rows: Iterable[Row]) -> list[Row]:
    """Rows that say the same together, none of them a combination of the others: each begins at a place of its own."""
    found: dict[int, Row] = {}
    for row in rows:
        left = row
        while left and (first := min(left)) in found:
            left = minus(left, found[first], left[first] * pow(found[first][first], -1, PRIME))
        if left:
            found[min(left)] = left
    return list(found.values())


def minus(row: Row, other: Row, times: int) -> Row:
    sums = dict(row)
    for place, value in other.items():
        sums[place] = (sums.get(place, 0) - times * value) % PRIME
        if not sums[place]:
            del sums[place]
    return sums
