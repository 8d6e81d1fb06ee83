"""Which submissions a result rests on, which not, and what a review would change."""

from dataclasses import replace
from datetime import date

from server.domain.indicators.results import Evidence, NotCounted, WalkIns
from server.domain.indicators.village import assess, assess_both
from tests.domain.indicators.base_case import (
    AS_OF,
    BASE_CASE,
    CRITERIA,
    LATER,
    OTHER_VILLAGE,
    UP_TO_5,
    UP_TO_6,
    account,
    accounts,
    closing,
    forum,
    household,
    plan,
    village,
)


def official(facts, criteria=CRITERIA):
    return assess(facts, criteria, AS_OF, "official")


def test_every_account_of_a_counted_household_is_evidence() -> None:
    facts = village(accounts=(account(1), account(1, "-dec", period_start=date(2026, 12, 1))))

    first = official(facts).indicators[0]

    assert first.num == 1
    assert first.counted == (
        Evidence("uuid:account-1", household(1)),
        Evidence("uuid:account-1-dec", household(1)),
    )


def test_a_tick_of_a_duplicate_is_shown_as_it_was_ticked() -> None:
    facts = village(closings=(closing(10, "duplicate", into=1),), forums=(forum(1, 10),))

    second = official(facts).indicators[1]

    assert (second.num, second.den) == (1, 9)
    assert second.counted == (Evidence("uuid:forum-1", household(1)), Evidence("uuid:forum-1", household(10)))


def test_of_equal_forum_dates_the_later_is_the_best() -> None:
    facts = village(forums=(forum(*UP_TO_5), forum(4, 5, 6, 7, 8, suffix="2", forum_date=date(2027, 1, 15))))

    second = official(facts, replace(CRITERIA, ind2_mode="best_single")).indicators[1]

    assert {item.instance_id for item in second.counted} == {"uuid:forum-2"}
    assert {item.instance_id for item in second.not_counted} == {"uuid:forum-1"}


def test_walk_ins_are_numbers_of_the_forums_that_count() -> None:
    facts = village(
        forums=(
            forum(1, walk_ins=3),
            forum(2, suffix="2"),
            forum(3, suffix="3", walk_ins=2, state="rejected"),
            forum(4, suffix="4", walk_ins=1, forum_type="other"),
        )
    )

    assert official(facts).walk_ins == (WalkIns("uuid:forum-1", 3),)


def test_evidence_of_a_plan_is_judged_for_each_indicator_alone() -> None:
    facts = village(plans=(plan(), plan("2", received_at=LATER, lao_evidence=False)))

    result = official(facts)

    assert result.operative_plan == "uuid:plan-2"
    assert result.indicators[2].counted == ()
    assert result.indicators[2].not_counted == (
        NotCounted("uuid:plan-1", "", "superseded"),
        NotCounted("uuid:plan-2", "", "evidence_missing"),
    )
    assert result.indicators[3].counted == (Evidence("uuid:plan-2"),)
    assert result.indicators[3].not_counted == (NotCounted("uuid:plan-1", "", "superseded"),)


def test_an_indicator_that_is_not_claimed_is_counted_as_not_met() -> None:
    fourth = official(village(plans=(plan(written=False, written_evidence=False),))).indicators[3]

    assert (fourth.met, fourth.counted, fourth.not_counted) == (False, (Evidence("uuid:plan-1"),), ())


def test_forums_and_plans_of_another_village_are_not_this_villages_business() -> None:
    elsewhere = village(
        forums=(*BASE_CASE.forums, forum(8, 9, suffix="2", village_code=OTHER_VILLAGE)),
        plans=(*BASE_CASE.plans, plan("2", village_code=OTHER_VILLAGE, received_at=LATER, written=False)),
    )

    assert official(elsewhere) == official(BASE_CASE)


def test_approving_shows_the_grade_before_it_is_approved() -> None:
    waiting = village(accounts=(*accounts(*UP_TO_6), account(7, state="received")))

    approved = waiting.reviewed(["uuid:account-7"], "approved")

    assert official(waiting).grade == "B"
    assert official(approved).grade == "A"
    assert official(approved) == official(BASE_CASE)


def test_every_kind_of_submission_can_be_tried_in_another_state() -> None:
    facts = village(closings=(closing(10, "mistake"),))
    ids = [
        fact.instance_id
        for kind in (facts.registrations, facts.closings, facts.accounts, facts.forums, facts.plans)
        for fact in kind
    ]

    rejected = official(facts.reviewed(ids, "rejected"))

    assert (rejected.n_households, rejected.status) == (0, "no_households")


def test_the_gate_of_both_bases_rests_on_the_official_result() -> None:
    facts = village(plans=(plan(state="received"),))

    both = assess_both(facts, CRITERIA, AS_OF)

    assert (both.provisional.grade, both.official.grade, both.gate) == ("A", None, "unknown")
