"""From a number of an area to the villages behind it, and to what changed it."""

import pytest
from sqlalchemy import text

from tests.factories import make_village, make_year
from tests.province.orchard import grade, happened
from tests.review.test_inbox import queries_of

HERE = "/areas/50/villages?year=2570"


@pytest.fixture
def graded(session):
    """Two A, two B (one lacks four households, one a paper), a C and one without data, in two districts."""
    make_year(session)
    grade(session, "50070501", "A")
    grade(session, "50070502", "B", accounts=66)
    grade(session, "50070503", "B", written=False)
    grade(session, "50080101", "A")
    grade(session, "50080102", "C", accounts=50, forum=60)
    make_village(session, "50080103")
    session.commit()
    return session


@pytest.fixture
def province(as_person):
    return as_person("province_officer", "50")


def codes(page) -> list[str]:
    links = page.tree.xpath('//table//td[contains(@class, "lead")]/a/@href')
    return [link.split("?")[0].removeprefix("/villages/") for link in links]


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ("grade=A", ["50070501", "50080101"]),
        ("grade=B", ["50070502", "50070503"]),
        ("status=no_data", ["50080103"]),
        ("status=graded&met=1", ["50070501", "50070503", "50080101"]),
        ("unmet=1", ["50070502", "50080102"]),
        ("unmet=4", ["50070503"]),
        ("gate=make_plan", ["50080102"]),
        ("find=๕๐๐๘๐๑", ["50080101", "50080102", "50080103"]),
        ("find=หมู่ที่ ๒", ["50070502", "50080102"]),
        ("find=ม.2", ["50070502", "50080102"]),
        ("find=Moo 2 5008", ["50080102"]),
        ("find=None", []),
        ("grade=X&met=9&order=%27", ["50070501", "50070502", "50070503", "50080101", "50080102", "50080103"]),
        ("order=nearest", ["50070503", "50070502", "50080102", "50070501", "50080101", "50080103"]),
        ("order=accounts", ["50070501", "50070503", "50080101", "50070502", "50080102", "50080103"]),
    ],
)
def test_villages_are_narrowed_to_those_behind_a_number(province, graded, narrowed, expected):
    assert codes(province.get(f"{HERE}&{narrowed}")) == expected


def test_every_number_of_the_overview_leads_to_as_many_villages(province, graded):
    page = province.get("/areas/50?year=2570")
    counted = [
        (int(link.text_content()), link.get("href"))
        for link in page.tree.xpath('//a[starts-with(@href, "/areas/") and contains(@href, "/villages?")]')
        if link.text_content().isdigit()
    ]

    assert len(counted) > 20
    assert any(href.startswith("/areas/5008/villages?") for _, href in counted)
    assert [(number, len(codes(province.get(href)))) for number, href in counted] == [
        (number, number) for number, _ in counted
    ]


def test_a_village_says_what_it_lacks_for_the_next_grade(province, graded):
    rows = province.get(f"{HERE}&grade=B").rows()

    assert "A: การใช้บัญชีครัวเรือน (4 ครัวเรือน)" in rows[0]
    assert "A: แผนเป็นลายลักษณ์อักษร" in rows[1]
    assert "A: การใช้บัญชีครัวเรือน (4 ครัวเรือน)" in province.get("/villages/50070502?year=2570").text


def test_a_restated_figure_shows_the_old_one_and_the_cause(province, graded):
    happened(graded, "50070501", None, "B", days=9)
    happened(graded, "50070501", "B", "A", days=1)
    happened(graded, "50080101", None, "A", days=1)
    graded.commit()

    assert codes(province.get(f"{HERE}&restated=1")) == ["50070501"]
    assert "เดิม B" in province.get(f"{HERE}&restated=1").text
    assert "เดิมระดับ B" in province.get("/villages/50070501?year=2570").text
    listed = province.get("/areas/50/changes?year=2570&days=all&restated=1").rows()
    assert len(listed) == 1
    assert "B ระดับปานกลาง A ระดับดี ปรับแก้ ทะเบียน เกณฑ์ การล็อกหรือปลดล็อกปี หรือขึ้นวันใหม่" in listed[0]


def test_a_grade_that_was_lost_and_came_back_is_not_restated(province, graded):
    happened(graded, "50070501", "A", None, days=3)
    happened(graded, "50070501", None, "A", days=1)
    happened(graded, "50070502", "C", "B", days=4)
    happened(graded, "50070502", "B", None, days=3)
    happened(graded, "50070502", None, "B", days=1)
    graded.commit()

    assert codes(province.get(f"{HERE}&restated=1")) == ["50070502"]
    assert "เดิม C" in province.get(f"{HERE}&restated=1").text
    assert "เดิมระดับ" not in province.get("/villages/50070501?year=2570").text
    assert "เดิมระดับ C" in province.get("/villages/50070502?year=2570").text


