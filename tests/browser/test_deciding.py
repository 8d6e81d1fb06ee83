"""What a province decides: several projects by one order, rules and lock of a year, evaluations; photos in a row."""

import pytest
from playwright.sync_api import expect

from server.db.session import transaction
from server.domain import years
from tests.browser.conftest import OFFICER, PROVINCE
from tests.browser.project_lives import furnish_desk
from tests.browser.test_accessibility import broken_rules
from tests.domain.projects.lives import make_life


@pytest.fixture(scope="module")
def desk(told):
    """Two projects that are forwarded, one that is finished and evaluated by the committee; a year that is open."""
    session = told.field.session
    made = furnish_desk(session)
    second = make_life(session, title="ซ่อมแซมรางระบายน้ำ", number=21)
    second.screen(budget=60_000)
    finished = make_life(session, title="ธนาคารข้าวชุมชน", number=22).up_to("completed")
    finished.evaluation(state="received")
    finished.compute()
    with transaction() as owner:
        years.open_year(owner, 1, 2575)
    session.commit()
    return made, finished.id


def test_several_projects_are_approved_by_one_order(office, desk, told):
    office.sign_in(PROVINCE)
    page = office.open("/projects?waiting=decide")
    page.get_by_text("อนุมัติหลายโครงการด้วยคำสั่งเดียว").click()
    for box in page.locator("tbody input[type=checkbox]").all():
        box.check()
    page.fill("#order_no", "ชม 12/2570")
    page.click("form[method=post] button.main")

    expect(page.locator("dd.amount")).to_contain_text("160,000")
    page.click("button[name=change]")
    expect(page.locator("tbody input:checked")).to_have_count(2)


def test_the_pages_of_deciding_fit_every_screen_and_are_for_everybody(screen, desk, told):
    made, finished = desk
    screen.sign_in(PROVINCE)
    for name, address in {
        "approvals": "/projects/approvals",
        "evaluated": f"/projects/{finished}",
        "narrowed": "/projects?stage=funded,in_progress&programme=3&at_site=no&mode=hired",
    }.items():
        page = screen.open(address)
        assert broken_rules(page) == "", name
        screen.picture(f"decide-{name}")
    page = screen.open("/projects/approvals")
    page.locator("tbody input[type=checkbox]").first.check()
    page.fill("#order_no", "ชม 12/2570")
    page.click("main form[method=post] button.main")
    page.locator("button[name=sure]").wait_for()
    assert broken_rules(page) == ""
    screen.picture("decide-approve")


def test_rules_and_lock_of_a_year_are_looked_at_once_more(screen, desk):
    screen.sign_in(PROVINCE)
    page = screen.open("/years/2575")
    page.click("main details:has(#rule-threshold) summary")
    page.fill("#rule-threshold", "101")
    page.click("main details[open] button.main")
    page.locator("#rule-threshold-fault").wait_for()
    assert broken_rules(page) == ""
    screen.picture("decide-rules-refused")
    page.fill("#rule-threshold", "65")
    page.click("main details[open] button.main")
    page.locator("ins").wait_for()
    assert broken_rules(page) == ""
    screen.picture("decide-rules")
    page.click("button[name=change]")
    expect(page.locator("#rule-threshold")).to_have_value("65")
    page = screen.open("/years/2575")
    page.click("main details:not(:has(#rule-threshold)) summary")
    page.click("main details[open] button.danger")
    page.locator("button[name=sure]").wait_for()
    assert broken_rules(page) == ""
    screen.picture("decide-lock")


def test_the_map_draws_every_project_and_tells_of_one(office, told):
    office.sign_in(PROVINCE)
    page = office.open("/areas/50/projects/map?year=2570")

    page.wait_for_selector(".map.large[data-drawn]")
    assert int(page.locator(".map.large").get_attribute("data-drawn")) > 0


def test_a_photo_of_a_project_opens_large_with_what_it_is(office, told):
    office.sign_in(OFFICER)
    page = office.open("/areas/5007/photos?year=2570&basis=provisional")
    page.locator("a.photo").first.press("Enter")

    expect(page.locator(".viewer-title")).to_contain_text("2569")
