"""A village's year on one page for its forum."""

import re

import pytest
from lxml import html
from sqlalchemy import update

from server.db.models import Criteria, Project, Village
from server.db.session import transaction
from server.domain import publishing
from server.domain.indicators.reasons import REASON_BY_CODE
from server.exports import paper, village_sheet
from tests.api.results import store_result
from tests.domain.money import NOW, make_account, make_accounts
from tests.factories import make_project, make_village, make_year

SHEET = "/villages/50070503/sheet"


@pytest.fixture
def village(session):
    make_year(session)
    met = (True, False, True, True)
    store_result(session, "50070503", grade="B", counted=(80, 61), met=met)
    make_village(session, "50070504")
    make_project(session, title="ศาลา <b>กลางบ้าน</b>", budget_approved=4_500_000, transferred=2_000_000)
    make_accounts(session, "50070503", 12)
    make_accounts(session, "50070504", 3)
    session.commit()
    with transaction() as owner:
        publishing.publish(owner, 1, 2570, now=NOW)
    return session


def test_the_sheet_tells_grade_why_projects_and_money(officer, village):
    page = officer.get(SHEET)

    assert page.tree.xpath('string(//*[@class="grade-large"]/b)') == "B"
    assert "จะได้ระดับ A ยังขาด: การเข้าร่วมเวที (9 ครัวเรือน)" in page.text
    rows = page.rows()
    assert rows[1].startswith("2. ") and "61 / 100 70 61.00%" in rows[1] and "ขาดอีก 9 ครัวเรือน" in rows[1]
    assert any(row.startswith("ศาลา <b>กลางบ้าน</b>") and "45,000" in row for row in rows)
    assert "อนุมัติ 1 โครงการ 45,000 บาท โอนแล้ว 20,000 บาท" in page.text


def test_finance_is_on_it_by_the_rule_of_ten_and_for_those_who_may_print_it(officer, as_person, village):
    assert "มัธยฐานของ 12 ครัวเรือน" in officer.get(SHEET).text
    small = officer.get("/villages/50070504/sheet").text
    assert "ยังไม่ถึง 10 ครัวเรือน" in small and "มัธยฐาน" not in small
    for role, area in (("province_officer", "50"), ("district_chief", "5007"), ("evaluation_committee", "50")):
        other = as_person(role, area).get(SHEET)
        assert (other.status, "การเงินครัวเรือน" in other.text) == (200, False)


def test_it_does_not_tell_the_village_that_a_household_did_not_agree(officer, village):
    make_account(village, "50070503", consent=False)
    make_account(village, "50070503", state="rejected")
    village.commit()
    page = officer.get(SHEET)

    assert REASON_BY_CODE["no_consent"].text("th") in officer.get("/villages/50070503").text
    assert REASON_BY_CODE["no_consent"].text("th") not in page.text
    assert REASON_BY_CODE["rejected"].text("th") in page.text


def test_its_address_is_written_as_one_writes_it(officer, village):
    assert "ตำบลเขต 500705 · อำเภอเขต 5007 · จังหวัดเขต 50" in officer.get(SHEET).text
    assert "Area 500705 Subdistrict · Area 5007 District" in officer.get(f"{SHEET}?lang=en").text


def test_it_stays_on_the_page_with_an_endless_word(officer, village):
    village.execute(update(Project).values(title="x" * 180))
    village.execute(update(Village).values(name_th="x" * 100))
    village.commit()

    body = officer.get(SHEET).tree.xpath("//article")[0]
    body.tag = "body"
    document = paper.laid_out(html.tostring(body, encoding="unicode"))

    texts = [box for box in document.pages[0]._page_box.descendants() if hasattr(box, "text")]
    assert len(document.pages) == 1
    assert max(box.position_x + box.width for box in texts) < document.pages[0].width


def test_it_comes_as_a_pdf_of_one_page(officer, village, monkeypatch):
    made = []
    laid_out = paper.laid_out
    monkeypatch.setattr(paper, "laid_out", lambda page: made.append(laid_out(page)) or made[0])

    file = officer.get(f"{SHEET}.pdf")
    assert (file.status, file.headers["Content-Type"], len(made[0].pages)) == (200, "application/pdf", 1)
    assert file.headers["Content-Disposition"] == 'attachment; filename="village-50070503-2570.pdf"'


def test_it_stays_one_page_with_many_projects_of_long_names(officer, village):
    for number in range(village_sheet.MOST_PROJECTS + 5):
        make_project(
            village, title="โครงการส่งเสริมกลุ่มอาชีพและพัฒนาคุณภาพชีวิตของผู้สูงอายุในหมู่บ้าน" * 3, budget_approved=100 * number
        )
    village.commit()

    page = officer.get(SHEET)
    assert "และอีก 6 โครงการ" in page.text
    body = page.tree.xpath("//article")[0]
    body.tag = "body"
    assert len(paper.laid_out(html.tostring(body, encoding="unicode")).pages) == 1


@pytest.mark.parametrize("path", ["/villages/50079999/sheet", "/villages/51010101/sheet.pdf", f"{SHEET}?year=2599"])
def test_what_is_not_there_has_no_sheet(officer, village, path):
    assert officer.get(path).status == 404


def test_a_village_that_went_out_of_use_keeps_the_sheet_of_a_year_that_was_locked_before(officer, village):
    village.execute(update(Village).where(Village.code == "50070503").values(active=False))
    village.commit()
    before = officer.get(SHEET).status
    village.execute(update(Criteria).values(locked_on=NOW.date()))
    village.commit()

    assert (before, officer.get(SHEET).status) == (404, 200)


def test_the_village_leads_to_its_sheet(officer, village):
    assert f"{SHEET}?year=2570" in officer.get("/villages/50070503?year=2570").links()


def test_the_file_brings_its_own_fonts_and_no_other(officer, village):
    page = officer.get(SHEET)
    body = page.tree.xpath("//article")[0]
    made = paper.laid_out(html.tostring(body, encoding="unicode")).write_pdf(uncompressed_pdf=True)

    fonts = set(re.findall(rb"/FontName /[A-Z]{6}\+([A-Za-z-]+)", made))
    assert fonts and all(name.startswith(b"Sarabun") for name in fonts)
