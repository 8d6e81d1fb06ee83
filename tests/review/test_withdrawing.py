"""The button on an account's page with which an officer records that its household took back its agreement."""

import pytest
from sqlalchemy import select

from server.db.models import Submission, SubmissionVersion, Withdrawal
from tests.fixtures.field import drain

PAGE = "/review/{}"
WITHDRAWAL = "/review/{}/withdrawal"


@pytest.fixture
def account(field) -> int:
    return field.account(0)


def test_the_accounts_are_erased_after_a_second_look_and_the_list_says_so(officer, field, account):
    page = officer.get(PAGE.format(account))
    (details,) = page.tree.xpath('//details[.//button[contains(text(), "ลบบัญชี")]]')
    assert "open" not in details.attrib
    assert "2570" in details.text_content()

    officer.post(WITHDRAWAL.format(account))
    listed = officer.follow()
    drain()

    assert "ลบบัญชีของครัวเรือนในปีนั้นแล้ว" in listed.text
    field.session.rollback()
    assert field.session.get(Submission, account).erased_because == "consent_withdrawn"
    withdrawn = field.session.scalars(select(Withdrawal)).one()
    assert (withdrawn.household_id, withdrawn.plan_year, withdrawn.actor_id) == (
        field.households[0],
        2570,
        officer.actor_id,
    )
    assert officer.get(PAGE.format(account)).status == 404


def test_an_erased_account_is_in_no_list_and_leads_nowhere(officer, field, account):
    officer.get(PAGE.format(account))
    officer.post(WITHDRAWAL.format(account))
    drain()

    assert f"/review/{account}" not in officer.get("/review?state=all").links()
    village = officer.get("/villages/50070503?year=2570&basis=provisional")
    assert f"/review/{account}" not in village.links()
    assert "ไม่ยินยอม" in village.text


def test_an_account_without_a_household_says_what_is_missing(officer, field):
    account = field.account(0, household="")
    officer.get(PAGE.format(account))

    page = officer.post(WITHDRAWAL.format(account))

    assert page.status == 409
    assert "ยังไม่ระบุครัวเรือน" in page.text


def test_other_forms_have_no_such_button(officer, field):
    plan = field.send("community_plan")

    page = officer.get(PAGE.format(plan))

    assert page.tree.xpath(f'//form[@action="{WITHDRAWAL.format(plan)}"]') == []
    assert officer.post(WITHDRAWAL.format(plan), csrf_token=token_of(page)).status == 409


def token_of(page) -> str:
    return page.tree.xpath('//input[@name="csrf_token"]/@value')[0]


def test_nor_is_an_earlier_version_of_it_opened(officer, field, account):
    version = field.session.scalar(select(SubmissionVersion.id).where(SubmissionVersion.submission_id == account))
    address = f"{PAGE.format(account)}?version={version}"
    assert officer.get(address).status == 200

    officer.post(WITHDRAWAL.format(account))

    assert officer.get(address).status == 404
