"""What waits for whom: counts and filters of the list, withdrawals, notices and their letters, best practices."""

import pytest

from server.projects import waits
from tests.domain.projects.lives import make_life
from tests.factories import make_area, make_project


@pytest.fixture
def life(session):
    made = make_life(session)
    session.commit()
    return made


def lived(life, stage):
    life.up_to(stage)
    life.session.commit()
    return life


def waiting(page) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.tree.xpath('//nav[@class="waits"]/a')]


@pytest.mark.parametrize(
    ("stage", "role", "area", "expected"),
    [
        (None, "district_officer", "5007", ["1 รอกลั่นกรอง", "0 เรื่องที่ต้องแจ้งผล"]),
        ("forwarded", "province_officer", "50", ["1 รอการพิจารณา", "0 รอโอนเงิน", "0 ผลประเมินรอพิจารณา"]),
        ("approved", "province_officer", "50", ["0 รอการพิจารณา", "1 รอโอนเงิน", "0 ผลประเมินรอพิจารณา"]),
        ("approved", "district_officer", "5007", ["0 รอกลั่นกรอง", "1 เรื่องที่ต้องแจ้งผล"]),
        ("approved", "district_chief", "5007", ["0 การเบิกจ่ายรอความเห็นชอบ"]),
        ("approved", "evaluation_committee", "50", []),
    ],
)
def test_each_role_is_told_what_waits_for_it(life, as_person, stage, role, area, expected):
    if stage:
        lived(life, stage)

    assert waiting(as_person(role, area).get("/projects")) == expected


def test_what_waits_leads_to_exactly_that(life, session, officer):
    make_project(session)
    session.commit()
    page = officer.get("/projects")
    assert len(page.rows()) == 2

    only = officer.get(page.tree.xpath('//nav[@class="waits"]/a/@href')[0])

    assert len(only.rows()) == 1 and "2570-5007-0001" in only.rows()[0]


def test_a_proposal_that_is_not_reviewed_waits_for_its_review_first(session, officer):
    make_life(session, state="received")
    session.commit()

    assert waiting(officer.get("/projects"))[0] == "0 รอกลั่นกรอง"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("stage=proposed", 1),
        ("stage=funded", 1),
        ("stage=nonsense", 2),
        ("kind=plan_making", 1),
        ("kind=project", 1),
        ("year=2570", 2),
        ("year=2569", 0),
        ("area=50070503&stage=funded", 1),
        ("area=&stage=funded", 1),
        ("start=-5", 2),
        ("waiting=decide", 0),
    ],
)
def test_the_list_is_narrowed_by_stage_kind_year_and_area(session, officer, query, count):
    make_life(session, kind="plan_making", programme=None)
    make_project(session)
    session.commit()

    page = officer.get(f"/projects?{query}")

    assert len(page.rows()) == count


def test_a_project_without_programme_and_budget_has_its_page_and_row(session, officer):
    life = make_life(session, kind="plan_making", programme=None)
    life.compute()
    session.commit()

    assert "–" in officer.get("/projects").rows()[0]
    page = officer.get(f"/projects/{life.id}")
    assert "การจัดทำแผนชุมชน" in page.text
    assert "ยังไม่มีงบประมาณที่อนุมัติ" in page.text
    assert "None" not in page.text


def test_withdrawals_are_read_by_the_district_and_decided_by_the_chief(life, session, officer, as_person):
    lived(life, "funded").report(20, disbursed=60_000)
    life.compute()
    session.commit()

    page = officer.get("/withdrawals")

    assert "60,000 บาท" in page.text and "เกินเงินที่โอนแล้ว" in page.text
    assert page.tree.xpath('//form[@class="consent"]') == []
    assert len(as_person("district_chief", "5007").get("/withdrawals").tree.xpath('//form[@class="consent"]')) == 1
    assert "ไม่มีการเบิกจ่าย" in as_person("district_chief", "5006").get("/withdrawals").text


def test_a_notice_is_read_the_village_told_and_both_are_gone_from_what_is_new(life, officer):
    lived(life, "approved")
    page = officer.get("/notices")
    (row,) = page.rows()
    assert "ชม 1/2570" in row and "100,000" in row and "หนังสือแจ้ง" in row

    for action in page.tree.xpath('//form[contains(@action, "/seen")]/@action'):
        officer.get("/notices")
        assert officer.post(action).status == 302

    assert "ไม่มีเรื่องใหม่" in officer.follow().text
    (row,) = officer.get("/notices?all=1").rows()
    assert "แจ้งหมู่บ้านแล้ว person" in row and "รับทราบแล้ว person" in row


def test_notices_of_a_long_time_go_on_on_the_next_page(life, officer, monkeypatch):
    monkeypatch.setattr(waits, "NOTICES_ON_A_PAGE", 2)
    lived(life, "funded")
    first = officer.get("/notices")

    second = officer.get(first.tree.xpath('//a[@rel="next"]/@href')[0])

    assert len(first.rows()) == len(second.rows()) == 1 and first.rows() != second.rows()
    assert second.tree.xpath('//a[@rel="next"]') == []


def letter_of(visitor) -> str:
    """The newest letter's words."""
    page = visitor.get("/notices?all=1")
    letter = visitor.get(page.tree.xpath('//a[contains(@href, "/letter")]/@href')[0])
    return " ".join(letter.tree.xpath("//article")[0].text_content().split())


def test_a_letter_tells_the_village_project_result_order_and_amount(life, session, officer):
    for code, name in (("50", "เชียงใหม่"), ("5007", "แม่ริม"), ("500705", "สะลวง")):
        make_area(session, code).name_th = name
    lived(life, "approved")

    letter = letter_of(officer)

    for words in (
        "ที่ว่าการอำเภอแม่ริม จังหวัดเชียงใหม่",
        "ประธานคณะกรรมการหมู่บ้าน หมู่ที่ 3 บ้านทดสอบ 03 ตำบลสะลวง",
        "ปีงบประมาณ 2570",
        "ฝายชะลอน้ำ 2570-5007-0001",
        "ชม 1/2570 ลงวันที่",
        "100,000 บาท",
        "นายอำเภอแม่ริม",
    ):
        assert words in letter
    assert "District" not in letter


def test_a_letter_in_english(life, officer):
    lived(life, "funded")
    officer.get("/notices?lang=en")

    letter = letter_of(officer)

    assert "Money transferred" in letter and "50,000 baht on " in letter


def test_a_letter_of_a_refusal_gives_the_reason_and_no_amount_approved(life, session, officer):
    life.screen()
    life.decide("not_approved")
    session.commit()

    letter = letter_of(officer)

    assert "ไม่อนุมัติ" in letter and "มติที่ประชุม" in letter
    assert "120,000 บาท" in letter and "100,000" not in letter


def test_best_practices_of_the_latest_year(life, officer):
    assert "ยังไม่มีแนวปฏิบัติที่ดี" in officer.get("/best-practices").text
    lived(life, "evaluated")

    page = officer.get("/best-practices")

    assert "2570-5007-0001" in page.rows()[0]
    assert officer.get("/best-practices?year=2569").rows() == []
    assert officer.get("/best-practices?area=5006").status == 404


def test_what_waits_leads_to_what_waits_in_the_area_that_is_looked_at(as_person, life):
    provincial = as_person("province_officer", "50")

    links = provincial.get("/projects?area=5007").tree.xpath('//nav[@class="waits"]/a/@href')

    assert [link for link in links if link.startswith("/review")] == ["/review?form=project_evaluation&village=5007"]
    assert all("5007" in link for link in links)
    assert "/review?form=project_evaluation" in provincial.get("/projects").links()
