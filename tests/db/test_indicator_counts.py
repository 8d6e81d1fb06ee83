"""SQL counts and explains every scenario of the definitions as the pure rules do."""

from collections import Counter

import pytest
from sqlalchemy.orm import Session

from server.db.queries.indicators import Verdict, VillageCounts, count_villages, explain, facts_of
from server.domain.indicators.criteria import Basis
from server.domain.indicators.judgement import Judgement, judge
from server.domain.indicators.results import VillageResult
from server.domain.indicators.village import assess
from tests.db.stored_facts import store
from tests.domain.indicators.base_case import Scenario
from tests.domain.indicators.scenarios import SCENARIOS

ALL = [pytest.param(scenario, id=f"{scenario.id}: {scenario.change}") for scenario in SCENARIOS]
BASES = pytest.mark.parametrize("basis", ["official", "provisional"])
MARKS = {True: "✓", False: "✗"}


def shown(judged: Judgement) -> str:
    """A judgement in one line, as the scenarios write it."""
    words = []
    shares = (judged.accounts, judged.forum, None, None)
    for number, (met, share) in enumerate(zip(judged.met_flags, shares, strict=True), start=1):
        counted = f" {share.num}/{share.den}" if share else ""
        unknown = "–" if share and share.den == 0 else "?"
        words.append(f"i{number}{counted} {MARKS.get(met, unknown)}")
    return " ".join([*words, judged.grade or judged.status])


def reasons_shown(verdicts: list[Verdict]) -> str:
    numbers = Counter((one.indicator, one.reason) for one in verdicts if one.reason and one.walk_ins is None)
    return ", ".join(f"i{number} {reason} {times}" for (number, reason), times in sorted(numbers.items()))


def of_oracle(result: VillageResult) -> Counter:
    """The evidence lists of a result as (indicator, instance id, household, reason, walk-ins)."""
    listed = Counter((2, walk.instance_id, "", "walk_in_unregistered", walk.number) for walk in result.walk_ins)
    for indicator in result.indicators:
        listed.update((indicator.number, one.instance_id, one.household, None, None) for one in indicator.counted)
        listed.update(
            (indicator.number, one.instance_id, one.household, one.reason, None) for one in indicator.not_counted
        )
    return listed


def of_sql(verdicts: list[Verdict]) -> Counter:
    return Counter(
        (one.indicator, one.instance_id, str(one.household_id or ""), one.reason, one.walk_ins) for one in verdicts
    )


def counted(session: Session, workspace_id: int, scenario: Scenario, basis: Basis) -> VillageCounts:
    villages = [scenario.facts.village_code]
    (only,) = count_villages(session, workspace_id, scenario.criteria, basis, villages, scenario.as_of)
    return only


@BASES
@pytest.mark.parametrize("scenario", ALL)
def test_sql_counts_a_scenario_as_defined(session: Session, scenario: Scenario, basis: Basis) -> None:
    workspace_id = store(session, scenario.facts)

    result = counted(session, workspace_id, scenario, basis)

    expected = scenario.official if basis == "official" else scenario.provisional or scenario.official
    assert shown(judge(result.counts, scenario.criteria)) == expected
    assert result.reference_date == assess(scenario.facts, scenario.criteria, scenario.as_of, basis).reference_date


@BASES
@pytest.mark.parametrize("scenario", ALL)
def test_sql_explains_a_scenario_as_defined(session: Session, scenario: Scenario, basis: Basis) -> None:
    workspace_id = store(session, scenario.facts)

    verdicts = explain(session, workspace_id, scenario.facts.village_code, scenario.criteria, basis, scenario.as_of)

    official = basis == "official" or scenario.provisional_reasons is None
    assert reasons_shown(verdicts) == (scenario.reasons if official else scenario.provisional_reasons)
    assert of_sql(verdicts) == of_oracle(assess(scenario.facts, scenario.criteria, scenario.as_of, basis))
    assert [one.indicator for one in verdicts] == sorted(one.indicator for one in verdicts)


@pytest.mark.parametrize("scenario", ALL)
def test_the_facts_of_a_scenario_are_read_as_they_were_written(session: Session, scenario: Scenario) -> None:
    workspace_id = store(session, scenario.facts)

    facts = facts_of(session, workspace_id, scenario.facts.village_code)

    for basis in ("official", "provisional"):
        expected = assess(scenario.facts, scenario.criteria, scenario.as_of, basis)
        assert assess(facts, scenario.criteria, scenario.as_of, basis) == expected
