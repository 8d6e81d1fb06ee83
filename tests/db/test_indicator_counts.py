"""SQL counts and explains every scenario of the definitions as defined."""

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from server.db.queries.indicators import Verdict, explain, facts_of
from server.domain.indicators.criteria import BASES
from server.domain.indicators.judgement import Judgement, judge
from server.domain.indicators.village import assess
from tests.db.counting import count
from tests.db.evidence import of_rules, of_sql
from tests.db.stored_facts import store
from tests.domain.indicators.base_case import Scenario
from tests.domain.indicators.scenarios import SCENARIOS

ALL = [pytest.param(scenario, id=f"{scenario.id}: {scenario.change}") for scenario in SCENARIOS]
MARKS = {True: "✓", False: "✗"}


@pytest.fixture
def unsaved(connected: Engine) -> Iterator[Session]:
    """A session whose test commits nothing."""
    with Session(connected) as opened:
        yield opened


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


@pytest.mark.parametrize("scenario", ALL)
def test_sql_counts_a_scenario_as_defined(unsaved: Session, scenario: Scenario) -> None:
    facts, criteria, as_of = scenario.facts, scenario.criteria, scenario.as_of
    workspace_id = store(unsaved, facts)

    official, provisional = (
        count(unsaved, workspace_id, criteria, basis, [facts.village_code], as_of)[0] for basis in BASES
    )

    assert shown(judge(official.counts, criteria)) == scenario.official
    assert official.reference_date == scenario.reference_date
    assert shown(judge(provisional.counts, criteria)) == (scenario.provisional or scenario.official)


@pytest.mark.parametrize("scenario", ALL)
def test_sql_explains_a_scenario_as_defined(unsaved: Session, scenario: Scenario) -> None:
    facts, criteria, as_of = scenario.facts, scenario.criteria, scenario.as_of
    workspace_id = store(unsaved, facts)

    official, provisional = (
        explain(unsaved, workspace_id, facts.village_code, criteria, basis, as_of) for basis in BASES
    )

    assert reasons_shown(official) == scenario.reasons
    differs = scenario.provisional_reasons is not None
    assert reasons_shown(provisional) == (scenario.provisional_reasons if differs else scenario.reasons)
    assert of_sql(official) == of_rules(assess(facts, criteria, as_of, "official"))
    assert of_sql(provisional) == of_rules(assess(facts, criteria, as_of, "provisional"))


@pytest.mark.parametrize("scenario", ALL)
def test_the_facts_of_a_scenario_are_read_as_they_were_written(unsaved: Session, scenario: Scenario) -> None:
    workspace_id = store(unsaved, scenario.facts)

    facts = facts_of(unsaved, workspace_id, scenario.facts.village_code)

    for basis in BASES:
        expected = assess(scenario.facts, scenario.criteria, scenario.as_of, basis)
        assert assess(facts, scenario.criteria, scenario.as_of, basis) == expected
