"""A village's page: both results, what is missing, and why."""

import pytest
from sqlalchemy import text

from tests.factories import make_household
from tests.fixtures.field import drain, photo
from tests.review.test_inbox import queries_of

VILLAGE = "/villages/50070503?year=2570"


@pytest.fixture
def year(field):
    """Seven accounts (six approved), an approved forum with six and a walk-in, a plan with its files, not approved."""
    field.accounts(range(6), "approved")
    field.account(6)
    field.review(field.forum(range(6), has_walk_in="yes", walk_in=[{"walk_house_no": "77", "walk_name": "นายมาเอง"}]))
    files = {"plan_photo_1": photo("cover"), "lao_evidence_photo": photo("letter")}
    field.plan = field.send("community_plan", lao_stages="prepare", files=files)
    field.session.execute(
        text("insert into stale_village (workspace_id, village_code, plan_year) values (1, '50070503', 2570)")
    )
    field.session.commit()
    drain()
    return field


def indicators(page) -> list[list[str]]:
    """[what it is, official, provisional] of the four indicators."""
    rows = page.tree.xpath('//table[contains(@class, "indicators")]/tbody/tr')
    return [[" ".join(" ".join(cell.itertext()).split()) for cell in row] for row in rows]


def test_both_results_stand_beside_each_other_and_are_named(officer, year):
    page = officer.get(VILLAGE)

    official, provisional = (
        " ".join(card.text_content().split()) for card in page.tree.xpath('//div[contains(@class, "basis-card")]')
    )
    assert official.startswith("ทางการ กำลังเก็บข้อมูล")
    assert provisional.startswith("เบื้องต้น B ระดับปานกลาง ผ่าน 3 จาก 4 ตัวชี้วัด")


def test_every_indicator_says_what_it_counts_and_what_is_missing(officer, year):
    first, second, third, fourth = indicators(officer.get(VILLAGE))

    assert first[1:] == ["ไม่ผ่าน 6 / 10 60.00% ขาดอีก 1 ครัวเรือน (เกณฑ์ 7)", "ผ่าน 7 / 10 70.00% เกณฑ์ 7 ครัวเรือน"]
    assert second[2] == "ไม่ผ่าน 6 / 10 60.00% ขาดอีก 1 ครัวเรือน (เกณฑ์ 7)"
    assert third[1:] == ["ยังไม่ทราบ", "ผ่าน"]
    assert fourth[1:] == ["ยังไม่ทราบ", "ผ่าน"]


def test_the_reasons_lead_to_the_submissions(officer, year):
    page = officer.get(VILLAGE)

    (why,) = page.tree.xpath('//section[@id="why-1"]')
    assert "ยังไม่ได้รับอนุมัติ" in why.text_content()
    assert why.xpath(".//li/a/text()")[-1] == "7 นายสมมุติ ตัวอย่าง"
    assert officer.get(why.xpath(".//li/a/@href")[-1]).status == 200


def test_walk_ins_are_told_by_their_number(officer, year):
    (why,) = officer.get(VILLAGE).tree.xpath('//section[@id="why-2"]')

    assert "ไม่อยู่ในทะเบียน" in why.text_content()
    assert "(1 ครัวเรือน)" in why.text_content()


def test_the_provisional_reasons_are_asked_for_in_the_address(officer, year):
    (why,) = officer.get(f"{VILLAGE}&basis=provisional").tree.xpath('//section[@id="why-1"]')

    assert "ยังไม่ได้รับอนุมัติ" not in why.text_content()


@pytest.mark.parametrize(("role", "area"), [("district_chief", "5007"), ("province_officer", "50")])
def test_who_may_not_see_households_gets_the_number_per_reason(as_person, year, role, area):
    page = as_person(role, area).get(VILLAGE)

    (why,) = page.tree.xpath('//section[@id="why-1"]')
    assert "ยังไม่ได้รับอนุมัติ" in why.text_content()
    assert why.xpath(".//a") == []
    assert "นายสมมุติ" not in page.text


def test_the_province_may_open_the_plan(as_person, year):
    page = as_person("province_officer", "50").get(f"{VILLAGE}&basis=provisional")

    assert page.tree.xpath('//section[@id="why-4"]//li/a/@href') == [f"/review/{year.plan}"]


def test_changes_of_the_grade_are_listed_with_their_cause(officer, year):
    rows = officer.get(VILLAGE).rows()

    graded = next(row for row in rows if "B ระดับปานกลาง" in row)
    assert "เบื้องต้น" in graded
    assert "แผนชุมชน" in graded


def test_a_village_nothing_is_known_of_says_so(officer, field):
    page = officer.get(VILLAGE)

    assert page.status == 200
    assert page.text.count("ยังไม่มีข้อมูลของตัวชี้วัดนี้") == 4


def test_a_year_that_is_not_open_is_no_page(officer, field):
    assert officer.get("/villages/50070503?year=2600").status == 404


def test_without_a_year_the_latest_there_is_is_shown(officer, field):
    assert "ปีแผน 2570" in officer.get("/villages/50070503").text


def test_more_evidence_takes_no_more_queries(officer, year, connected):
    few = queries_of(connected, lambda: officer.get(VILLAGE))
    for number in range(7, 10):
        year.account(number)
    year.households.append(make_household(year.session).uuid)
    year.session.commit()
    year.account(10)

    assert queries_of(connected, lambda: officer.get(VILLAGE)) == few
