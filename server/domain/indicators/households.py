"""The household register as one village, basis and reference date see it: who counts, and who stands for whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from server.domain.indicators.criteria import Basis
from server.domain.indicators.facts import Closing, Received, Registration, State

APPROVED_STATES: frozenset[State] = frozenset({"approved", "page", "imported"})
NEVER_LIVED_HERE = frozenset({"duplicate", "mistake"})


def counts_on(state: State, basis: Basis) -> bool:
    """Whether a review state counts: official only approved, provisional everything but rejected.

    Source: docs/indicators.md 0, basis.
    """
    return state in APPROVED_STATES if basis == "official" else state != "rejected"


def counting_closings(closings: Iterable[Closing], basis: Basis) -> dict[str, Closing]:
    """The closing that holds for each closed household: the last received of those that count.

    Deleted, outside_area and Buddhist-dated closings count nowhere. Source: docs/indicators.md 0a.1.
    """
    counting = [
        closing
        for closing in closings
        if counts_on(closing.state, basis)
        and not closing.deleted
        and not closing.outside_area
        and not closing.is_be_dated
    ]
    return {closing.household: closing for closing in sorted(counting, key=order_of_receipt)}


def known_registrations(registrations: Iterable[Registration]) -> dict[str, Registration]:
    """Households that are in the register on either basis: not rejected, not deleted, not waiting for their area.

    Approval is not needed, so that leaving registrations unreviewed cannot shrink the denominator. A household has
    one registration; were there several, the first received holds. Source: docs/indicators.md 0 (H), 0a.2.
    """
    known = [one for one in registrations if one.state != "rejected" and not one.deleted and not one.outside_area]
    return {one.household: one for one in sorted(known, key=order_of_receipt, reverse=True)}


def order_of_receipt(fact: Received) -> tuple[datetime, str]:
    """Sort key: received earlier first, then smaller instance id."""
    return fact.received_at, fact.instance_id


def steps_of(closings: Mapping[str, Closing], reference_date: date) -> dict[str, str]:
    """household -> the household its submissions are credited to, one step.

    A duplicate always steps on, a merged one only when it had merged on or before the reference date.
    Source: docs/indicators.md 0, household identity.
    """
    return {
        household: closing.merged_into
        for household, closing in closings.items()
        if closing.merged_into and _passes_on(closing, reference_date)
    }


def resolve(household: str, steps: Mapping[str, str]) -> str:
    """Follow the steps to the end; a cycle resolves to the smallest id in it (byte order)."""
    path: list[str] = []
    while household in steps and household not in path:
        path.append(household)
        household = steps[household]
    if household in path:
        return min(path[path.index(household) :])  # Code points order as UTF-8 bytes do.
    return household


def cycles(steps: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Every cycle of the steps, its ids in byte order: each needs a district officer."""
    ends = {resolve(household, steps) for household in steps} & steps.keys()
    return sorted(_round_trip(end, steps) for end in ends)


@dataclass(frozen=True)
class Register:
    """The register at the reference date. Households of other villages may be in it; ask by id."""

    registrations: Mapping[str, Registration]
    closings: Mapping[str, Closing]
    steps: Mapping[str, str]
    reference_date: date

    def resolve(self, household: str) -> str:
        """The household that gets the credit."""
        return resolve(household, self.steps)

    def village_of(self, household: str) -> str | None:
        """The village a household is registered in, None when it is not in the register."""
        known = self.registrations.get(household)
        return known.village_code if known else None

    def is_closed(self, household: str) -> bool:
        """Closed on or before the reference date, or never a household of its own.

        In a cycle the smallest id counts as not closed, so that the household is not lost.
        """
        closing = self.closings.get(household)
        if closing is None or (household in self.steps and self.resolve(household) == household):
            return False
        return closing.close_reason in NEVER_LIVED_HERE or _ended(closing, self.reference_date)

    def is_after_reference(self, household: str) -> bool:
        """Whether a registered household began only after the reference date."""
        known = self.registrations[household]
        return not known.is_be_dated and known.exists_from is not None and known.exists_from > self.reference_date

    def households_of(self, village_code: str) -> frozenset[str]:
        """The household set H of a village. Source: docs/indicators.md 0, household set."""
        return frozenset(
            household
            for household, known in self.registrations.items()
            if known.village_code == village_code
            and not self.is_closed(household)
            and not self.is_after_reference(household)
        )


def register_at(
    registrations: Iterable[Registration], closings: Iterable[Closing], *, basis: Basis, reference_date: date
) -> Register:
    """The register as a basis sees it at a reference date."""
    counting = counting_closings(closings, basis)
    return Register(known_registrations(registrations), counting, steps_of(counting, reference_date), reference_date)


def _passes_on(closing: Closing, reference_date: date) -> bool:
    if closing.close_reason == "merged":
        return _ended(closing, reference_date)
    return closing.close_reason == "duplicate"


def _ended(closing: Closing, reference_date: date) -> bool:
    return closing.exists_to is not None and closing.exists_to <= reference_date


def _round_trip(start: str, steps: Mapping[str, str]) -> tuple[str, ...]:
    members, household = [start], steps[start]
    while household != start:
        members.append(household)
        household = steps[household]
    return tuple(sorted(members))
