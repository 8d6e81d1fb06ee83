"""An evaluation: four scores of a finished project, and whether others should learn of it."""

import datetime as dt
from uuid import UUID

import pytest

PROJECT = "8a000000-0000-4000-8000-000000000001"


@pytest.fixture
def evaluate(read):
    return lambda **given: read("project_evaluation", **({"project": PROJECT} | given))


def evaluation_of(facts):
    (row,) = facts.rows["project_evaluation"]
    return row


def test_an_evaluation_has_four_scores(evaluate):
    facts = evaluate(best_practice="yes", highlights="ชุมชนดูแลกันเอง")

    assert evaluation_of(facts) == {
        "project_id": UUID(PROJECT),
        "eval_date": dt.date(2026, 11, 22),
        "be_year": False,
        "effectiveness": 4,
        "quality": 5,
        "efficiency": 3,
        "organisation": 3,
        "objectives_met": "full",
        "actual_households": 38,
        "continues": True,
        "best_practice": True,
    }
    assert (facts.village_code, facts.plan_year, facts.flags) == (None, None, {})


@pytest.mark.parametrize(
    ("given", "flag"),
    [
        ({"project": ""}, {"project_missing": {}}),
        ({"s_quality": "6"}, {"answer_unusable": {"question": "/scores/s_quality"}}),
        ({"s_quality": "0"}, {"answer_unusable": {"question": "/scores/s_quality"}}),
        ({"s_organisation": None}, {"answer_unusable": {"question": "/scores/s_organisation"}}),
    ],
)
def test_what_cannot_be_an_evaluation_is_flagged_and_no_fact(evaluate, given, flag):
    facts = evaluate(**given)

    assert (facts.rows, facts.flags) == ({}, flag)


def test_an_evaluation_dated_in_the_buddhist_era_is_kept_without_its_date(evaluate):
    facts = evaluate(eval_date="2569-11-22")

    assert (evaluation_of(facts)["eval_date"], evaluation_of(facts)["be_year"]) == (None, True)
    assert facts.flags == {"be_year_in_date": {"question": "/eval_date"}}


def test_a_number_of_households_that_cannot_be_is_flagged(evaluate):
    facts = evaluate(actual_households="-3")

    assert evaluation_of(facts)["actual_households"] is None
    assert facts.flags == {"number_unreadable": {"question": "/actual_households"}}


@pytest.mark.parametrize("said", ["no", "", "maybe"])
def test_only_a_yes_is_a_best_practice(evaluate, said):
    assert evaluation_of(evaluate(best_practice=said))["best_practice"] is False
