"""The pages of an area's further tables: budget, household finance, how the work goes; and a village's sheet."""

import pytest

from server.db.session import transaction
from server.domain import publishing
from tests.domain.money import NOW, make_account, make_accounts
from tests.factories import make_project, make_village

YEAR = "?year=2570"


def sums(page) -> dict[str, str]:
    """The tiles by their name."""
    tiles = page.tree.xpath('//*[starts-with(@class, "sums")]/div')
    told = {one.findtext("b"): " ".join(" ".join(one.itertext()).split()) for one in tiles}
    return {name: text.removeprefix(name).strip() for name, text in told.items()}


@pytest.fixture
def book(province):
    """A village of twelve households with accounts by category, and one of three."""
    make_village(province, "50070504")
    for _ in range(12):
        spent = {"food": 60_000, "recreation": 6_000}
        make_account(province, "50070503", receipts={"salary": 120_000}, payments=spent, debts={"baac": 50_000})
    make_accounts(province, "50070504", 3)
    province.commit()
    with transaction() as owner:
        publishing.publish(owner, 1, 2570, now=NOW)
    return province


# Budget


def test_the_budget_is_shown_by_programme_with_its_total(officer, province):
    make_project(province, budget_approved=3_000_000_00, transferred=1_500_000_00)
    make_project(province, budget_approved=1_000_000_00, programme=3)
    make_project(province, budget_approved=200_000_00, programme=None, kind="plan_making")
    province.commit()

    page = officer.get(f"/areas/5007/budget{YEAR}")

    assert page.rows()[0].startswith("1. เศรษฐกิจพอเพียง 1 3.000 75.00% 1,500,000 50.00% 0 0.00%")
    assert page.rows()[1].startswith("2. พัฒนาและสร้างโอกาสให้ชุมชน 0 0.000 0.00% 0 – 0 –")
    assert sums(page)["งบประมาณ"] == "4.000 ล้านบาท"
    assert [" ".join(row.text_content().split())[:60] for row in page.tree.xpath("//tfoot/tr")] == [
        "รวม 2 4.000 100.00% 1,500,000 37.50% 0 0.00%",
        "จัดทำกระบวนการแผนชุมชน (ไม่รวมในยอด) 1 0.200 – 0 0.00% 0 0.0",
    ]


def test_the_budget_of_a_district_lists_its_subdistricts_and_leads_on_to_them(officer, province):
    make_project(province, budget_approved=3_000_000_00)
    province.commit()

    page = officer.get(f"/areas/5007/budget{YEAR}")

    assert page.rows()[-1].startswith("เขต 500705 1 3.000 3.000 0.000 0.000 0.000 0.000")
    assert "/areas/500705/budget?year=2570&basis=official" in page.links()
    assert officer.get("/areas/500705/budget?year=2570").status == 200


def test_a_year_with_projects_can_be_chosen_although_it_is_no_plan_year(officer, province):
    make_project(province, fiscal_year=2550)
    province.commit()

    page = officer.get(f"/areas/5007/budget{YEAR}")
    assert page.tree.xpath('//select[@name="year"]/option/@value') == ["2570", "2550"]


# Household finance


def test_finance_is_shown_in_whole_baht_per_month(officer, book):
    page = officer.get(f"/areas/500705/finance{YEAR}")

    tiles = sums(page)
    assert tiles["ครัวเรือน"] == "12 ที่อยู่ในตัวเลขนี้"
    assert tiles["รายได้ต่อเดือน"] == "10,000 บาท (มัธยฐาน) เฉลี่ย 10,000"
    assert tiles["รายจ่ายต่อเดือน"] == "5,500 บาท (มัธยฐาน) เฉลี่ย 5,500"
    assert tiles["หนี้ของผู้มีหนี้"] == "50,000 บาท (มัธยฐาน)"
    assert "ตัวเลข ณ วันที่ 31 มี.ค. 2570" in page.text


