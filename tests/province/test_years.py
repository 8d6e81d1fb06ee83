"""Pages of plan years: what is locked, by whom, what changed since, and the two buttons of the province."""

import pytest
from sqlalchemy import select, text

from server.db.models import Criteria, Event
from tests.fixtures.field import drain

YEAR = "/years/2570"


@pytest.fixture
def year(field):
    """Seven approved accounts, an approved forum with seven, and a plan that is not approved."""
    field.accounts(range(7), "approved")
    field.review(field.forum(range(7)))
    field.plan = field.send("community_plan")
    field.session.execute(
        text("insert into stale_village (workspace_id, village_code, plan_year) values (1, '50070503', 2570)")
    )
    field.session.commit()
    drain()
    return field


@pytest.fixture
def provincial(as_person):
    return as_person("province_officer", "50")


def lock(visitor):
    visitor.get(YEAR)
    visitor.post(f"{YEAR}/lock")
    return visitor.follow()


def approve_plan(year):
    year.review(year.plan)
    year.session.execute(
        text("insert into stale_village (workspace_id, village_code, plan_year) values (1, '50070503', 2570)")
    )
    year.session.commit()
    drain()


def test_an_open_year_shows_its_rules_and_the_province_may_lock_it(provincial, year):
    page = provincial.get(YEAR)

    assert "70%" in page.text and "1 ต.ค. 2568 – 30 ก.ย. 2570" in page.text
    assert page.tree.xpath("//form/@action")[-1] == f"{YEAR}/lock"


def test_locking_says_so_and_who_did_it(provincial, year):
    page = lock(provincial)

    assert page.status == 200
    assert "ล็อกปีนี้แล้ว" in page.text
    (line,) = provincial.get("/years").rows()
    assert line.startswith("2570 ล็อก") and "person" in line and line.endswith(" 0")


def test_what_changed_since_is_listed_figure_by_figure(provincial, year):
    lock(provincial)
    approve_plan(year)

    lines = provincial.get(YEAR).rows()

    assert [line.split(" 50070503 ")[1] for line in lines] == [
        "ระดับ ไม่มีแผน C ระดับต้องปรับปรุง",
        "3. อปท. ร่วมตั้งแต่ต้น ยังไม่ทราบ ไม่ผ่าน",
        "4. แผนเป็นลายลักษณ์อักษร ยังไม่ทราบ ไม่ผ่าน",
    ]
    assert provincial.get("/years").rows()[0].endswith(" 1")


def test_the_village_says_what_is_published_and_leads_to_what_changed(provincial, officer, year):
    lock(provincial)
    approve_plan(year)

    page = officer.get("/villages/50070503?year=2570")

    assert "ไม่มีแผน" in page.text
    assert "ผลที่เผยแพร่แล้วไม่เปลี่ยนแปลงอีก" in page.text
    assert f"{YEAR}?basis=official#changes" in page.links()
    assert "ยังไม่ได้รับอนุมัติ" in page.text  # of the plan, as it was on the day of the lock


def test_a_district_reads_and_cannot_lock(officer, year):
    page = officer.get(YEAR)

    assert page.tree.xpath(f'//form[@action="{YEAR}/lock"]') == []
    assert "กติกาของปี" in page.text


def test_unlocking_wants_a_reason(provincial, year, session):
    lock(provincial)
    provincial.get(YEAR)

    refused = provincial.post(f"{YEAR}/unlock", reason=" ")
    assert refused.status == 422
    assert "บอกเหตุผล" in refused.text
    provincial.post(f"{YEAR}/unlock", reason="บัญชีซ้ำ")

    assert "ปลดล็อกแล้ว" in provincial.follow().text
    assert session.get(Criteria, (1, 2570)).locked_on is None
    assert session.scalar(select(Event.details).where(Event.verb == "year.unlock"))["reason"] == "บัญชีซ้ำ"


def test_who_is_slower_is_told_what_happened(provincial, year, as_person):
    other = as_person("province_officer", "50")
    other.get(YEAR)
    lock(provincial)

    page = other.post(f"{YEAR}/lock")

    assert page.status == 409
    assert "ล็อกแล้ว จึงเปลี่ยนไม่ได้" in page.text


def test_a_year_that_is_not_open_is_no_page(provincial, year):
    assert provincial.get("/years/2600").status == 404
