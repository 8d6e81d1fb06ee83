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
    visitor.post(f"{YEAR}/lock", sure="yes")
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

    assert "70" in page.text and "1 ต.ค. 2568" in page.text and "30 ก.ย. 2570" in page.text
    assert page.tree.xpath("//form/@action")[-1] == f"{YEAR}/lock"


def test_a_lock_is_looked_at_once_more_with_what_it_comes_to(provincial, year, session):
    provincial.get(YEAR)

    asked = provincial.post(f"{YEAR}/lock")

    told = {row[0].text_content(): row[1].text_content().split()[0] for row in asked.tree.xpath("//dl/div")}
    assert told["หมู่บ้าน"] == "1"
    assert told["แบบฟอร์มที่รอตรวจ จะไม่ถูกนับ"] == "1"
    assert session.scalar(select(Criteria.locked_on)) is None
    assert provincial.post(f"{YEAR}/lock", change="yes").status == 200
    assert session.scalar(select(Criteria.locked_on)) is None


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
    asked = provincial.post(f"{YEAR}/unlock", reason="บัญชีซ้ำ")
    assert session.scalar(select(Criteria.locked_on)) is not None
    assert "บัญชีซ้ำ" in asked.text
    provincial.post(f"{YEAR}/unlock", sure="yes")

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


# The rules


def filled(page, **changes) -> dict[str, str]:
    """The form of the rules as it stands, with some fields filled in otherwise."""
    form = next(form for form in page.tree.forms if form.action.endswith("/rules"))
    return {name: value for name, value in form.form_values()} | changes


def change(visitor, **changes):
    return visitor.post(f"{YEAR}/rules", **filled(visitor.get(YEAR), **changes))


def test_new_rules_are_shown_beside_the_old_ones_before_they_hold(provincial, year, session):
    asked = change(provincial, threshold="๖๕", stale_days="45")

    assert [one.text_content() for one in asked.tree.xpath("//del | //ins")] == ["70", "65", "30", "45"]
    assert "คำนวณใหม่" in asked.text
    assert session.get(Criteria, (1, 2570)).threshold == 70
    provincial.post(f"{YEAR}/rules", sure="yes")

    assert "เปลี่ยนกติกาแล้ว" in provincial.follow().text
    session.rollback()
    assert session.get(Criteria, (1, 2570)).threshold == 65
    told = session.scalar(select(Event.details).where(Event.verb == "year.set_rules"))
    assert told == {"threshold": [70, 65], "stale_days": [30, 45]}


def test_a_rule_that_cannot_be_is_refused_at_its_field_and_the_others_stay_typed(provincial, year, session):
    page = change(provincial, threshold="101", stale_days="45", collection_end="2026-09-30")

    assert page.status == 422
    assert page.tree.xpath('string(//*[@id="rule-threshold-fault"])') == "ต้องเป็น 1 ถึง 100"
    assert page.tree.xpath('//input[@name="stale_days"]/@value') == ["45"]
    assert change(provincial, behind_points="many").tree.xpath('string(//*[@id="rule-behind_points-fault"])')
    assert session.scalar(select(Event.id).where(Event.verb == "year.set_rules")) is None


def test_the_end_of_collecting_comes_after_its_start(provincial, year):
    page = change(provincial, collection_start="2026-10-01", collection_end="2026-09-30")

    assert page.tree.xpath('string(//*[@id="rule-collection_end-fault"])') == "ต้องหลังวันเริ่มเก็บข้อมูล"


def test_who_filled_in_older_rules_is_told_so_and_nothing_is_saved(provincial, as_person, year, session):
    other = as_person("province_officer", "50")
    older = filled(other.get(YEAR), threshold="80")
    change(provincial, threshold="75")
    provincial.post(f"{YEAR}/rules", sure="yes")

    assert other.post(f"{YEAR}/rules", **older).status == 409
    assert session.get(Criteria, (1, 2570)).threshold == 75


def test_what_is_the_same_changes_nothing(provincial, year, session):
    change(provincial)

    assert "กติกาเหมือนเดิม" in provincial.follow().text
    assert session.scalar(select(Event.id).where(Event.verb == "year.set_rules")) is None


def test_a_locked_year_has_no_form_and_refuses_one(provincial, year):
    given = filled(provincial.get(YEAR), threshold="65")
    page = lock(provincial)

    assert page.tree.xpath('//form[contains(@action, "/rules")]') == []
    assert provincial.post(f"{YEAR}/rules", **given).status == 409
    assert provincial.post(f"{YEAR}/rules", **given, sure="yes").status == 409


def test_a_district_reads_the_rules_and_has_no_form(officer, year):
    page = officer.get(YEAR)

    assert "งานช้ากว่าแผน" in page.text
    assert page.tree.xpath('//form[contains(@action, "/rules")]') == []


def test_a_figure_that_an_unlock_restated_leads_to_who_unlocked_and_why(provincial, officer, year):
    lock(provincial)
    approve_plan(year)
    provincial.get(YEAR)
    provincial.post(f"{YEAR}/unlock", reason="แผนมาช้า", sure="yes")
    drain()

    village = officer.get("/villages/50070503?year=2570")
    assert f"{YEAR}#acts" in village.links()
    told = [" ".join(one.split()) for one in acts_of(officer.get(YEAR))]
    assert [("ปลดล็อก" in one, "แผนมาช้า" in one) for one in told] == [(True, True), (False, False)]


def test_rules_that_were_changed_are_told_as_old_and_new(provincial, year):
    rules = {"threshold": "80", "collection_end": "2027-08-31"}
    seen = provincial.get(YEAR).tree.xpath('//input[@name="seen"]/@value')[0]
    provincial.post(f"{YEAR}/rules", seen=seen, sure="yes", **rules)

    (told,) = acts_of(provincial.get(YEAR))
    assert "70 → 80" in told
    assert "30 ก.ย. 2570 → 31 ส.ค. 2570" in told


def acts_of(page) -> list[str]:
    return [one.text_content() for one in page.tree.xpath('//h2[@id="acts"]/following-sibling::ul[1]/li')]
