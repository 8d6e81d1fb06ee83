"""The page of an area: its sums and what lies right below it."""

import pytest
from sqlalchemy import text

from tests.factories import make_village, make_year
from tests.province.orchard import grade
from tests.review.test_inbox import queries_of

GRADES = {"50070501": "A", "50070502": "B", "50070601": "C", "50080101": "A"}


@pytest.fixture
def graded(session):
    """Five villages in three subdistricts; four graded in 2570, officially."""
    make_year(session)
    for code, letter in GRADES.items():
        make_village(session, code)
        session.flush()
        session.execute(
            text("""insert into village_year values (1, 2570, 'official', :code, 100, '2026-11-20', 'graded', :grade,
                    'propose', now())"""),
            {"code": code, "grade": letter},
        )
        session.execute(
            text("insert into indicator_result values (1, 2570, 'official', :code, 1, 70, 100, 70, 70.00, true)"),
            {"code": code},
        )
    make_village(session, "50070503")
    session.commit()
    return session


def sums(page) -> list[str]:
    return [" ".join(" ".join(one.itertext()).split()) for one in page.tree.xpath('//*[@class="sums"]/div')]


def test_a_district_is_summed_and_listed_by_subdistrict(officer, graded):
    page = officer.get("/areas/5007?year=2570")

    assert sums(page) == [
        "A ระดับดี 1 33.3%",
        "B ระดับปานกลาง 1 33.3%",
        "C ระดับต้องปรับปรุง 1 33.3%",
        "ประเมินแล้ว 3 จาก 4 หมู่บ้าน",
    ]
    assert [row for row in page.rows() if row.startswith("เขต")] == [
        "เขต 500705 3 1 1 0 1 140 / 200 70.00% 0 / 200 0.00%",
        "เขต 500706 1 0 0 1 0 70 / 100 70.00% 0 / 100 0.00%",
    ]


def test_a_subdistrict_lists_its_villages_with_their_grades(officer, graded):
    table = officer.get("/areas/500705?year=2570").tree.xpath('//table[@id="parts"]')[0]
    rows = [" ".join(row.text_content().split()) for row in table.xpath("./tbody/tr")]

    assert rows[0].startswith("ม.1 บ้านทดสอบ 01 A ระดับดี 70 / 100 70.00%")
    assert rows[2].startswith("ม.3 บ้านทดสอบ 03 ยังไม่มีข้อมูล 0 / 0 –")


def test_the_province_goes_down_to_the_village(as_person, graded):
    officer, path = as_person("province_officer", "50"), "/areas/50?year=2570"
    for step in ("/areas/5007", "/areas/500705", "/villages/50070501"):
        path = next(link for link in officer.get(path).links() if link.startswith(f"{step}?"))

    assert officer.get(path).status == 200


def test_the_basis_is_written_on_the_page_and_kept_by_its_links(officer, graded):
    page = officer.get("/areas/500705?year=2570&basis=provisional")

    assert "เบื้องต้น นับทุกรายการที่ได้รับ" in page.text
    assert "/villages/50070501?year=2570&basis=provisional" in page.links()


def test_the_same_table_is_offered_to_spreadsheets_and_programs(officer, graded):
    links = officer.get("/areas/5007?year=2570").links()

    table, figures = (link for link in links if link.startswith("/api/"))
    assert officer.get(table).headers["Content-Type"].startswith("text/csv")
    assert officer.get(figures).headers["Content-Type"].startswith("application/json")


def test_more_villages_take_no_more_queries(officer, graded, connected):
    few = queries_of(connected, lambda: officer.get("/areas/5007?year=2570"))
    for number in range(4, 9):
        make_village(graded, f"5007050{number}")
    graded.commit()

    assert queries_of(connected, lambda: officer.get("/areas/5007?year=2570")) == few


def test_before_any_year_is_open_the_page_is_empty_not_broken(officer, session):
    assert officer.get("/areas/5007").status == 200


def test_area_and_year_are_remembered_as_long_as_one_is_signed_in(as_person, graded):
    make_year(graded, plan_year=2569)
    graded.commit()
    person = as_person("province_officer", "50")
    person.get("/areas/500705?year=2569")

    page = person.get("/years")
    assert "/areas/500705" in page.tree.xpath('//nav[@class="ways"]/a/@href')
    assert "ปีแผน 2569" in person.get("/areas/500705").text
    assert "ปีแผน 2569" in person.get("/villages/50070501").text


def test_the_years_count_the_villages_that_the_overview_counts(officer, graded):
    make_year(graded, plan_year=2569)
    grade(graded, "50070501", "A", year=2569)
    graded.execute(text("update village set active = false where code = '50070502'"))
    graded.commit()
    page = officer.get("/areas/5007?year=2570")

    assert sums(page)[3] == "ประเมินแล้ว 2 จาก 3 หมู่บ้าน"
    assert [row for row in page.rows() if row.startswith("2570")] == ["2570 1 0 1 2"]


def test_the_years_stand_beside_each_other(officer, graded):
    make_year(graded, plan_year=2569)
    grade(graded, "50070501", "B", year=2569)
    graded.commit()
    rows = officer.get("/areas/5007?year=2570").rows()

    assert "2569 0 1 0 1" in rows
    assert "2570 1 1 1 3" in rows


def test_what_was_edited_is_late_a_week_after_the_edit(officer, field, session):
    field.account(0)
    late = "update submission set received_at = now() - interval '20 days', updated_at = now() - interval '{} days'"
    session.execute(text(late.format(20) + ", state = 'edited'"))
    session.execute(text("update submission_index set received_at = now() - interval '20 days', state = 'edited'"))
    session.commit()
    told = waiting(officer)
    session.execute(text(late.format(1)))
    session.commit()

    assert (told, waiting(officer)) == ("1", "0")


def waiting(officer) -> str:
    return officer.get("/areas/5007?year=2570").tree.xpath('//ul[@class="plain"]/li[1]//b')[0].text_content()
