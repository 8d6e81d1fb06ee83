"""The desk without script, without a mouse, enlarged, printed; and photos looked at closely."""

import pytest
from playwright.sync_api import expect

ACCOUNTS = "/review?form=household_account&village=50070504"


@pytest.mark.parametrize("address", ["/review", "/review/{plan}", "/desk", ACCOUNTS])
def test_at_twice_the_size_nothing_is_wider_than_the_screen(office, told, forty, address):
    office.page.set_viewport_size({"width": 683, "height": 384})
    office.sign_in()
    office.open(address.format(plan=told.plan))
    office.picture(f"enlarged-{address.partition('?')[0].strip('/').replace('/', '-')}")


def test_a_list_is_read_searched_and_decided_without_script(scriptless, forty):
    scriptless.sign_in()
    page = scriptless.open(ACCOUNTS)
    page.fill("input[type=search]", "39")
    page.click(".filters button")
    page.locator("td.lead a").first.click()
    expect(page.locator(".answers")).to_contain_text("60,000")
    page.click("button[value=approved]")

    expect(page.locator(".notice.good")).to_be_visible()
    page.click(".notice.good button")
    expect(page.locator(".notice.good")).to_contain_text("ยกเลิก")


def test_a_photo_is_a_link_without_script(scriptless, told):
    scriptless.sign_in()
    page = scriptless.open(f"/review/{told.plan}")
    link = page.locator("a.photo").first.get_attribute("href")

    assert page.context.request.get(scriptless.url + link).headers["content-type"] == "image/jpeg"


def test_two_submissions_are_decided_without_a_mouse(office, forty):
    office.sign_in()
    page = office.open(f"{ACCOUNTS}&find=1")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/*?**")
    first = heading(page)
    page.keyboard.press("j")
    expect(page.locator("h1")).not_to_have_text(first)
    page.keyboard.press("k")
    expect(page.locator("h1")).to_have_text(first)

    page.keyboard.press("a")
    expect(page.locator(".notice.good")).to_be_visible()
    second = heading(page)
    page.locator("#comment").focus()
    page.keyboard.press("Tab")
    expect(page.locator("button[value=approved]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).not_to_have_text(second)
    page.keyboard.press("u")
    page.wait_for_url("**/review?**")
    page.keyboard.press("/")
    expect(page.locator("input[type=search]")).to_be_focused()


def heading(page) -> str:
    return page.locator("h1").inner_text()


def test_keys_can_be_turned_off_and_stay_off(office, told):
    office.sign_in()
    page = office.open(f"/review/{told.outside}")
    page.locator(".keys summary").press("Enter")
    page.locator("[data-keys]").press("Space")
    page.reload()
    page.keyboard.press("u")
    page.keyboard.press("i")

    expect(page.locator("#comment")).not_to_be_focused()
    assert page.url.endswith(f"/review/{told.outside}")


@pytest.mark.parametrize("way", ["by mouse", "by keyboard"])
def test_a_photo_is_looked_at_closely_and_turned(office, told, way):
    office.sign_in()
    page = office.open(f"/review/{told.plan}")
    link = page.locator("a.photo").first
    if way == "by mouse":
        link.locator("img").click()
    else:
        link.press("Enter")
    shown = page.locator(".viewer-canvas img")
    expect(shown).to_be_visible()
    page.locator(".viewer-rotate-right").click()
    assert "rotate(90deg)" in shown.evaluate("it => it.style.transform")
    office.picture("photo", whole=False)
    page.keyboard.press("a")
    page.keyboard.press("Escape")

    expect(shown).to_be_hidden()
    expect(link).to_be_focused()
    expect(page.locator(".notice.good")).to_have_count(0)


def test_a_submission_and_the_overview_are_printed_without_what_only_a_screen_needs(office, told):
    office.sign_in()
    page = office.open(f"/review/{told.outside}")
    page.emulate_media(media="print")
    for hidden in (".top", ".decide form", ".look form", ".keys"):
        for one in page.locator(hidden).all():
            expect(one).to_be_hidden()
    expect(page.locator(".answers")).to_be_visible()
    office.picture("print-submission")

    office.open("/review")
    for hidden in (".filters", ".tabs", ".keys"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("table.list")).to_be_visible()
    office.picture("print-inbox")