def test_changes_are_listed_for_a_week_a_month_or_the_year(province, graded):
    happened(graded, "50070501", None, "A", days=20)
    happened(graded, "50070502", None, "B", days=2)
    graded.commit()
    numbers = [len(province.get(f"/areas/50/changes?year=2570&days={days}").rows()) for days in ("7", "30", "all", "x")]

    assert numbers == [1, 2, 2, 1]


def test_the_overview_says_how_many_more_there_are_than_a_week_ago(province, graded):
    happened(graded, "50070501", "B", "A", days=2)
    happened(graded, "50070502", "C", "B", days=2)
    happened(graded, "50080102", "A", "C", days=20)
    graded.commit()
    rows = province.get("/areas/50?year=2570").rows()

    assert [row.rsplit(" ", 1)[-1] for row in rows if row[:3] in ("A ร", "B ร", "C ร")][:3] == ["+1", "–", "-1"]


def test_changes_of_a_long_year_are_turned_over_page_by_page(province, graded):
    for number in range(60):
        happened(graded, "50070501", "B" if number % 2 else "A", "A" if number % 2 else "B", days=1)
    graded.commit()
    first = province.get("/areas/50/changes?year=2570&days=all")
    second = next(link for link in first.links() if "before=" in link)

    assert (len(first.rows()), len(province.get(second).rows())) == (50, 10)


@pytest.mark.parametrize("page", ["villages", "changes", "map"])
def test_another_area_does_not_exist_for_one(officer, graded, page):
    assert officer.get(f"/areas/5008/{page}?year=2570").status == 404
    assert officer.get(f"/areas/50/{page}?year=2570").status == 404
    assert officer.get(f"/areas/50070501/{page}?year=2570").status == 404
    assert officer.get(f"/areas/5007/{page}?year=2570").status == 200


@pytest.mark.parametrize("page", ["villages", "changes?days=all", "map?level=village"])
def test_more_villages_take_no_more_queries(province, graded, connected, page):
    few = queries_of(connected, lambda: province.get(f"/areas/50/{page}"))
    for number in range(4, 9):
        grade(graded, f"5007050{number}", "A")
        happened(graded, f"5007050{number}", None, "A")
    graded.commit()

    assert queries_of(connected, lambda: province.get(f"/areas/50/{page}")) == few


@pytest.mark.parametrize("page", ["", "/villages", "/changes", "/map", "/budget", "/finance", "/process"])
@pytest.mark.parametrize("code", ["50070", "5099", "50x", "507", "50'"])
def test_what_is_no_area_has_no_pages(province, graded, code, page):
    assert province.get(f"/areas/{code}{page}?year=2570").status == 404


def test_the_way_at_the_top_never_leads_to_an_area_that_is_not_there(province, graded):
    province.get("/areas/5008?year=2570")
    province.get("/areas/5099?year=2570")
    province.get("/areas/50080?year=2570")

    assert "/areas/5008" in province.get("/years").tree.xpath("//nav//a/@href")


@pytest.mark.parametrize("page", ["villages?order=accounts", "villages?order=forum", "map?by=met_1&level=village"])
def test_nought_is_more_than_nothing(province, session, page):
    make_year(session)
    make_village(session, "50070501")
    grade(session, "50070502", "C", accounts=0, forum=0)
    session.commit()
    links = province.get(f"/areas/50/{page}").tree.xpath("//table//td/a/@href")

    assert [link.split("?")[0] for link in links] == ["/villages/50070502", "/villages/50070501"]


def test_villages_with_one_name_are_told_apart_by_their_place(province, graded):
    page = province.get("/areas/50?year=2570")

    assert any("เขต 500705, เขต 5007" in row for row in page.rows() if "A: แผนเป็นลายลักษณ์อักษร" in row)
    assert "50070503" in " ".join(province.get("/areas/50/map?year=2570&level=village").rows())


def test_a_village_is_found_by_the_english_name_that_is_shown(province, graded):
    graded.execute(text("update area set name_en = 'Mae Rim' where code = '5008'"))
    graded.commit()

    assert codes(province.get(f"{HERE}&find=mae rim")) == ["50080101", "50080102", "50080103"]
