"""Every scenario of the definitions, and the hard cases we settled, on both bases."""

from collections import Counter

import pytest

from server.domain.indicators.criteria import Basis
from server.domain.indicators.results import VillageResult
from server.domain.indicators.village import assess, assess_both
from tests.domain.indicators.base_case import Scenario
from tests.domain.indicators.scenarios import DEFINED, SCENARIOS

ALL = [pytest.param(scenario, id=f"{scenario.id}: {scenario.change}") for scenario in SCENARIOS]
MARKS = {True: "✓", False: "✗"}


def shown(result: VillageResult) -> str:
    """A result in one line: "i1 7/10 ✓ i2 7/10 ✓ i3 ✓ i4 ? in_progress"."""
    words = []
    for indicator in result.indicators:
        share = "" if indicator.den is None else f" {indicator.num}/{indicator.den}"
        unknown = "–" if indicator.den == 0 else "?"
        words.append(f"i{indicator.number}{share} {MARKS.get(indicator.met, unknown)}")
    return " ".join([*words, result.grade or result.status])


def reasons_shown(result: VillageResult) -> str:
    """The number per indicator and reason: "i1 no_consent 1, i2 household_closed 2"."""
    numbers = Counter(
        (indicator.number, item.reason) for indicator in result.indicators for item in indicator.not_counted
    )
    return ", ".join(f"i{number} {reason} {times}" for (number, reason), times in sorted(numbers.items()))


def result_of(scenario: Scenario, basis: Basis) -> VillageResult:
    return assess(scenario.facts, scenario.criteria, scenario.as_of, basis)


@pytest.mark.parametrize("scenario", ALL)
def test_the_official_result_is_as_defined(scenario: Scenario) -> None:
    result = result_of(scenario, "official")

    assert shown(result) == scenario.official
    assert reasons_shown(result) == scenario.reasons
    assert result.reference_date == scenario.reference_date


@pytest.mark.parametrize("scenario", ALL)
def test_the_provisional_result_is_as_defined(scenario: Scenario) -> None:
    result = result_of(scenario, "provisional")

    expected = scenario.reasons if scenario.provisional_reasons is None else scenario.provisional_reasons
    assert shown(result) == (scenario.provisional or scenario.official)
    assert reasons_shown(result) == expected


@pytest.mark.parametrize("scenario", ALL)
def test_the_gate_follows_the_official_result(scenario: Scenario) -> None:
    both = assess_both(scenario.facts, scenario.criteria, scenario.as_of)

    assert both.gate == scenario.gate


def test_the_definitions_have_47_scenarios() -> None:
    assert [scenario.id for scenario in DEFINED] == [f"S{number}" for number in range(1, 48)]
