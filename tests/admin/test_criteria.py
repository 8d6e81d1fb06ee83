"""The rules of all plan years beside each other, and opening the coming one."""

import pytest
from sqlalchemy import select

from server.db.models import Criteria, Event
from tests.factories import make_village, make_year


@pytest.fixture(autouse=True)
def years(session):
    make_village(session)
    make_year(session, 2569, threshold=60)
    make_year(session, 2570)
    session.commit()


def test_an_administrator_reads_the_rules_and_opens_nothing(as_person):
    admin = as_person("admin", "50")
    page = admin.get("/admin/criteria")

    assert "70 60" in page.rows()[1]
    assert page.tree.xpath('//form[@action="/admin/criteria"]') == []
    assert not any("/years/" in link for link in page.links())


def test_a_province_officer_opens_the_coming_year_once(as_person, session):
    officer = as_person("province_officer", "50")
    assert "/years/2570#rules" in officer.get("/admin/criteria").links()
    officer.post("/admin/criteria")
    assert "เปิดปีให้เก็บข้อมูลแล้ว" in officer.follow().text
    officer.post("/admin/criteria", plan_year="2571")
    assert "เปิดอยู่แล้ว" in officer.follow().text

    assert session.scalars(select(Criteria.plan_year).order_by(Criteria.plan_year)).all() == [2569, 2570, 2571]
    event = session.scalars(select(Event).where(Event.verb == "year.open")).one()
    assert (event.subject_id, event.actor_id) == ("2571", officer.actor_id)


@pytest.mark.parametrize("year", ["2580", "2028", "", "x", "-1"])
def test_no_other_year_is_opened(as_person, session, year):
    officer = as_person("province_officer", "50")
    officer.get("/admin/criteria")
    page = officer.post("/admin/criteria", plan_year=year)

    assert page.status == 422
    assert len(session.scalars(select(Criteria.plan_year)).all()) == 2


def test_the_page_of_years_leads_there_for_whoever_sets_rules(as_person):
    assert "/admin/criteria" in as_person("province_officer", "50").get("/years").links()
    assert "/admin/criteria" not in as_person("district_officer", "5007").get("/years").links()
