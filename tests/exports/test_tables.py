"""Tables as files: the figures of the pages with real types, in the reader's language, never a formula."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest
from sqlalchemy import select, update

from server.db.models import Event, GradeEvent, Project, Village
from server.db.session import transaction
from server.domain import publishing
from server.exports import cells, press, tables
from server.pages.language import LANGUAGES
from server.pages.words import WORDS, word
from tests.api.results import store_result
from tests.domain.money import NOW, make_account, make_accounts
from tests.factories import make_project, make_village, make_year

ASKED = "area=5007&year=2570"


@pytest.fixture
def figures(session):
    """Two villages, one graded; a project; what is told of the finance of twelve households."""
    make_year(session)
    store_result(session, "50070503")
    make_village(session, "50070504", name_th="=บ้านสูตร")
    make_project(session, title="+66 โครงการ", stage="in_progress", transferred=5_000_000)
    for _ in range(12):
        make_account(session, "50070503", receipts={"salary": 120_000}, payments={"food": 60_000}, debts={})
    make_accounts(session, "50070504", 3)
    change = {"plan_year": 2570, "basis": "official", "old_status": "no_data", "new_status": "graded"}
    session.add(GradeEvent(workspace_id=1, village_code="50070503", new_grade="A", at=NOW, **change))
    session.commit()
    with transaction() as owner:
        publishing.publish(owner, 1, 2570, now=NOW)
    return session


def read(page) -> list[list[str]]:
    """The rows of a CSV file, its head first."""
    assert page.status == 200, page.text
    text = page.answer.data.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def opened(page) -> openpyxl.Workbook:
    assert page.status == 200, page.text
    return openpyxl.load_workbook(io.BytesIO(page.answer.data))


def column(sheet, label: str) -> list[object]:
    place = [cell.value for cell in sheet[1]].index(label)
    return [row[place].value for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize("name", tables.TABLES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_table_can_be_taken_away_in_both_ways(officer, figures, name, kind):
    page = officer.get(f"/tables/{name}.{kind}?{ASKED}")

    found = tables.find(name)
    labels = [one.label["th"] for one in found.columns]
    head = read(page)[0] if kind == "csv" else [cell.value for cell in opened(page).active[1]]
    rows = len(read(page)) if kind == "csv" else opened(page).active.max_row
    assert head == labels
    assert rows > 1
    assert page.headers["Content-Disposition"].startswith(f"attachment; filename={name}-5007-2570")
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", tables.TABLES)
def test_every_column_has_its_words_and_its_value(officer, figures, name):
    page = officer.get(f"/tables/{name}.csv?{ASKED}&header=keys")

    found = tables.find(name)
    assert read(page)[0] == [one.key for one in found.columns]
    for one in found.columns:
        assert all(one.label[lang] and one.meaning[lang] for lang in LANGUAGES)
        assert one.word_kind is None or one.word_kind in WORDS
    assert all(found.title[lang] and found.told[lang] for lang in LANGUAGES)


def test_a_workbook_has_real_types(officer, figures):
    sheet = opened(officer.get(f"/tables/villages.xlsx?{ASKED}")).active

    assert column(sheet, "รหัสหมู่บ้าน") == ["50070503", "50070504"]
    assert column(sheet, "สถานะ") == ["ประเมินแล้ว", "ยังไม่มีข้อมูล"]
    assert column(sheet, "ระดับแผน") == ["A", None]
    assert column(sheet, "ครัวเรือน") == [100, None]
    assert column(sheet, "1 ใช้บัญชี: ร้อยละ") == [0.8, None]
    assert column(sheet, "3 อปท. ร่วมตั้งแต่ต้น: ผ่าน") == ["ใช่", None]
    assert column(sheet, "วันอ้างอิง")[0] == datetime(2026, 11, 20)  # noqa: DTZ001 - as Excel has them
    assert column(sheet, "คำนวณเมื่อ")[0] == datetime(2026, 11, 22, 9, 11, 1)  # noqa: DTZ001 - in Bangkok
    assert column(sheet, "ปีแผน") == [2570, 2570]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:W3")
    assert sheet["A2"].font.name == "TH Sarabun New"


def test_nothing_in_a_file_is_a_formula(officer, figures):
    names = column(opened(officer.get(f"/tables/villages.xlsx?{ASKED}")).active, "ชื่อหมู่บ้าน")
    assert "=บ้านสูตร" in names
    sheets = opened(officer.get(f"/tables/projects.xlsx?{ASKED}")).worksheets
    assert {cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}

    in_csv = read(officer.get(f"/tables/villages.csv?{ASKED}"))
    assert [row[6] for row in in_csv[1:]] == ["บ้านทดสอบ 03", "'=บ้านสูตร"]
    assert read(officer.get(f"/tables/projects.csv?{ASKED}"))[1][7] == "'+66 โครงการ"


@pytest.mark.parametrize("name", ["\n=1+1", "＝1+1", "＋66", "－1", "＠SUM(1)", "\t=1", "\r=1"])
def test_whatever_a_spreadsheet_takes_for_the_beginning_of_a_formula_is_marked(name):
    assert cells.safe(name) == f"'{name}"


def test_a_day_before_spreadsheets_have_days_is_a_text(officer, figures):
    """Somebody typed 27 for 2027: a number below nought is shown as ####, or as another day."""
    figures.execute(update(Project).values(planned_start=date(27, 1, 5), planned_end=date(2027, 1, 5)))
    figures.commit()

    sheet = opened(officer.get(f"/tables/projects.xlsx?{ASKED}")).active

    assert column(sheet, "เริ่มตามแผน") == ["0027-01-05"]
    assert column(sheet, "สิ้นสุดตามแผน") == [datetime(2027, 1, 5)]  # noqa: DTZ001 - as Excel has them


