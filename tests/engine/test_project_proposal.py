"""A proposal on a phone: the project it makes, what the gate says about it, and what a kind or a unit asks for."""

from datetime import date
from uuid import UUID

import pytest

from tests.engine import AnswerRefused
from tests.engine.entity_list import EntityList
from tests.forms.converted import xform_text

PROPOSAL = {
    "village_code": "50040501",
    "project_title": "โรงสีข้าวชุมชน",
    "programme": "1",
    "impl_unit": "village",
    "objectives": "ลดค่าสีข้าว",
    "activities": "สร้างโรงเรือนและติดตั้งเครื่องสี",
    "work_mode": "self",
    "budget_requested": 120000,
    "budget_detail": "เครื่องสี 90,000 โรงเรือน 30,000",
    "beneficiary_households": 64,
    "planned_start": date(2026, 12, 1),
    "planned_end": date(2027, 3, 31),
    "site": (19.3, 98.9, 410, 5),
    "from_plan": "yes",
    "plan_ref": "หน้า 12 ลำดับ 3",
    "resolution_date": date(2026, 11, 15),
    "votes_total": 15,
    "votes_for": 12,
    "resolution_photo": "1763778600001.jpg",
}


@pytest.fixture
def proposal(open_form):
    return open_form("project_proposal")


def test_a_proposal_makes_a_project_under_a_fresh_id(proposal):
    filled = proposal.fill(PROPOSAL).finalize()

    entity = filled.entity
    assert (entity["dataset"], entity["create"], "update" in entity) == ("projects", "1", False)
    assert UUID(entity["id"]).version == 4
    assert entity["label"] == "โรงสีข้าวชุมชน - ม.1 บ้านแม่นะ"
    assert filled.instance_name == "ม.1 บ้านแม่นะ โรงสีข้าวชุมชน"
    assert filled.files == ("1763778600001.jpg",)


def test_the_project_is_in_the_phones_own_list_at_once_as_proposed(proposal):
    filled, kept = proposal.fill(PROPOSAL).finalize(), EntityList("projects")
    kept.finalized(xform_text("project_proposal"), filled)

    assert kept.entities[filled.entity["id"]].properties == {
        "amphoe_code": "5004",
        "tambon_code": "500405",
        "village_code": "50040501",
        "fiscal_year": "2570",
        "proposal_kind": "project",
        "project_title": "โรงสีข้าวชุมชน",
        "programme": "1",
        "impl_unit": "village",
        "budget_requested": "120000",
        "planned_start": "2026-12-01",
        "planned_end": "2027-03-31",
        "geometry": "19.3 98.9 410.0 5.0",
        "stage": "proposed",
    }


def test_an_edit_of_a_sent_proposal_is_about_the_same_project(engine, media, proposal):
    sent = proposal.fill(PROPOSAL).finalize()

    edited = engine.edit(xform_text("project_proposal"), sent, media).fill({"budget_requested": 99000}).finalize()

    assert edited.deprecated_id == sent.instance_id
    assert edited.entity["id"] == sent.entity["id"]
    assert [one.answer("proposed_stage") for one in (sent, edited)] == ["proposed", "proposed"]


@pytest.mark.parametrize(
    ("village", "year", "gate"),
    [
        ("50040501", 2570, "propose"),
        ("50040501", 2571, "unknown"),
        ("50040502", 2571, "make_plan"),
        ("50040502", 2570, "unknown"),
        ("50040503", 2570, "unknown"),
    ],
)
def test_the_gate_is_that_of_the_fiscal_year_or_not_known(proposal, village, year, gate):
    proposal.fill({"village_code": village, "fiscal_year": year})

    assert proposal.value("gate") == gate
    assert proposal.is_asked("gate_note_make") is (gate == "make_plan")
    assert proposal.is_asked("gate_note_unknown") is (gate == "unknown")


@pytest.mark.parametrize(("day", "year"), [((2026, 9, 30), "2569"), ((2026, 10, 1), "2570"), ((2027, 1, 1), "2570")])
def test_the_fiscal_year_is_that_of_today_until_it_is_changed(open_form, day, year):
    assert open_form("project_proposal", *day).value("fiscal_year") == year


def test_the_making_of_a_plan_belongs_to_no_programme(proposal):
    filled = proposal.fill(PROPOSAL).fill({"proposal_kind": "plan_making"}).finalize()

    assert filled.root.find("what/programme") is None


@pytest.mark.parametrize(("unit", "is_asked"), [("village", False), ("joint", True), ("agency", True)])
def test_an_agency_is_named_where_one_takes_part(proposal, unit, is_asked):
    proposal.fill(PROPOSAL | {"impl_unit": unit})

    assert proposal.is_asked("agency_name") is is_asked
    if is_asked:
        with pytest.raises(AnswerRefused, match="agency_name: required"):
            proposal.finalize()


def test_a_project_outside_the_plan_names_no_page_of_it(proposal):
    filled = proposal.fill(PROPOSAL).fill({"from_plan": "no"}).finalize()

    assert filled.root.find("basis/plan_ref") is None


def test_contributions_are_nought_unless_somebody_says_more(proposal):
    filled = proposal.fill(PROPOSAL).finalize()

    assert [filled.answer(f"money/contribution_{by}") for by in ("village", "lao")] == ["0", "0"]


@pytest.mark.parametrize("question", ["site", "resolution_photo", "budget_requested", "votes_for", "planned_end"])
def test_without_these_there_is_no_proposal(proposal, question):
    proposal.fill({name: answer for name, answer in PROPOSAL.items() if name != question})

    with pytest.raises(AnswerRefused, match=f"{question}: required"):
        proposal.finalize()


@pytest.mark.parametrize(
    ("question", "answer", "why"),
    [
        ("budget_requested", 0, "constraint: ใส่จำนวนเต็มบาท มากกว่า 0"),
        ("budget_requested", -5, "constraint: ใส่จำนวนเต็มบาท มากกว่า 0"),
        ("budget_requested", "1000.50", "wrong-type"),
        ("contribution_village", -1, "constraint: ใส่จำนวนเต็มบาท ไม่ติดลบ"),
        ("fiscal_year", 2027, "constraint: ใส่ปี พ.ศ. สี่หลัก"),
        ("planned_end", date(2026, 12, 1), "constraint: ต้องหลังวันเริ่ม"),
        ("resolution_date", date(2026, 11, 23), "constraint: ต้องไม่เป็นวันในอนาคต"),
        ("votes_for", 16, "constraint: ต้องไม่เกินผู้เข้าประชุม"),
        ("project_title", "ก" * 201, "constraint: ยาวเกินไป"),
    ],
)
def test_what_cannot_be_is_refused_on_the_phone(proposal, question, answer, why):
    proposal.fill(PROPOSAL)

    with pytest.raises(AnswerRefused, match=f"{question}: {why}"):
        proposal.answer(question, answer)
