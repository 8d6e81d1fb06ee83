"""What must hold for any village, whatever is sent in whatever order."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from server.domain.indicators.facts import VillageFacts
from server.domain.indicators.households import cycles, resolve
from server.domain.indicators.shares import share
from server.domain.indicators.village import assess
from tests.domain.indicators.base_case import (
    AS_OF,
    CRITERIA,
    OTHER_VILLAGE,
    RECEIVED_AT,
    VILLAGE,
    account,
    closing,
    forum,
    household,
    plan,
    registration,
    village,
)

NUMBERS = st.integers(1, 9)
STATES = st.sampled_from(["received", "edited", "has_issues", "approved", "rejected"])
DAYS = st.sampled_from([date(2025, 9, 30), date(2026, 11, 1), date(2026, 12, 10), date(2027, 1, 15), date(2569, 11, 1)])
MINUTES = st.integers(0, 3).map(lambda minutes: RECEIVED_AT + timedelta(minutes=minutes))
REASONS = st.sampled_from(["moved_out", "vacant", "merged", "duplicate", "mistake"])
VILLAGES = st.sampled_from([VILLAGE, VILLAGE, VILLAGE, OTHER_VILLAGE])
COMMON = {"state": STATES, "received_at": MINUTES, "outside_area": st.sampled_from([False, False, False, True])}


def varied(build, *positional, **varying):
    """Facts that `build` makes, with these fields varying; ids are given afterwards so that they are unique."""
    return st.builds(build, *positional, **COMMON, **varying)


def unique(facts, prefix: str) -> tuple:
    return tuple(replace(fact, instance_id=f"uuid:{prefix}-{number}") for number, fact in enumerate(facts))


ACCOUNTS = st.lists(
    varied(account, NUMBERS, consent=st.booleans(), period_start=DAYS, months=st.integers(1, 3)), max_size=8
)
CLOSINGS = st.lists(varied(closing, NUMBERS, REASONS, st.none() | DAYS, into=st.integers(0, 9)), max_size=6)
FORUMS = st.lists(
    st.builds(
        lambda ticks, **changes: forum(*ticks, **changes),
        st.sets(NUMBERS),
        forum_date=DAYS,
        forum_type=st.sampled_from(["plan", "plan", "other"]),
        **COMMON,
    ),
    max_size=3,
)
PLANS = st.lists(
    varied(plan, plan_date=st.none() | DAYS, written=st.booleans(), lao_evidence=st.booleans()), max_size=3
)
REGISTRATIONS = st.lists(
    varied(registration, NUMBERS, exists_from=st.none() | DAYS, village_code=VILLAGES),
    max_size=9,
    unique_by=lambda one: one.household,
)
FACTS = st.builds(
    lambda registrations, closings, accounts, forums, plans: village(
        registrations=unique(registrations, "registration"),
        closings=unique(closings, "closing"),
        accounts=unique(accounts, "account"),
        forums=unique(forums, "forum"),
        plans=unique(plans, "plan"),
    ),
    REGISTRATIONS,
    CLOSINGS,
    ACCOUNTS,
    FORUMS,
    PLANS,
)
BASIS = st.sampled_from(["official", "provisional"])
RULES = st.builds(
    lambda mode, months, locked_on: replace(CRITERIA, ind2_mode=mode, min_account_months=months, locked_on=locked_on),
    st.sampled_from(["union", "best_single"]),
    st.integers(1, 2),
    st.none() | st.just(AS_OF),
)
MERGERS = st.dictionaries(st.integers(0, 9).map(str), st.integers(0, 9).map(str))


def shuffled(facts: VillageFacts, seed: int) -> VillageFacts:
    order = random.Random(seed)
    drawn = {kind: list(getattr(facts, kind)) for kind in ("registrations", "closings", "accounts", "forums", "plans")}
    for kind in drawn.values():
        order.shuffle(kind)
    return replace(facts, **{name: tuple(kind) for name, kind in drawn.items()})


@given(FACTS, RULES, BASIS, st.integers(0, 99))
def test_the_order_of_the_facts_never_matters(facts, criteria, basis, seed) -> None:
    assert assess(shuffled(facts, seed), criteria, AS_OF, basis) == assess(facts, criteria, AS_OF, basis)


@given(FACTS, RULES, BASIS)
def test_numerators_never_exceed_the_households(facts, criteria, basis) -> None:
    result = assess(facts, criteria, AS_OF, basis)

    for indicator in result.indicators[:2]:
        assert 0 <= indicator.num <= indicator.den == result.n_households


@given(FACTS, RULES, BASIS)
def test_every_submission_counts_or_has_one_reason(facts, criteria, basis) -> None:
    for indicator in assess(facts, criteria, AS_OF, basis).indicators:
        counted = [(item.instance_id, item.household) for item in indicator.counted]
        not_counted = [(item.instance_id, item.household) for item in indicator.not_counted]
        assert len({*counted, *not_counted}) == len(counted) + len(not_counted)


@given(FACTS, RULES, BASIS, NUMBERS)
def test_one_more_account_that_counts_never_lowers_the_numerator(facts, criteria, basis, number) -> None:
    more = replace(facts, accounts=(*facts.accounts, account(number, "-more")))

    before, after = assess(facts, criteria, AS_OF, basis), assess(more, criteria, AS_OF, basis)

    assert after.indicators[0].num >= before.indicators[0].num
    assert after.households == before.households


@given(ACCOUNTS)
def test_with_the_same_register_provisional_counts_at_least_what_official_counts(drawn) -> None:
    facts = village(accounts=unique(drawn, "account"))

    official = assess(facts, CRITERIA, AS_OF, "official").indicators[0]
    provisional = assess(facts, CRITERIA, AS_OF, "provisional").indicators[0]

    assert provisional.den == official.den
    assert provisional.num >= official.num


@given(FACTS, RULES, BASIS)
def test_there_is_a_grade_exactly_when_there_is_a_plan_and_a_household(facts, criteria, basis) -> None:
    result = assess(facts, criteria, AS_OF, basis)

    assert (result.grade is not None) == (result.operative_plan is not None and result.n_households > 0)
    assert (result.grade is not None) == (result.status == "graded")


@given(st.integers(1, 10_000), st.integers(0, 10_000), st.integers(1, 100))
def test_a_share_is_met_exactly_at_its_threshold_and_never_shown_above_it_before(den, num, threshold) -> None:
    num = min(num, den)

    result = share(num, den, threshold=threshold)

    assert result.met == (num * 100 >= den * threshold) == (num >= result.needed) == (result.missing == 0)
    assert result.met == (result.percent_shown >= threshold)
    assert Decimal(0) <= result.percent_shown * den <= Decimal(num * 100)


@given(MERGERS)
def test_resolving_ends_for_any_mergers_and_resolving_again_changes_nothing(steps) -> None:
    for start in steps:
        end = resolve(start, steps)

        assert resolve(end, steps) == end
        assert end not in steps or end in {cycle[0] for cycle in cycles(steps)}


@given(MERGERS)
def test_all_of_a_circle_resolve_to_the_same_household(steps) -> None:
    for cycle in cycles(steps):
        assert {resolve(member, steps) for member in cycle} == {min(cycle)}


@given(FACTS, BASIS)
def test_a_household_that_counts_stands_for_itself(facts, basis) -> None:
    result = assess(facts, CRITERIA, AS_OF, basis)

    registered = {one.household for one in facts.registrations if one.village_code == VILLAGE}
    assert set(result.households) <= registered
    assert household(99) not in result.households