@pytest.mark.parametrize("lang", LANGUAGES)
def test_stages_and_what_is_late_have_one_name_on_pages_and_in_files(lang):
    with press.written_in(lang):
        for one in (*tables.find("projects").columns, *tables.find("progress").columns):
            said = {kind: word(one.key, kind) for kind in ("stage", "attention") if one.key in WORDS[kind]}
            assert set(said.values()) <= {one.label[lang]}


def test_money_is_baht(officer, figures):
    sheet = opened(officer.get(f"/tables/projects.xlsx?{ASKED}")).active

    assert column(sheet, "อนุมัติ (บาท)") == [100_000]
    assert column(sheet, "โอนแล้ว (บาท)") == [50_000]
    assert column(sheet, "ลองจิจูด") == [98.83]


def test_a_workbook_says_what_its_columns_mean_and_where_they_come_from(officer, figures):
    data, meaning, source = opened(officer.get(f"/tables/grades.xlsx?{ASKED}&basis=provisional")).worksheets

    assert [data.title, meaning.title, source.title] == ["ข้อมูล", "ความหมาย", "ที่มา"]
    assert [row[1].value for row in meaning.iter_rows(min_row=2)] == [one.key for one in tables.find("grades").columns]
    told = {row[0].value: row[1].value for row in source.iter_rows()}
    assert told["พื้นที่"] == "เขต 50 › เขต 5007 (5007)"
    assert (told["ปี"], told["ฐานข้อมูลที่นับ"]) == ("2570", "เบื้องต้น")
    assert "ห้ามเผยแพร่" in told["ใครเผยแพร่ต่อได้"]


def test_a_workbook_is_in_english_for_who_reads_english(officer, figures):
    book = opened(officer.get(f"/tables/villages.xlsx?{ASKED}&lang=en"))

    assert [sheet.title for sheet in book.worksheets] == ["Data", "Meaning", "Source"]
    assert column(book.active, "Status") == ["Graded", "No data yet"]


def test_for_programs_a_table_has_codes_and_names_of_fields(officer, figures):
    head, first, _ = read(officer.get(f"/tables/villages.csv?{ASKED}&header=keys"))

    row = dict(zip(head, first, strict=True))
    assert (row["status"], row["gate"], row["met_3"], row["accounts_pct"]) == ("graded", "propose", "true", "80.00")
    assert row["computed_at"] == "2026-11-22T09:11:01+07:00"


