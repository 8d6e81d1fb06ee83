"""A progress report on a phone: what it updates, when photos and reasons are asked, how far from the site."""

import pytest

from tests.engine import AnswerRefused

WEIR = "8a000000-0000-4000-8000-000000000001"
YARD = "8a000000-0000-4000-8000-000000000002"
REPORT = {
    "project": WEIR,
    "milestone": "working",
    "percent_physical": 55,
    "disbursed_total": 60000,
    "problems": ["none"],
}


@pytest.fixture
def report(open_form):
    return open_form("project_progress")


def test_only_projects_under_way_can_be_reported_on(report):
    assert list(report.choices("project")) == [WEIR, YARD]


def test_a_report_updates_its_project(report, projects):
    filled = report.fill(REPORT | {"photo_1": "1763778600001.jpg"}).finalize()

    entity = filled.entity
    assert (entity["dataset"], entity["id"], entity["update"]) == ("projects", WEIR, "1")
    assert (entity["baseVersion"], entity["trunkVersion"]) == ("4", "4")
    assert entity["branchId"] == projects.entities[WEIR].branch
    assert "create" not in entity
    assert filled.answer("photo_group_1/photo_1_stage") == "during"
    assert filled.files == ("1763778600001.jpg",)


def test_the_report_before_is_shown(report):
    report.fill({"project": WEIR})

    assert "40" in report.label("percent_physical")
    assert "60000 จาก 150000" in report.label("disbursed_total")


@pytest.mark.parametrize(
    ("percent", "milestone", "required"),
    [(0, "not_started", False), (0, "preparing", False), (0, "working", True), (1, "suspended", True)],
)
def test_a_photo_is_needed_once_there_is_work_to_show(report, percent, milestone, required):
    report.fill({"project": YARD, "percent_physical": percent, "milestone": milestone})

    assert report.is_required("photo_1") is required


def test_the_stage_of_a_photo_is_sent_only_with_the_photo(report):
    report.fill({"project": YARD, "percent_physical": 0, "milestone": "preparing", "disbursed_total": 0})
    filled = report.fill({"problems": ["none"]}).finalize()

    assert filled.root.find("photo_group_1/photo_1_stage") is None


def test_going_back_needs_a_reason(report):
    report.fill(REPORT | {"percent_physical": 30, "photo_1": "1.jpg"})

    with pytest.raises(AnswerRefused, match="decrease_reason: required"):
        report.finalize()


def test_more_money_needs_the_consent_of_the_district_chief(report):
    report.fill(REPORT | {"disbursed_total": "75000.50", "photo_1": "1.jpg"})

    with pytest.raises(AnswerRefused, match="consent_ref: required"):
        report.finalize()
    assert report.fill({"consent_ref": "ชม 0418/55"}).finalize().answer("money/disbursed_total") == "75000.5"


def test_not_more_than_the_approved_budget_is_spent(report):
    report.answer("project", WEIR)

    with pytest.raises(AnswerRefused, match="disbursed_total: constraint: ต้องไม่เกินงบประมาณที่อนุมัติ"):
        report.answer("disbursed_total", 150001)


@pytest.mark.parametrize(("latitude", "is_far"), [(19.304, False), (19.31, True)])
def test_a_position_far_from_the_site_is_remarked_on(report, latitude, is_far):
    report.fill(REPORT | {"photo_1": "1.jpg", "site_gps": (latitude, 98.9, 310, 4)})

    assert report.is_asked("far_note") is is_far
    distance_m = float(report.finalize().answer("site_distance_m"))
    assert distance_m == pytest.approx((latitude - 19.3) * 111_195, rel=0.01)


def test_none_is_not_combined_with_a_problem(report):
    with pytest.raises(AnswerRefused, match="problems: constraint"):
        report.answer("problems", ["none", "weather"])
