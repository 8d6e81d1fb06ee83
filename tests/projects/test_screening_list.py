"""The working group's list: what waits in a year, saved row by row, faults at their row, a sheet to be printed."""

import pytest
from sqlalchemy import func, select, text

from server.db.models import ProjectScreening
from server.db.queries import screening_list
from server.domain.facts.screenings import CRITERIA
from tests.domain.projects.lives import TODAY, make_life

PASSED = dict.fromkeys(CRITERIA, "pass") | {"meeting_date": TODAY.isoformat()}
FORWARD = PASSED | {"outcome": "forwarded", "budget_recommended": "100,000", "rank": "๑"}


@pytest.fixture
def life(session):
    made = make_life(session)
    session.commit()
    return made


def saved(session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(ProjectScreening))


def test_a_row_is_saved_and_the_list_comes_back(as_person, life, session):
    district = as_person()
    district.get("/screening")

    answer = district.post(f"/projects/{life.id}/screen", **FORWARD)

    assert (answer.status, saved(session)) == (302, 1)
    assert answer.headers["Location"].startswith("/screening?")
    assert not district.follow().tree.xpath("//form[contains(@action, '/screen#')]")


def test_what_is_wrong_stands_at_its_row_with_what_was_typed(as_person, life, session):
    district = as_person()
    district.get("/screening")

    page = district.post(f"/projects/{life.id}/screen", **(FORWARD | {"budget_recommended": "much"}))

    assert (page.status, saved(session)) == (422, 0)
    (box,) = page.tree.xpath(f"//section[@id='p-{life.id}']//input[@name='budget_recommended']")
    assert (box.get("value"), box.get("aria-invalid")) == ("much", "true")


def test_a_screening_that_waits_or_was_rejected_is_none(as_person, life, session):
    life.screening_form(state="rejected")
    life.screening_form(state="received")
    session.execute(text("update project_screening set comments = 'ยังไม่ตัดสิน'"))
    session.commit()
    waits = as_person().get("/screening").text
    life.screening_form()
    session.execute(text("update project_screening set comments = 'ผ่านแล้ว' where comments is null"))
    session.commit()

    assert "ยังไม่ตัดสิน" not in waits
    assert session.scalar(select(func.count()).select_from(ProjectScreening)) == 3
    assert [row.comments for row in screening_list.listed(session, 1, "5007", 2570, start=0, most=9)] == ["ผ่านแล้ว"]


@pytest.mark.parametrize("role, area", [("province_officer", "50"), ("district_chief", "5007")])
def test_others_may_look(as_person, life, role, area):
    page = as_person(role, area).get("/screening")

    assert page.tree.xpath(f"//section[@id='p-{life.id}']")
    assert not page.tree.xpath("//form[contains(@action, '/screen#')]")


def test_the_sheet_has_a_box_for_each_criterion(as_person, life):
    (row,) = as_person().get("/screening/sheet").rows()

    assert row.count("☐") >= len(CRITERIA)