def test_what_is_told_of_fewer_than_ten_says_so_and_nothing_more(officer, book):
    told, small = officer.get(f"/areas/500705/finance{YEAR}").rows()

    assert told.startswith("ม.3 บ้านทดสอบ 03 12 10,000 5,500 4,500 0.00% 100.00% 50,000")
    assert small == "ม.4 บ้านทดสอบ 04 น้อยกว่า 10"


def test_the_province_sees_no_villages_here_and_no_other_basis_to_choose(as_person, book):
    visitor = as_person("province_officer", "50")

    page = visitor.get(f"/areas/500705/finance{YEAR}")
    assert (page.rows(), page.tree.xpath('//select[@name="basis"]/option/@value')) == ([], ["official"])
    assert "ตัวเลขรายหมู่บ้านเปิดเฉพาะเจ้าหน้าที่อำเภอ" in page.text
    assert visitor.get(f"/areas/500705/finance{YEAR}&basis=provisional").status == 403
    assert visitor.get(f"/villages/50070503/finance{YEAR}").status == 403


def test_the_sheet_of_a_village_has_its_categories_in_the_readers_language(officer, book):
    page = officer.get(f"/villages/50070503/finance{YEAR}")
    assert page.rows() == [
        "เงินเดือน ค่าตอบแทนประจำ 12 120,000",
        "อาหารและเครื่องดื่ม (ไม่มีแอลกอฮอล์) 12 60,000", "บันเทิง ท่องเที่ยว 12 6,000",
        "ธ.ก.ส. 12 600,000",
    ]  # fmt: skip

    english = officer.get(f"/villages/50070503/finance{YEAR}&lang=en")
    assert english.rows()[0] == "Salary, regular pay 12 120,000"


def test_a_small_village_has_a_sheet_that_says_why_it_is_empty(officer, book):
    page = officer.get(f"/villages/50070504/finance{YEAR}")

    assert page.status == 200
    assert "น้อยกว่า 10" in page.text and "ครัวเรือนที่นับบัญชีได้ยังไม่ถึง 10 ครัวเรือน" in page.text
    assert (sums(page), page.rows()) == ({}, [])


def test_the_village_leads_to_its_sheet_for_those_who_may_read_it(officer, as_person, book):
    assert "/villages/50070503/finance?year=2570&basis=official" in officer.get(f"/villages/50070503{YEAR}").links()
    chief = as_person("district_chief", "5007").get(f"/villages/50070503{YEAR}")
    assert not [link for link in chief.links() if "finance" in link]


# How the work goes


def test_the_work_of_an_area_is_shown_with_its_teams(officer, phone, province):
    assert phone.send(phone.fill("community_plan")).status == 201

    page = officer.get("/areas/5007/process")

    assert sums(page)["รอตรวจ"] == "0 เกิน 7 วัน"
    assert any(row.startswith(f"{phone.made.name} 500705 1 1") for row in page.rows())
    assert page.tree.xpath('//svg[@class="days"]/@aria-label')[0].endswith(": 1")


def test_the_tables_of_an_area_lead_to_each_other(officer, book):
    tables = ["", "/map", "/villages", "/changes", "/budget", "/projects", "/finance", "/process"]
    for table in tables:
        page = officer.get(f"/areas/5007{table}{YEAR}")
        tabs = page.tree.xpath('//nav[@class="tabs"]/a')
        assert [one.get("href").split("?")[0] for one in tabs] == [*(f"/areas/5007{one}" for one in tables), "/exports"]
        assert [one.get("href").split("?")[0] for one in tabs if one.get("aria-current")] == [f"/areas/5007{table}"]


def test_tables_for_programs_are_offered_and_there(officer, book):
    for table in ("budget", "finance", "process"):
        links = [link for link in officer.get(f"/areas/5007/{table}{YEAR}").links() if link.startswith("/api/")]
        assert links
        assert {officer.get(link).status for link in links} == {200}


@pytest.mark.parametrize("table", ["budget", "finance", "process"])
@pytest.mark.parametrize("code", ["50070503", "5006", "51", "x"])
def test_a_village_or_an_area_of_others_has_no_such_page(officer, book, table, code):
    assert officer.get(f"/areas/{code}/{table}{YEAR}").status == 404