def test_a_village_out_of_use_has_no_indicators_in_an_open_year(officer, figures):
    figures.execute(update(Village).where(Village.code == "50070503").values(active=False))
    figures.commit()

    assert read(officer.get("/tables/indicators.csv?area=5007&header=keys"))[1:] == []


def test_the_indicators_have_a_row_for_each_village_year_basis_and_indicator(officer, figures):
    store_result(figures, "50070503", plan_year=2569, basis="provisional")
    figures.commit()

    rows = read(officer.get("/tables/indicators.csv?area=5007&header=keys"))[1:]
    assert [(row[0], row[1], row[9]) for row in rows] == [
        *(("2569", "provisional", str(number)) for number in range(1, 5)),
        *(("2570", "official", str(number)) for number in range(1, 5)),
    ]


def test_what_is_told_of_fewer_than_ten_says_so_and_nothing_more(officer, figures):
    told = read(officer.get("/tables/finance.csv?area=500705&year=2570"))
    small = next(row for row in told if row[2] == "50070504")
    assert set(small[7:]) == {"น้อยกว่า 10"}
    programs = read(officer.get("/tables/finance.csv?area=500705&year=2570&header=keys"))
    assert set(next(row for row in programs if row[2] == "50070504")[7:]) == {""}


@pytest.mark.parametrize("role", ["province_officer", "evaluation_committee"])
@pytest.mark.parametrize("name", tables.TABLES)
def test_the_province_gets_no_village_of_household_finance_and_no_name(as_person, figures, role, name):
    visitor = as_person(role, "50")

    for area in ("50", "5007", "500705", "50070503"):
        page = visitor.get(f"/tables/{name}.csv?area={area}&year=2570")
        assert page.status in (200, 404, 409)
        if page.status == 200:
            assert "นายสมมุติ" not in page.answer.data.decode()
            assert name != "finance" or not any(len(row[2]) == 8 for row in read(page))
        assert visitor.get(f"/tables/finance.csv?area={area}&year=2570&basis=provisional").status in (403, 404)


def test_a_long_table_of_a_province_is_not_waited_for(as_person, figures):
    page = as_person("province_officer", "50").get("/tables/indicators.xlsx?area=50")

    assert (page.status, page.headers["X-Yudee-Problem"]) == (409, "too-long-to-wait-for")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("area=5101&year=2570", 404, "not-found"),
        ("area=&year=2571", 404, "year-not-open"),
        ("area=5007&year=2027", 422, "not-a-plan-year"),
        ("area=5007&year=x", 422, "not-a-plan-year"),
        ("area=5007&year=2570&basis=x", 422, "basis-unknown"),
        ("area=500799&year=2570", 404, "area-unknown"),
    ],
)
def test_what_cannot_be_asked_for_says_why(officer, figures, query, status, code):
    page = officer.get(f"/tables/grades.csv?{query}")

    assert (page.status, page.headers["X-Yudee-Problem"]) == (status, code)


@pytest.mark.parametrize("address", ["/tables/nothing.csv", "/tables/grades.pdf", "/tables/grades"])
def test_there_is_no_other_table(officer, figures, address):
    assert officer.get(address).status == 404


def test_taking_a_table_away_stands_in_the_book(officer, figures):
    officer.get(f"/tables/grades.xlsx?{ASKED}")

    (event,) = figures.scalars(select(Event).where(Event.verb == "table.take"))
    assert (event.actor_id, event.subject_id) == (officer.actor_id, "grades")
    assert event.details == {"area": "5007", "year": 2570, "basis": "official", "kind": "xlsx"}


def test_pages_lead_to_their_tables(officer, figures):
    for path in ("", "/budget", "/finance", "/process"):
        links = [link for link in officer.get(f"/areas/5007{path}?year=2570").links() if link.startswith("/tables/")]
        assert len(links) in (2, 4)
        assert {officer.get(link).status for link in links} == {200}
