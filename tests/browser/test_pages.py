"""Signing in, reviewing, a village and a project, as an officer sees them."""

import re

from playwright.sync_api import expect

from server.db.queries import results
from tests.browser.conftest import CHIEF, PROVINCE
from tests.fixtures.field import drain


def test_an_officer_signs_in_and_sees_what_waits(screen, told):
    screen.open("/")
    screen.picture("sign-in")
    screen.sign_in_by_form()

    expect(screen.page.locator("table.list tbody tr").first).to_be_visible()
    screen.picture("inbox")


def test_an_account_is_read_with_its_amounts(screen, told):
    screen.sign_in()
    screen.open(f"/review/{told.account}")

    expect(screen.page.locator(".answers")).to_contain_text("48,000")
    screen.picture("account")


def test_a_plan_is_read_with_its_photos(screen, told):
    screen.sign_in()
    page = screen.open(f"/review/{told.plan}")

    for photo in page.locator(".photo img").all():
        photo.scroll_into_view_if_needed()
        photo.evaluate("one => one.decode()")  # fails for a picture that cannot be shown
    screen.picture("plan")


def test_a_village_shows_both_bases_and_why(screen, told):
    screen.sign_in()
    screen.open("/villages/50070503?year=2570&basis=provisional")

    expect(screen.page.locator(".basis-card")).to_have_count(2)
    screen.picture("village")


def test_a_province_officer_sees_the_area(screen, told):
    screen.sign_in_by_form(PROVINCE)
    screen.picture("province")
    screen.open("/areas/500705?year=2570&basis=provisional")
    screen.picture("tambon")


def test_a_project_is_on_the_map_with_its_circle_and_reports(screen, told):
    screen.sign_in(CHIEF)
    page = screen.open(f"/projects/{told.project}?basis=provisional")

    expect(page.locator(".map path.leaflet-interactive")).to_have_count(5)
    page.wait_for_timeout(300)
    screen.picture("project")
    screen.open("/projects?basis=provisional")
    screen.picture("projects")


def test_a_province_officer_locks_a_year_and_sees_what_changed_since(screen, told):
    decide(told, "received")
    screen.sign_in(PROVINCE)
    page = screen.open("/years/2570")
    page.click("main details:has(button.danger) summary")
    screen.picture("year-open")
    page.click("main details button.danger")
    screen.picture("year-lock")
    page.click("button[name=sure]")
    expect(page.locator(".notice.good")).to_be_visible()
    decide(told, "approved")

    screen.open("/years/2570")
    expect(page.locator("table.list tbody tr")).not_to_have_count(0)
    page.click("main details summary")
    screen.picture("year-locked")
    screen.open("/years")
    screen.picture("years")
    screen.open("/villages/50070503?year=2570")
    screen.picture("village-locked")

    screen.open("/years/2570")
    page.click("main details summary")
    page.fill("#reason", "ทดลองบนหน้าจอ")
    page.click("main details button")
    page.click("button[name=sure]")
    expect(page.locator(".notice.good")).to_be_visible()


def decide(told, state):
    """Put the account in this state, whatever the tests before made of it, and have computed what turns on it."""
    told.field.review(told.account, state)
    with told.field.session.begin():
        results.mark_all_stale(told.field.session)
    drain()


def test_withdrawing_an_accounts_agreement_takes_a_second_look(screen, told):
    screen.sign_in()
    page = screen.open(f"/review/{told.account}")
    expect(page.locator("details button.danger")).to_be_hidden()

    page.click("aside details summary")

    expect(page.locator("details button.danger")).to_be_visible()
    screen.picture("withdrawal")


def test_a_second_officer_sees_the_first_ones_decision(office, told):
    office.sign_in()
    page = office.open(f"/review/{told.outside}")
    other = page.context.new_page()
    other.goto(page.url)
    other.click("button[value=approved]")
    expect(other.locator(".notice.good")).to_be_visible()
    page.fill("#comment", "ขอหลักฐานเพิ่ม")
    page.click("button[value=has_issues]")

    expect(page.locator(".notice.bad")).to_be_visible()
    expect(page.locator("#comment")).to_have_value("ขอหลักฐานเพิ่ม")
    assert re.search("อนุมัติแล้ว", page.inner_text(".notice.bad"))
    office.picture("outdated")


def test_everything_is_read_and_decided_without_script(scriptless, told):
    scriptless.sign_in_by_form()
    page = scriptless.open(f"/projects/{told.project}?basis=provisional")
    expect(page.locator(".map")).to_be_hidden()
    expect(page.locator("table.list").first).to_be_visible()

    scriptless.open(f"/review/{told.account}")
    page.click("button[value=approved]")

    expect(page.locator(".notice.good")).to_be_visible()


def test_a_village_is_printed_without_what_only_a_screen_needs(office, told):
    office.sign_in()
    page = office.open("/villages/50070503?year=2570&basis=provisional")
    page.emulate_media(media="print")

    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator(".filters")).to_be_hidden()
    expect(page.locator("table.indicators")).to_be_visible()
    office.picture("print")
