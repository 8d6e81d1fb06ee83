"""The annual report: the published tables of a small world, official alone, on paper that a printer takes."""

import re
from datetime import UTC, datetime

import pytest
from lxml import html
from sqlalchemy import select, text, update

from server.auth import scope_of
from server.db.models import Project, ProjectStanding, Village
from server.db.session import transaction
from server.domain import publishing
from server.domain.permissions import Caller
from server.exports import paper, press, report
from tests.domain.money import NOW, make_accounts
from tests.factories import make_area, make_person, make_project, make_year
from tests.province.orchard import grade
from workers.exports import write_exports

GRADES = {"50070501": "A", "50070502": "A", "50070503": "B", "50070601": "C", "50080101": "A", "50080102": None}


@pytest.fixture
def world(session):
    """Five graded villages of two districts, four projects, fifteen households that keep accounts."""
    make_year(session, locked_on=None)
    for code, letter in GRADES.items():
        grade(session, code, letter)
        grade(session, code, "A", basis="provisional")
    make_project(session, budget_approved=3_000_000_00, transferred=1_500_000_00, stage="in_progress")
    make_project(session, budget_approved=1_000_000_00, programme=3, stage="completed")
    make_project(session, budget_approved=200_000_00, programme=None, kind="plan_making")
    make_project(session, "50080101", budget_approved=1_000_000_00, programme=5, title="ถนน <b>สมมุติ</b>")
    make_accounts(session, "50070503", 12)
    make_accounts(session, "50080101", 3)
    session.commit()
    with transaction() as owner:
        publishing.publish(owner, 1, 2570, now=NOW)
    return session


@pytest.fixture
def written(world):
    """The report as HTML: `written("50")` is that of the province officer, in Thai."""

    def write(area: str, lang: str = "th", year: int = 2570) -> html.HtmlElement:
        role = "province_officer" if len(area) == 2 else "district_officer"
        actor = make_person(world, role=role, area=area).actor_id
        world.commit()
        caller = Caller(actor, "person", "ผู้ทดสอบ", 1, role, area)
        with press.written_in(lang), transaction(scope_of(caller)) as session:
            return html.fromstring(report.page(session, caller, area, year))

    return write


def table(tree, head: str) -> list[str]:
    """The lines of the table whose first column has this head, its total included."""
    found = next(one for one in tree.xpath("//table") if one.xpath("string(thead//th[1])").strip() == head)
    rows = found.xpath("tbody/tr | tfoot/tr")
    return [" ".join(" ".join(cell.text_content() for cell in row).split()) for row in rows]


def test_the_grades_are_told_in_the_published_shape(written):
    graded = ["A ระดับดี 3 60.0%", "B ระดับปานกลาง 1 20.0%", "C ระดับต้องปรับปรุง 1 20.0%"]

    assert table(written("50"), "ระดับ") == [*graded, "รวม 5 100.0%"]


def test_the_budget_is_told_in_the_published_shape(written):
    lines = table(written("50"), "แผนงาน")

    assert lines[0].startswith("1. เศรษฐกิจพอเพียง 1 3.000 60.00% 1,500,000")
    assert lines[4].startswith("5. บริการขั้นพื้นฐาน 1 1.000 20.00%")
    assert lines[5].startswith("รวม 3 5.000 100.00% 1,500,000")
    assert lines[6].startswith("จัดทำกระบวนการแผนชุมชน (ไม่รวมในยอด) 1 0.200 –")


def test_only_official_figures_are_in_it_and_it_says_so(written):
    tree = written("50")

    assert tree.xpath('string(//*[@class="official"])') == "ทางการ"
    assert "เบื้องต้น" not in tree.xpath("string(//section)")
    assert table(tree, "สถานะของหมู่บ้าน")[0] == "ประเมินแล้ว 5"


def test_the_parts_of_the_area_add_up(written):
    lines = table(written("50"), "พื้นที่")

    assert [line.split()[:6] for line in lines] == [
        ["เขต", "5007", "4", "2", "1", "1"],
        ["เขต", "5008", "2", "1", "0", "0"],
        ["รวม", "6", "3", "1", "1", "1"],
    ]


def test_a_districts_report_lists_its_villages_and_a_provinces_its_subdistricts(written):
    district, province = written("5007"), written("50")

    assert [line.split()[2:6] for line in table(district, "ตำบล")][0] == ["ม.1", "บ้านทดสอบ", "01", "A"]
    assert table(province, "ตำบล")[-1].startswith("รวม 4 2 1 1")
    assert "5008" not in district.text_content()


def test_household_finance_follows_the_rule_of_ten(written):
    tree = written("50")

    (money,) = [one for one in tree.xpath("//table") if "หนี้ของผู้มีหนี้" in one.xpath("string(thead)")]
    lines = [" ".join(row.text_content().split()) for row in money.xpath(".//tr")]
    assert "เขต 5008 น้อยกว่า 10" in [line.replace("5008น", "5008 น") for line in lines]
    assert any(line.startswith("เขต 5007") and "12" in line for line in lines)
    assert "นายสมมุติ" not in tree.text_content()


