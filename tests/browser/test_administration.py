"""Every page of those who look after Yudee, and everybody's own, passes axe's rules and fits the screen."""

from collections.abc import Iterator

import pyotp
import pytest

from server.db.models import Person
from server.domain import resets
from tests.browser.test_accessibility import broken_rules
from tests.factories import make_area, make_person

ADMIN, LONG = "malee@example.org", "นางสาวกรรณิการ์พัชรพรรณวดี ณ อยุธยาพิทักษ์ประชาราษฎร์"
CRITERIA = "/admin/criteria"


@pytest.fixture(scope="module")
def pages(told) -> dict[str, str]:
    """The addresses, each with what it can show."""
    session = told.field.session
    make_area(session, "5006")
    make_person(session, ADMIN, role="admin", area="50")
    other = make_person(session, "a.very.long.address.of.somebody@saluang-subdistrict.example.org")
    given = resets.give(session, session.get_one(Person, other.actor_id), LONG, resets.LINK, workspace_id=1)
    session.commit()
    return {
        "people": "/admin/people?closed=all",
        "nobody": "/admin/people?word=zzz",
        "person": f"/admin/people/{other.actor_id}",
        "duty": f"/admin/people/{other.actor_id}/duty",
        "new-role": "/admin/people/new",
        "new": "/admin/people/new?role=committee_member",
        "roles": "/admin/roles",
        "areas": "/admin/areas",
        "district": "/admin/areas/5007",
        "subdistrict": "/admin/areas/500705",
        "village": "/admin/villages/50070503",
        "criteria": CRITERIA,
        "phones": "/admin/phones",
        "forms": "/admin/forms",
        "me": "/me",
        "keys": "/me/keys",
        "factor": "/me/second-factor",
        "reset-link": given.path,
        "reset-code": "/reset",
    }


NAMES = [
    "people",
    "nobody",
    "person",
    "duty",
    "new-role",
    "new",
    "roles",
    "areas",
    "district",
    "subdistrict",
    "village",
]
NAMES += ["criteria", "phones", "forms", "me", "keys", "factor", "reset-link", "reset-code"]


@pytest.fixture(params=["office", "chief_phone"])
def display(request):
    """A screen of each size, in Thai."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_the_administration_is_for_everybody(display, pages, name):
    display.sign_in(ADMIN)
    display.open(pages[name])

    assert broken_rules(display.page) == ""


def test_the_pages_of_the_administration_fit_every_screen(screen, pages):
    screen.sign_in(ADMIN)
    for name in NAMES:
        screen.open(pages[name])
        screen.picture(f"admin-{name}")


def test_a_page_is_read_at_twice_the_size(office, pages):
    office.page.set_viewport_size({"width": 683, "height": 384})
    office.sign_in(ADMIN)
    for name in NAMES:
        office.open(pages[name])
        office.picture(f"twice-{name}")


def test_without_script_somebody_is_added_and_sets_a_password(scriptless, pages):
    scriptless.sign_in(ADMIN)
    page = scriptless.open("/admin/people/new")
    page.select_option("#role", "district_officer")
    page.click("button.main")
    page.fill("#email", "new@example.org")
    page.fill("#name", LONG)
    page.select_option("#area", "5006")
    page.click("button.main")
    page.click("aside form button >> nth=0")
    link = page.inner_text("code.secret")
    page.goto(scriptless.url + link[link.index("/reset/") :])
    page.fill("#password", "a long new password")
    page.fill("#again", "a long new password")
    page.click("main button.main")
    page.fill("#email", "new@example.org")
    page.fill("#password", "a long new password")
    page.click("main button.main")

    assert page.url.endswith("/review")


def set_up_and_use(shown, email: str) -> Iterator[str]:
    """A second factor from the first page to the next sign-in; stops where there is something to see."""
    shown.sign_in(email)
    page = shown.open("/me/second-factor")
    page.click("button.main")
    app = pyotp.TOTP(page.inner_text("code.secret"))
    yield "factor-begun"
    page.fill("#confirm-code", app.now())
    page.click("ol button.main")
    code = page.locator("ol.codes code").first.inner_text()
    yield "factor-codes"
    page.context.clear_cookies()
    shown.sign_in_by_form(email)
    yield "second-step"
    page.fill("#code", code)
    page.click("main button.main")
    page.wait_for_url("**/review")


def careful(told, email: str) -> str:
    make_person(told.field.session, email)
    told.field.session.commit()
    return email


def test_a_second_factor_is_for_everybody(display, pages, told):
    for name in set_up_and_use(display, careful(told, f"{display.name}@example.org")):
        assert broken_rules(display.page) == "", name
        display.picture(name)


def test_without_script_a_second_factor_is_set_up_and_used(scriptless, pages, told):
    for name in set_up_and_use(scriptless, careful(told, "careful@example.org")):
        scriptless.picture(name)


def test_a_key_is_made_on_a_page(screen, pages):
    screen.sign_in(ADMIN)
    page = screen.open("/me/keys")
    page.fill("#name", "Excel")
    page.click("button.main")

    assert page.inner_text("code.secret").startswith("yud_")
    assert broken_rules(page) == ""
    screen.picture("key-made")


def test_a_refusal_on_a_form_is_for_everybody(display, pages):
    display.sign_in(ADMIN)
    page = display.open(pages["village"])
    page.fill("#lat", "98")
    page.click("button.main")
    page.locator(".fault").first.wait_for()

    assert broken_rules(page) == ""
    display.said.clear()
