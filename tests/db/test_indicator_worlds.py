"""SQL agrees with the pure rules about any villages, whatever was sent about them from wherever."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from server.db.queries.indicators import (
    VillageCounts,
    count_and_keep,
    counting_accounts,
    evidence_of,
    explain,
    facts_of,
)
from server.domain.indicators.criteria import BASES, Criteria
from server.domain.indicators.household_month import household_months
from server.domain.indicators.judgement import judge
from server.domain.indicators.results import VillageResult
from server.domain.indicators.village import assess
from tests.db.counting import count
from tests.db.evidence import of_rules, of_sql
from tests.db.worlds import ALL_VILLAGES, RULES, WORLDS, World
from tests.domain.indicators.base_case import AS_OF, YEAR
from tests.factories import make_village

# The engine is the same for every example, what an example writes is rolled back, and a world is large by nature.
of_worlds = settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)


def outcome_of(result: VillageResult) -> tuple:
    first, second, *_ = result.indicators
    numbers = (result.n_households, first.num, second.num)
    return result.village_code, result.reference_date, numbers, result.met_flags, result.status, result.grade


def outcome_of_sql(counted: VillageCounts, criteria: Criteria) -> tuple:
    counts, judged = counted.counts, judge(counted.counts, criteria)
    numbers = (counts.households, counts.accounts, counts.forum)
    return counted.village_code, counted.reference_date, numbers, judged.met_flags, judged.status, judged.grade


@of_worlds
@given(world=WORLDS, criteria=RULES)
def test_sql_counts_as_the_rules_do_many_villages_or_one(connected: Engine, world: World, criteria: Criteria) -> None:
    with Session(connected) as session:
        workspace_id = world.store(session)
        for basis in BASES:
            together = count(session, workspace_id, criteria, basis, ALL_VILLAGES, AS_OF)
            alone = [count(session, workspace_id, criteria, basis, [one], AS_OF)[0] for one in ALL_VILLAGES]

            expected = [assess(world.seen_from(one), criteria, AS_OF, basis) for one in ALL_VILLAGES]
            assert [outcome_of_sql(one, criteria) for one in together] == [outcome_of(one) for one in expected]
            assert together == alone


@of_worlds
@given(world=WORLDS, criteria=RULES)
def test_sql_explains_as_the_rules_do(connected: Engine, world: World, criteria: Criteria) -> None:
    with Session(connected) as session:
        workspace_id = world.store(session)
        for basis in BASES:
            for village in ALL_VILLAGES:
                verdicts = explain(session, workspace_id, village, criteria, basis, AS_OF)

                assert of_sql(verdicts) == of_rules(assess(world.seen_from(village), criteria, AS_OF, basis))


@of_worlds
@given(world=WORLDS, criteria=RULES)
def test_what_a_lock_keeps_of_many_villages_is_what_is_counted_and_explained_of_each(
    connected: Engine, world: World, criteria: Criteria
) -> None:
    with Session(connected) as session:
        workspace_id = world.store(session)
        for village in ALL_VILLAGES:
            make_village(session, village)
        for basis in BASES:
            kept = count_and_keep(session, workspace_id, criteria, basis, ALL_VILLAGES, AS_OF)

            assert kept == count(session, workspace_id, criteria, basis, ALL_VILLAGES, AS_OF)
            for village in ALL_VILLAGES:
                explained = explain(session, workspace_id, village, criteria, basis, AS_OF)
                assert evidence_of(session, workspace_id, village, YEAR, basis) == explained


@of_worlds
@given(world=WORLDS, criteria=RULES)
def test_the_facts_of_a_village_are_enough_to_assess_it(connected: Engine, world: World, criteria: Criteria) -> None:
    with Session(connected) as session:
        workspace_id = world.store(session)
        for village in ALL_VILLAGES:
            facts = facts_of(session, workspace_id, village)

            for basis in BASES:
                assert assess(facts, criteria, AS_OF, basis) == assess(world.seen_from(village), criteria, AS_OF, basis)


MONEY = """
    insert into household_money (submission_id, workspace_id, income, expense, debt, by_category)
    select submission_id, workspace_id, 100, 50, 0, '{"r": {"salary": 100}, "p": {"food": 50}, "d": {}}'
    from household_account
"""


@of_worlds
@given(world=WORLDS, criteria=RULES)
def test_finance_is_told_of_the_households_that_indicator_1_counts(
    connected: Engine, world: World, criteria: Criteria
) -> None:
    with Session(connected) as session:
        workspace_id = world.store(session)
        session.execute(text(MONEY))
        for basis in BASES:
            counted = count(session, workspace_id, criteria, basis, ALL_VILLAGES, AS_OF)
            accounts = counting_accounts(session, workspace_id, criteria, basis, ALL_VILLAGES, AS_OF)

            households = Counter(one.village_code for one in household_months(accounts))
            assert {one.village_code: one.counts.accounts for one in counted if one.counts.accounts} == households