def test_what_people_typed_is_never_markup(written):
    assert not written("50").xpath("//td//b")


def test_it_is_written_in_english_too(written):
    tree = written("50", "en")

    assert table(tree, "Grade")[-1] == "Total 5 100.0%"
    words = re.sub(r"[ก-๛]*(บ้านทดสอบ|โครงการสมมุติ|ถนน|สมมุติ)[ก-๛]*", "", tree.text_content())
    assert not re.findall(r"[ก-๛]{4,}", words)
    assert table(written("5007", "en"), "Subdistrict")[0].startswith("Area 500705")


def test_parts_with_known_boundaries_are_drawn(world, written):
    for code, west in (("5007", 98.8), ("5008", 98.9)):
        make_area(world, code)
        square = f"MULTIPOLYGON((({west} 19,{west + 0.1} 19,{west + 0.1} 19.1,{west} 19.1,{west} 19)))"
        shape = {"code": code, "shape": square}
        world.execute(text("update area set boundary = ST_GeomFromText(:shape, 4326) where code = :code"), shape)
    world.commit()

    maps = written("50").xpath('//*[@class="choropleth"]')
    assert [len(one.xpath(".//title")) for one in maps] == [2, 2]


def behind(world) -> None:
    """Every project has not been seen lately."""
    for project in world.scalars(select(Project)):
        figures = dict.fromkeys(("geo_tagged", "stale", "behind", "overdue", "money_ahead", "reports_differ"), False)
        row = {"basis": "official", "as_of": NOW.date(), "computed_at": NOW, "disbursed": 0, "percent_physical": 0}
        world.merge(ProjectStanding(workspace_id=1, project_id=project.id, **row | figures | {"stale": True}))
    world.commit()


def test_what_falls_behind_is_counted_as_in_the_table_above_it(world, written):
    """The making of plans stands apart in both."""
    behind(world)

    tree = written("50")

    (listed,) = [one for one in tree.xpath("//table") if one.xpath("string(thead//th[last()])") == "ข้อสังเกต"]
    assert len(listed.xpath("tbody/tr")) == 3
    assert tree.xpath('string(//h3[contains(., "ล่าช้า")]/small)') == "3"


def rightmost(document) -> float:
    """How far to the right anything reaches, in pixels."""
    cells = (box for page in document.pages for box in page._page_box.descendants() if hasattr(box, "text"))
    return max(box.position_x + box.width for box in cells)


@pytest.mark.long
def test_one_endless_word_pushes_nothing_off_the_paper(world, written):
    behind(world)
    world.execute(update(Project).values(title="x" * 180))
    world.execute(update(Village).values(name_th="ก" + "x" * 90))
    world.commit()

    for area in ("50", "5007"):
        document = paper.laid_out(html.tostring(written(area), encoding="unicode"))
        assert rightmost(document) < document.pages[0].width


@pytest.mark.long
def test_on_paper_heads_are_repeated_and_pages_numbered(written):
    document = paper.laid_out(html.tostring(written("50"), encoding="unicode"))

    pages = [
        " ".join(box.text for box in page._page_box.descendants() if hasattr(box, "text")) for page in document.pages
    ]
    assert 6 <= len(pages) <= 12
    assert "รายงานประจำปีแผนชุมชน" in pages[1] and f"2 / {len(pages)}" in pages[1]
    assert "2 /" not in pages[0]


def test_a_report_is_asked_for_and_comes_as_a_pdf(as_person, world):
    visitor = as_person("province_officer", "50")
    visitor.get("/exports")
    address = visitor.post("/exports", kind="report", area="50", year="2570", lang="th").headers["Location"]

    assert write_exports() == 1
    file = visitor.get(f"{address}/file")
    assert (file.status, file.headers["Content-Type"]) == (200, "application/pdf")
    assert file.answer.data.startswith(b"%PDF-")
    assert file.headers["Content-Disposition"] == "attachment; filename=report-50-2570.pdf"
    assert "รายงานประจำปี" in visitor.get("/exports").text


@pytest.mark.parametrize(("area", "year"), [("500705", "2570"), ("5101", "2570"), ("50", "2570"), ("5007", "")])
def test_a_district_gets_the_report_of_itself_alone(officer, world, area, year):
    officer.get("/exports")

    assert officer.post("/exports", kind="report", area=area, year=year).status == 404


def test_the_list_tells_in_which_language_a_report_is(officer, world):
    for lang in ("th", "en"):
        officer.get("/exports")
        officer.post("/exports", kind="report", area="5007", year="2570", lang=lang)

    rows = officer.get("/exports").rows()

    assert [row.split(" · ")[3].split()[0] for row in rows] == ["English", "ไทย"]


def test_nobody_waits_for_a_year_that_is_not_there(officer, world):
    officer.get("/exports")
    page = officer.post("/exports", kind="report", area="5007", year="2599")

    assert (page.status, page.text.count("2599")) == (404, 1)


def test_the_day_on_it_is_that_of_bangkok(written):
    told = written("50").xpath("string(//section//dl)")

    assert str(datetime.now(UTC).year + 543) in told
