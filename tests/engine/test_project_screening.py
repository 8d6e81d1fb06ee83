"""A screening on a phone: five criteria, what follows from them, and the money that goes with it."""

import pytest

from tests.engine import AnswerRefused
from tests.engine.conftest import project_id

MILL, PIPES = project_id(3), project_id(4)
CRITERIA = ("c_strategy_link", "c_from_plan", "c_benefit", "c_value", "c_completeness")
PASSED = dict.fromkeys(CRITERIA, "pass")
SCREENING = {"project": MILL, "mission_group": "economy"} | PASSED


@pytest.fixture
def screening(open_form):
    return open_form("project_screening")


def test_only_projects_that_wait_for_it_can_be_screened(screening):
    assert list(screening.choices("project")) == [MILL, PIPES]


def test_the_request_is_shown(screening):
    screening.answer("project", MILL)

    assert "โรงสีชุมชน ขอ 120000 บาท" in screening.label("project_note")


def test_a_forwarded_project_gets_a_recommendation_and_a_rank(screening, projects):
    screening.fill(SCREENING | {"outcome": "forwarded", "budget_recommended": 110000, "priority_rank": 2})
    filled = screening.finalize()

    entity = filled.entity
    assert (entity["dataset"], entity["id"], entity["update"]) == ("projects", MILL, "1")
    assert (entity["baseVersion"], entity["trunkVersion"]) == ("1", "1")
    assert entity["branchId"] == projects.entities[MILL].branch
    assert [filled.answer(name) for name in ("suggested", "outcome", "budget_recommended", "priority_rank")] == [
        "forwarded",
        "forwarded",
        "110000",
        "2",
    ]
    assert filled.answer("meeting_date") == "2026-11-22"
    assert filled.instance_name == "โรงสีชุมชน forwarded"


@pytest.mark.parametrize("criterion", CRITERIA)
@pytest.mark.parametrize(("found", "suggested"), [("fix", "returned"), ("fail", "not_forwarded")])
def test_one_criterion_decides_what_is_suggested(screening, criterion, found, suggested):
    screening.fill(SCREENING | {criterion: found})

    assert screening.value("suggested") == suggested


def test_a_failure_weighs_more_than_a_correction(screening):
    screening.fill(SCREENING | {"c_benefit": "fix", "c_value": "fail"})

    assert screening.value("suggested") == "not_forwarded"


@pytest.mark.parametrize("found", ["fix", "fail"])
def test_nothing_is_forwarded_unless_all_five_pass(screening, found):
    screening.fill(SCREENING | {"c_completeness": found})

    with pytest.raises(AnswerRefused, match="outcome: constraint: ส่งต่อได้เมื่อผ่านครบ 5 ข้อ"):
        screening.answer("outcome", "forwarded")


def test_a_criterion_changed_after_the_decision_is_noticed_at_the_end(screening):
    screening.fill(SCREENING | {"outcome": "forwarded", "budget_recommended": 110000})
    screening.fill({"c_value": "fix", "comments": "ขอใบเสนอราคา"})

    with pytest.raises(AnswerRefused, match="outcome: constraint"):
        screening.finalize()


def test_what_goes_back_says_what_to_correct_and_carries_no_money(screening):
    screening.fill(SCREENING | {"outcome": "forwarded", "budget_recommended": 110000, "priority_rank": 1})
    screening.fill({"c_completeness": "fix", "outcome": "returned"})
    with pytest.raises(AnswerRefused, match="comments: required"):
        screening.finalize()

    filled = screening.fill({"comments": "ขอแบบแปลน"}).finalize()

    assert filled.answer("comments") == "ขอแบบแปลน"
    assert [filled.root.find(name) for name in ("budget_recommended", "priority_rank")] == [None, None]


def test_all_may_pass_and_the_project_still_go_back(screening):
    filled = screening.fill(SCREENING | {"outcome": "not_forwarded"}).finalize()

    assert (filled.answer("suggested"), filled.answer("outcome")) == ("forwarded", "not_forwarded")


@pytest.mark.parametrize("baht", [0, 120001])
def test_not_more_is_recommended_than_was_asked_for(screening, baht):
    screening.fill(SCREENING | {"outcome": "forwarded"})

    with pytest.raises(AnswerRefused, match="budget_recommended: constraint: มากกว่า 0 และไม่เกินที่ขอ"):
        screening.answer("budget_recommended", baht)


def test_forwarding_needs_a_recommendation(screening):
    screening.fill(SCREENING | {"outcome": "forwarded"})

    with pytest.raises(AnswerRefused, match="budget_recommended: required"):
        screening.finalize()
