"""The community plan on a phone: what proves it, and the part of the LAO."""

from datetime import date

import pytest

from tests.engine import AnswerRefused

PLAN = {
    "village_code": "50040501",
    "has_written_plan": "yes",
    "plan_date": date(2026, 11, 1),
    "lao_name": "อบต.แม่นะ",
    "lao_stages": ["collect", "adopt"],
    "lao_first_date": date(2026, 8, 9),
    "accounts_used_n": 80,
    "households_stated_n": 110,
}


@pytest.fixture
def plan(open_form):
    return open_form("community_plan").fill(PLAN)


def test_a_plan_with_its_document_claims_the_fourth_indicator_only(plan):
    filled = plan.fill({"plan_file": "แผนชุมชน 2570.pdf"}).finalize()

    assert (filled.answer("ind3_claim"), filled.answer("ind4_claim")) == ("0", "1")
    assert filled.files == ("แผนชุมชน 2570.pdf",)
    assert filled.instance_name == "ม.1 บ้านแม่นะ 2570"


def test_a_written_plan_needs_a_document_or_a_photo(plan):
    assert plan.is_required("plan_photo_1")
    with pytest.raises(AnswerRefused, match="plan_photo_1: required"):
        plan.finalize()

    plan.answer("plan_file", "plan.docx")
    assert not plan.is_required("plan_photo_1")


def test_an_lao_that_joined_from_the_start_is_proven_by_a_photo(plan):
    plan.fill({"plan_photo_1": "1.jpg", "lao_stages": ["prepare", "collect"]})
    with pytest.raises(AnswerRefused, match="lao_evidence_photo: required"):
        plan.finalize()

    filled = plan.fill({"lao_evidence_photo": "2.jpg"}).finalize()

    assert filled.answer("ind3_claim") == "1"
    assert filled.files == ("1.jpg", "2.jpg")


def test_none_is_not_combined_with_a_step(plan):
    with pytest.raises(AnswerRefused, match="lao_stages: constraint: เลือก ไม่ได้ร่วม อย่างเดียว"):
        plan.answer("lao_stages", ["none", "draft"])

    plan.answer("lao_stages", ["none"])
    assert not plan.is_asked("lao_first_date")


def test_no_more_accounts_are_used_than_there_are_households(plan):
    with pytest.raises(AnswerRefused, match="households_stated_n: constraint"):
        plan.answer("households_stated_n", 79)


def test_without_a_written_plan_nothing_about_it_is_sent(plan):
    filled = plan.fill({"has_written_plan": "no"}).finalize()

    assert filled.answer("ind4_claim") == "0"
    assert [filled.root.find(path) for path in ("written/plan_date", "plan_file", "plan_photo_1")] == [None] * 3
