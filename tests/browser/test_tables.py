"""Budget, household finance and how the work goes, as an officer and the province see them; a sheet to be printed."""

from random import Random

import pytest
from playwright.sync_api import expect

from server.db.session import transaction
from server.domain import publishing
from tests.browser.conftest import PROVINCE
from tests.domain.money import NOW, make_account, make_accounts
from tests.factories import make_project, make_village

SEED = ((1, 36_928_000), (2, 22_123_000), (3, 8_464_000), (4, 2_765_000), (5, 22_720_000))
RECEIPTS = ("crop_sales", "fruit_sales", "farm_wage", "remittance_in", "state_welfare")
PAYMENTS = ("food", "housing_utilities", "transport_fuel", "farm_inputs", "merit_social", "lottery_gambling")


@pytest.fixture(scope="module")
def money(told):
    """Forty households of the village with accounts by category, a small village, the published budget of 2550."""
    session, random = told.field.session, Random(1)
    for _ in range(40):
        receipts = {one: random.randrange(12_000, 90_000) for one in RECEIPTS if random.random() < 0.7}
        payments = {one: random.randrange(3_000, 40_000) for one in PAYMENTS if random.random() < 0.8}
        debts = {one: random.randrange(5_000, 200_000) for one in ("baac", "village_fund") if random.random() < 0.5}
        make_account(session, "50070503", receipts=receipts, payments=payments, debts=debts)
    make_accounts(session, "50070504", 4)
    make_village(session, "50070601")
    for programme, baht in SEED:
        changes = {"programme": programme, "budget_approved": baht * 100, "transferred": baht * 40}
        make_project(session, "50070504", **changes)
    make_project(session, "50070503", programme=None, kind="plan_making", budget_approved=2_000_000)
    session.commit()
    with transaction() as owner:
        publishing.publish(owner, 1, 2570, now=NOW)
    return told


def test_the_budget_by_programme(screen, money):
    screen.sign_in(PROVINCE)
    page = screen.open("/areas/50/budget?year=2570")

    expect(page.locator("tfoot")).to_contain_text("100.00%")
    screen.picture("budget")


def test_household_finance_of_a_tambon(screen, money):
    screen.sign_in()
    screen.open("/areas/500705/finance?year=2570")
    screen.picture("finance")


def test_the_sheet_of_a_village(screen, money):
    screen.sign_in()
    page = screen.open("/villages/50070503/finance?year=2570")

    expect(page.locator(".three table").first).to_be_visible()
    screen.picture("village-finance")
    screen.open("/villages/50070504/finance?year=2570")
    screen.picture("village-finance-of-few")


def test_the_sheet_of_a_village_is_printed_without_what_only_a_screen_needs(office, money):
    office.sign_in()
    page = office.open("/villages/50070503/finance?year=2570")
    page.emulate_media(media="print")

    for hidden in (".top", ".filters", ".tabs"):
        expect(page.locator(hidden).first).to_be_hidden()
    office.picture("village-finance-print")


def test_how_the_work_goes(screen, money):
    screen.sign_in()
    page = screen.open("/areas/5007/process")

    expect(page.locator("svg.days").first).to_be_visible()
    screen.picture("process")
