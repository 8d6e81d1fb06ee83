"""A screening: five verdicts, what was decided, how much is recommended, by whom and when."""

import datetime as dt
from uuid import UUID

import pytest

from tests.domain.facts.conftest import RECEIVED_AT, TEAM

PROJECT = "8a000000-0000-4000-8000-000000000001"
CRITERIA = ("strategy_link", "from_plan", "benefit", "value", "completeness")


@pytest.fixture
def screen(read):
    return lambda **given: read("project_screening", **({"project": PROJECT} | given))


def screening_of(facts):
    (row,) = facts.rows["project_screening"]
    return row


def test_a_screening_that_forwards_recommends_an_amount(screen):
    facts = screen(comments="เห็นควรสนับสนุน")

    assert screening_of(facts) == {
        "project_id": UUID(PROJECT),
        "meeting_date": dt.date(2026, 11, 22),
        "mission_group": "economy",
        **dict.fromkeys(CRITERIA, "pass"),
        "comments": "เห็นควรสนับสนุน",
        "outcome": "forwarded",
        "budget_recommended": 8_000_000,
        "rank": 1,
        "actor_id": TEAM,
        "recorded_at": RECEIVED_AT,
    }
    assert (facts.village_code, facts.plan_year, facts.flags) == (None, None, {})


@pytest.mark.parametrize("outcome", ["returned", "not_forwarded"])
def test_what_is_not_forwarded_has_neither_amount_nor_rank(screen, outcome):
    row = screening_of(screen(outcome=outcome, c_value="fix", comments="ขอใบเสนอราคา"))

    assert (row["outcome"], row["value"]) == (outcome, "fix")
    assert (row["budget_recommended"], row["rank"]) == (None, None)  # though the phone sent some


@pytest.mark.parametrize("criterion", CRITERIA)
@pytest.mark.parametrize("verdict", ["fix", "fail"])
def test_forwarding_what_does_not_pass_is_kept_and_flagged(screen, criterion, verdict):
    facts = screen(**{f"c_{criterion}": verdict})

    assert (screening_of(facts)[criterion], screening_of(facts)["outcome"]) == (verdict, "forwarded")
    assert facts.flags == {"criteria_not_passed": {}}


@pytest.mark.parametrize(
    ("given", "flag"),
    [
        ({"project": "โรงสี"}, {"project_missing": {}}),
        ({"outcome": "maybe"}, {"answer_unusable": {"question": "/outcome"}}),
        ({"outcome": ""}, {"answer_unusable": {"question": "/outcome"}}),
        ({"c_benefit": "good"}, {"answer_unusable": {"question": "/criteria/c_benefit"}}),
        ({"c_benefit": None}, {"answer_unusable": {"question": "/criteria/c_benefit"}}),
    ],
)
def test_what_cannot_be_a_screening_is_flagged_and_no_fact(screen, given, flag):
    facts = screen(**given)

    assert (facts.rows, facts.flags) == ({}, flag)


@pytest.mark.parametrize("said", ["", "0", "-1", "แปดหมื่น"])
def test_forwarding_without_an_amount_is_flagged(screen, said):
    facts = screen(budget_recommended=said)

    assert screening_of(facts)["budget_recommended"] is None
    assert facts.flags == {"amount_unreadable": {"question": "/budget_recommended"}}


def test_satang_in_a_recommendation_are_kept_and_flagged(screen):
    facts = screen(budget_recommended="80000.25")

    assert screening_of(facts)["budget_recommended"] == 8_000_025
    assert facts.flags == {"amount_not_whole_baht": {"question": "/budget_recommended"}}


def test_a_rank_is_not_needed(screen):
    facts = screen(priority_rank="")

    assert (screening_of(facts)["rank"], facts.flags) == (None, {})


def test_a_meeting_dated_in_the_buddhist_era_has_no_date(screen):
    facts = screen(meeting_date="2569-11-22")

    assert screening_of(facts)["meeting_date"] is None
    assert facts.flags == {"be_year_in_date": {"question": "/meeting_date"}}


@pytest.mark.parametrize(("said", "kept"), [("", None), ("finance", None)])
def test_a_mission_group_nobody_knows_is_left_out(screen, said, kept):
    facts = screen(mission_group=said)

    assert screening_of(facts)["mission_group"] is kept
    assert bool(facts.flags) is bool(said)
