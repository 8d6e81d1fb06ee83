"""The district's pages of the register: found, closed, merged, opened again, told apart, its consent withdrawn."""

import pytest
from sqlalchemy import select

from server.db.models import Entity, HouseholdClosing, NotTwice, Withdrawal
from tests.factories import make_household
from tests.fixtures.field import drain

VILLAGE = "/register/villages/50070503"


@pytest.fixture
def houses(field, session):
    """Houses 902, 910 and 910/2, and 902 once more, beside the ten of the village."""
    made = [make_household(session, house_no=no, head_name=f"นาย{no} ตัวอย่าง") for no in ("910", "902", "910/2", "902")]
    session.commit()
    return made


def at(household) -> str:
    return f"/register/{household.uuid}"


def now(session, household) -> dict:
    session.rollback()
    return session.scalar(select(Entity.data).filter_by(uuid=household.uuid))


def test_a_village_says_how_many_are_open_and_may_be_twice(officer, houses):
    row = next(row for row in officer.get("/register").rows() if " 14 " in row)

    assert row.split()[-5:] == ["14", "0", "1", "–", "–"]


def test_households_stand_in_the_order_of_their_house_numbers(officer, houses):
    assert [row.split()[0] for row in officer.get(f"{VILLAGE}?q=9").rows()][-4:] == ["902", "902", "910", "910/2"]


@pytest.mark.parametrize("q", ["910/2", "๙๑๐/๒", "นาย910/2"])
def test_a_household_is_found_by_house_number_or_name(officer, houses, q):
    assert [row.split()[0] for row in officer.get(f"{VILLAGE}?q={q}").rows()] == ["910/2"]


def test_a_household_is_closed_once_the_officer_is_sure(officer, houses, session):
    officer.get(at(houses[0]))
    page = officer.post(at(houses[0]) + "/close", reason="moved_out", exists_to="2026-01-02")

    assert (page.status, now(session, houses[0])["status"]) == (200, "active")

    assert officer.post(at(houses[0]) + "/close", sure="yes").status == 302
    assert now(session, houses[0])["status"] == "closed"
    assert len(officer.get(VILLAGE).rows()) == 13
    assert len(officer.get(f"{VILLAGE}?state=closed").rows()) == 1

    officer.get(at(houses[0]))
    officer.post(at(houses[0]) + "/reopen", sure="yes")
    assert now(session, houses[0])["status"] == "active"


@pytest.mark.parametrize("day", ["2569-01-02", "", "yesterday"])
def test_a_closing_needs_a_day_that_was(officer, houses, day):
    officer.get(at(houses[0]))
    page = officer.post(at(houses[0]) + "/close", reason="vacant", exists_to=day)

    assert (page.status, page.headers["X-Yudee-Problem"]) == (422, "closing-date-wrong")


def test_of_two_officers_the_second_is_told(officer, as_person, houses, session):
    second = as_person()
    second.get(at(houses[0]))
    officer.get(at(houses[0]))
    officer.post(at(houses[0]) + "/close", reason="mistake", sure="yes")

    assert second.post(at(houses[0]) + "/close", reason="mistake", sure="yes").status == 409


def test_what_looks_like_one_is_merged_or_told_apart(officer, houses, session):
    page = officer.get(f"{VILLAGE}/twice")
    closing = page.tree.xpath("//form[contains(@action, '/close')]/@action")[0]
    officer.post(closing)
    assert officer.post(closing, sure="yes").headers["Location"].startswith(f"{VILLAGE}/twice")
    assert session.scalars(select(HouseholdClosing.close_reason)).all() == ["duplicate"]
    assert not officer.get(f"{VILLAGE}/twice").tree.xpath("//form[contains(@action, '/close')]")


def test_two_that_were_told_apart_are_not_shown_again(officer, houses, session):
    officer.get(f"{VILLAGE}/twice")

    assert officer.post(f"{VILLAGE}/not-twice").status == 302
    assert not officer.follow().tree.xpath("//form[contains(@action, '/close')]")
    assert len(session.scalars(select(NotTwice)).all()) == 1


def test_a_withdrawn_consent_is_recorded_once_sure_and_taken_back(officer, houses, session):
    officer.get(at(houses[0]))
    officer.post(at(houses[0]) + "/withdraw", year="2570")
    assert session.scalars(select(Withdrawal)).all() == []

    assert officer.post(at(houses[0]) + "/withdraw", sure="yes").status == 302
    officer.follow()
    session.rollback()
    assert session.scalars(select(Withdrawal.plan_year)).all() == [2570]

    officer.post(at(houses[0]) + "/agree", year="2570")
    session.rollback()
    assert session.scalars(select(Withdrawal)).all() == []


def test_who_came_without_being_registered_is_listed_until_the_house_is(officer, phone, houses, session):
    came = [{"walk_house_no": "๙๙๙", "walk_name": "นางมา เอง"}, {"walk_house_no": "910", "walk_name": "นายรู้ จัก"}]
    assert phone.send(phone.fill("forum_attendance", has_walk_in="yes", walk_in=came)).status == 201
    drain()

    rows = officer.get(f"{VILLAGE}/missing").rows()
    assert (rows[0].split()[0], rows[1].split()[0]) == ("999", "910")

    make_household(session, house_no="999")
    session.commit()
    assert "1" not in next(row for row in officer.get("/register").rows() if " 15 " in row).split()[-2:]


def test_a_closing_of_a_team_waits_here_and_leads_to_its_form(officer, phone, houses):
    sent = phone.fill(
        "household_register",
        action="close",
        closing="",
        status="closed",
        household=str(houses[0].uuid),
        entity={"create": "0", "update": "1", "baseVersion": "1", "label": houses[0].label},
        close_reason="moved_out",
        exists_to="2026-01-02",
    )
    assert phone.send(sent).status == 201
    drain()

    links = officer.get(f"{VILLAGE}/missing").links()
    assert [link for link in links if link.startswith("/review/")]


def test_another_district_has_no_such_village_or_household(as_person, houses):
    elsewhere = as_person(area="5006")

    assert elsewhere.get(VILLAGE).status == 404
    assert elsewhere.get(at(houses[0])).status == 404
