"""A district clears a queue of forty, sends two back, and what the team corrects changes the grade."""

from playwright.sync_api import expect
from sqlalchemy import func, select

from server.db.models import Submission
from tests.browser.queue_of_forty import ACCOUNTS, HOUSEHOLDS, PERIOD, VILLAGE
from tests.browser.village_year import HEADS
from tests.fixtures.field import drain

LIST = f"/review?village={VILLAGE}"
ACCOUNTS_LIST = f"{LIST}&form=household_account"
OFFICIAL = f"/villages/{VILLAGE}?year=2570"
NO_PERIOD, ONE_MISSING = "ไม่มีงวดบัญชี", "บ้านเลขที่ 38 ลงชื่อในใบแต่ไม่ได้ติ๊ก"


def test_a_queue_of_forty_is_cleared_and_what_was_corrected_changes_the_grade(office, chief_phone, forty):
    office.sign_in()
    sent_back(office, forty.odd, NO_PERIOD)
    sent_back(office, forty.forum_id, ONE_MISSING)
    approved_together(office)
    assert states(forty) == {"approved": 38, "has_issues": 2}
    office.open(OFFICIAL)
    expect(office.page.locator(".basis-card.basis-official .grade-B")).to_be_visible()

    team = chief_phone.open(forty.team_page)
    for words in (NO_PERIOD, ONE_MISSING):
        expect(team.get_by_text(words).first).to_be_visible()
    chief_phone.picture("queue-team")
    corrected_on_the_phone(forty)
    team.reload()
    expect(team.locator("h2").first.locator(".tag")).to_have_count(0)  # nothing is left to correct
    expect(team.locator("main")).to_contain_text("รออำเภอตรวจ")

    approved_after_the_difference(office, forty)
    approved_in_place_of_the_first(office)
    office.open(OFFICIAL)
    expect(office.page.locator(".basis-card.basis-official .grade-A")).to_be_visible()
    expect(office.page.locator("main")).to_contain_text(f"{ACCOUNTS} / {HOUSEHOLDS}")
    assert states(forty) == {"approved": 40, "rejected": 1}
    office.picture("queue-grade")


def sent_back(office, submission_id: int, words: str) -> None:
    """Found in the list and sent back without a hand on the mouse."""
    page = office.open(LIST)
    link = page.locator(f"td.lead a[href^='/review/{submission_id}?']")
    while not link.evaluate("it => it === document.activeElement"):
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/review/{submission_id}?**")
    page.keyboard.press("i")
    page.keyboard.type(words)
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    expect(page.locator(".notice.good")).to_be_visible()


def approved_together(office) -> None:
    """The sample is opened, the button works, and what it did is said."""
    page = office.open(ACCOUNTS_LIST)
    page.locator("form.together button").press("Enter")
    page.wait_for_url("**/review/draws/**")
    draw = page.url
    expect(page.locator("button.main")).to_be_disabled()
    office.picture("queue-draw")
    for link in [one.get_attribute("href") for one in page.locator("td.lead a").all()]:
        office.open(link)
    page.goto(draw)
    page.locator("main button.main").press("Enter")
    expect(page.locator(".notice.good")).to_contain_text("38")
    drain()


def corrected_on_the_phone(forty) -> None:
    """The forum is edited; the account, which no phone may edit, is made anew in place of the first."""
    phone = forty.phone
    phone.sync()
    households = [str(one) for one in forty.field.households]
    forty.edit_forum()
    form = phone.open("household_account")
    form.answer("village_code", VILLAGE)
    (entry,) = form.choices("corrects")
    form.answer("corrects", entry)
    assert NO_PERIOD in form.label("corrects_note")
    form.fill({"household": households[0], "consent_plan_use": "yes"} | PERIOD)
    form.fill({"entry_mode": "summary", "r_all": 60000, "p_all": 45000, "d_all": 0, "totals_confirmed": "yes"})
    phone.finish(form)
    forty.send()


def approved_after_the_difference(office, forty) -> None:
    page = office.open(f"/review/{forty.forum_id}")
    expect(page.locator(".changed ins").first).to_contain_text(HEADS[37 % len(HEADS)])
    expect(page.locator(".changed")).not_to_contain_text(HEADS[0])
    expect(page.locator(".effect .grade-A")).to_be_visible()
    office.picture("queue-difference")
    page.keyboard.press("a")
    expect(page.locator(".notice.good")).to_be_visible()
    drain()


def approved_in_place_of_the_first(office) -> None:
    page = office.open(ACCOUNTS_LIST)
    page.locator("td.lead a").click()
    expect(page.locator(".notice a[href^='/review/']")).to_be_visible()
    office.picture("queue-correction")
    page.keyboard.press("a")
    expect(page.locator(".notice.good")).to_be_visible()
    drain()


def states(forty) -> dict[str, int]:
    """How many of what was sent since the forum are in which state."""
    forty.session.rollback()
    sent = select(Submission.state, func.count()).where(Submission.id >= forty.forum_id)
    return dict(forty.session.execute(sent.group_by(Submission.state)).all())
