"""Acting on projects with a browser: screening, deciding, paying, consenting on a phone, telling villages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from server.db import session as sessions
from tests.browser.conftest import CHIEF, OFFICER, PROVINCE
from tests.browser.project_lives import Desk, furnish_desk
from tests.factories import make_area, make_person
from tests.fixtures.served import Served

NAMES = {"50": ("เชียงใหม่", "Chiang Mai"), "5007": ("แม่ริม", "Mae Rim"), "500705": ("สะลวง", "Saluang")}


@pytest.fixture(scope="module")
def desk(served: Served) -> Iterator[Desk]:
    """Projects at every stage, made once for the module."""
    engine = create_engine(served.database_url)
    sessions.connect(served.database_url, pooled=False)
    with Session(engine) as session:
        for email, role, area in (
            (OFFICER, "district_officer", "5007"),
            (PROVINCE, "province_officer", "50"),
            (CHIEF, "district_chief", "5007"),
        ):
            make_person(session, email, role=role, area=area)
        for code, (th, en) in NAMES.items():
            area = make_area(session, code)
            area.name_th, area.name_en = th, en
        yield furnish_desk(session)
    engine.dispose()


def pass_all(page: Page) -> None:
    for name in ("strategy_link", "from_plan", "benefit", "value", "completeness"):
        page.check(f"input[name={name}][value=pass]")


# Looking, on each screen in each language


def test_the_list_tells_what_waits(screen, desk):
    screen.sign_in()
    screen.open("/projects")

    expect(screen.page.locator(".waits a").first).to_be_visible()
    screen.picture("desk-list")


def test_a_screening_is_typed(screen, desk):
    screen.sign_in()
    page = screen.open(f"/projects/{desk.proposed}")

    expect(page.locator("#do details[open]")).to_have_count(1)
    screen.picture("desk-screening")


def test_a_decision_is_refused_where_it_is_wrong_and_asked_once_more(screen, desk):
    screen.sign_in(PROVINCE)
    page = screen.open(f"/projects/{desk.forwarded}")
    page.check("input[name=outcome][value=approved]")
    page.fill("#decide-order_no", "ชม 0017.3/1284")
    page.fill("#decide-budget_approved", "100,001")
    page.click("#do button[type=submit]")
    expect(page.locator("#decide-budget_approved-fault")).to_be_visible()
    expect(page.locator("#decide-order_no")).to_have_value("ชม 0017.3/1284")
    screen.picture("desk-refused")

    page.fill("#decide-budget_approved", "95,000")
    page.click("#do button[type=submit]")

    expect(page.locator("main")).to_contain_text("95,000")
    screen.picture("desk-asked")
    page.click("button[name=change]")
    expect(page.locator("#decide-budget_approved")).to_have_value("95,000")


def test_a_project_shows_its_money_and_history(screen, desk):
    screen.sign_in(PROVINCE)
    screen.open(f"/projects/{desk.funded}?basis=provisional")
    screen.picture("desk-funded")
    page = screen.open(f"/projects/{desk.completed}")

    expect(page.locator(".money")).to_contain_text("7,500")
    screen.picture("desk-completed")


def test_the_chief_reads_what_waits(screen, desk):
    screen.sign_in(CHIEF)
    page = screen.open("/withdrawals")

    expect(page.locator(".withdrawal")).not_to_have_count(0)
    screen.picture("desk-withdrawals")


def test_the_district_tells_the_villages(screen, desk):
    screen.sign_in()
    page = screen.open("/notices")
    screen.picture("desk-notices")
    page.click("text=/Letter|หนังสือแจ้ง/ >> nth=0")

    expect(page.locator(".letter")).to_be_visible()
    screen.picture("desk-letter")


def test_a_letter_is_printed_alone(office, desk):
    office.sign_in()
    page = office.open("/notices")
    page.click("td a.button >> nth=0")
    page.emulate_media(media="print")

    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator(".only-screen")).to_be_hidden()
    expect(page.locator(".letter")).to_be_visible()
    office.picture("desk-letter-print")


# Doing, without script


def test_a_project_is_screened_and_decided_without_script(scriptless, desk):
    scriptless.sign_in_by_form()
    page = scriptless.open(f"/projects/{desk.to_screen}")
    pass_all(page)
    page.check("input[name=outcome][value=forwarded]")
    page.fill("#screen-budget_recommended", "110,000")
    page.click("#do button.main")
    expect(page.locator(".notice.good")).to_be_visible()
    page.click(".who button")

    scriptless.sign_in_by_form(PROVINCE)
    scriptless.open(f"/projects/{desk.to_screen}")
    page.check("input[name=outcome][value=approved]")
    page.fill("#decide-order_no", "ชม 1/2570")
    page.fill("#decide-budget_approved", "110,000")
    page.click("#do button.main")
    page.click("button[name=sure]")

    expect(page.locator(".notice.good")).to_be_visible()
    expect(page.locator(".title .tag")).to_have_text("อนุมัติแล้ว")


def test_the_chief_consents_on_a_phone(chief_phone, desk):
    chief_phone.sign_in(CHIEF)
    page = chief_phone.open("/withdrawals")
    before = page.locator(".withdrawal").count()
    page.locator(".consent button").first.tap()
    chief_phone.picture("desk-consent-asked")
    page.locator("button[name=sure]").tap()

    expect(page.locator(".notice.good")).to_be_visible()
    expect(page.locator(".withdrawal")).to_have_count(before - 1)


def test_a_second_officer_is_told_of_the_first(office, desk):
    office.sign_in(PROVINCE)
    page = office.open(f"/projects/{desk.approved}")
    other = page.context.new_page()
    other.goto(page.url)
    other.fill("#transfer-amount", "40,000")
    other.fill("#transfer-bank_ref", "BAAC 25700214-1")
    other.fill("#transfer-account_last4", "1234")
    other.click("#do button.main")
    other.click("button[name=sure]")
    page.fill("#transfer-bank_ref", "BAAC 25700214-2")
    page.fill("#transfer-account_last4", "1234")
    page.click("#do button.main")

    expect(page.locator("#do .notice.bad")).to_be_visible()
    expect(page.locator("#transfer-bank_ref")).to_have_value("BAAC 25700214-2")
    office.picture("desk-moved-on")


def test_the_working_group_has_its_list_on_every_screen(screen, desk):
    screen.sign_in()
    screen.open("/screening")
    screen.page.locator("details summary").first.click()
    screen.picture("screening")
    screen.open("/screening/sheet")
    expect(screen.page.locator("main table")).to_be_visible()
    screen.picture("screening-sheet")
