"""What stands around a submission on its page: its effect, its neighbours in the list, what else is known."""

import pytest

from tests.fixtures.field import drain


def effect(page) -> str:
    found = page.tree.xpath('//div[@class="effect"]')
    return " ".join(found[0].text_content().split()) if found else ""


def test_the_account_that_reaches_seventy_percent_says_so(officer, field):
    field.accounts(range(6), "approved")
    last = field.account(6)

    assert "7/10" in effect(officer.get(f"/review/{last}")) and "ผ่าน" in effect(officer.page)
    assert "6/10" in effect(officer.page)


def test_what_it_says_comes_true(officer, field):
    field.accounts(range(7), "approved")
    field.review(field.forum(range(7)))
    drain()
    plan = field.send("community_plan")
    said = effect(officer.get(f"/review/{plan}"))
    officer.post(f"/review/{plan}", state="approved")
    drain()

    page = officer.get("/villages/50070503?year=2570")

    grade = page.tree.xpath('//span[contains(@class, "grade")]/b/text()')[0]
    assert f"{grade} " in said.partition("→")[2]


def test_a_second_account_of_a_household_changes_nothing(officer, field):
    field.accounts([0], "approved")
    again = field.account(0, period_start="2026-11-01")

    assert "ไม่ทำให้ตัวชี้วัด" in effect(officer.get(f"/review/{again}"))


def test_who_does_not_decide_is_told_no_effect(as_person, field):
    plan = field.send("community_plan")

    assert effect(as_person("province_officer", "50").get(f"/review/{plan}")) == ""


def test_other_accounts_of_the_household_stand_beside_it(officer, field):
    first, second = field.account(0), field.account(0, period_start="2026-11-01")
    other = field.account(1)

    links = officer.get(f"/review/{second}").links()

    assert f"/review/{first}" in links and f"/review/{other}" not in links


def test_one_goes_through_the_list_from_submission_to_submission(officer, field):
    sent = [field.account(number) for number in range(3)]
    page = officer.get(f"/review/{sent[1]}?queue=1&form=household_account")

    def towards(rel: str) -> list[str]:
        return page.tree.xpath(f'//a[@rel="{rel}"]/@href')

    assert towards("next") == [f"/review/{sent[0]}?queue=1&form=household_account"]
    assert towards("prev") == [f"/review/{sent[2]}?queue=1&form=household_account"]


@pytest.mark.parametrize("queue", ["?queue=1&form=household_account", "?queue=1"])
def test_a_decision_leads_to_the_next_one_and_at_last_to_the_list(officer, field, queue):
    one, two = field.account(0), field.account(1)
    officer.get(f"/review/{two}{queue}")
    officer.post(f"/review/{two}{queue}", state="approved")
    officer.follow()
    assert officer.page.path.startswith(f"/review/{one}{queue}")
    officer.post(f"/review/{one}{queue}", state="approved")
    page = officer.follow()

    assert officer.page.path.startswith("/review?") and page.rows() == []


def test_a_flag_is_set_aside_with_a_reason_and_the_list_forgets_it(officer, field):
    plan = field.send("community_plan")
    (form,) = officer.get(f"/review/{plan}").tree.xpath('//form[contains(@action, "/flags/evidence_missing")]/@action')
    refused = officer.post(form, reason=" ")
    assert refused.headers["X-Yudee-Problem"] == "dismissal-reason-missing"

    officer.post(form, reason="โทรถามแล้ว ภาพอยู่ที่กำนัน")

    assert "โทรถามแล้ว" in officer.follow().text
    assert "ขาดหลักฐาน" not in officer.get("/review").rows()[0]
    officer.get(f"/review/{plan}")
    officer.post(form, again="1")
    assert "ขาดหลักฐาน" in officer.get("/review").rows()[0]


def test_a_comment_without_a_decision(officer, field):
    plan = field.send("community_plan")
    token = officer.get(f"/review/{plan}").tree.xpath('//input[@name="csrf_token"]/@value')[0]
    officer.post(f"/review/{plan}/comments", comment="รอเอกสารจาก อบต.", csrf_token=token)

    page = officer.follow()

    assert "รอเอกสารจาก อบต." in page.text
    assert page.tree.xpath('//span[contains(@class, "state-received")]')
