"""A way into an account is given out to whoever has just signed in, not to a browser that somebody left open."""

import datetime as dt

import pyotp
import pytest
from sqlalchemy import func, select, update

from server.db.models import ApiKey, Assignment, Login, PasswordReset, Person, SecondFactor
from tests.factories import PASSWORD

EMAIL = "me@example.org"
ACCOUNTS = (
    select(Person.email, Person.disabled_at, Assignment.role)
    .join(Assignment, Assignment.actor_id == Person.actor_id)
    .order_by(Person.email)
)
KEY = {"name": "Excel", "scope": "read", "part": "all", "days": "90"}


@pytest.fixture
def admin(as_person):
    return as_person("admin", "50", email=EMAIL)


@pytest.fixture
def a_while_goes_by(session):
    """More than fifteen minutes."""

    def go_by() -> None:
        session.execute(update(Login).values(created_at=func.now() - dt.timedelta(minutes=16)))
        session.commit()

    return go_by


@pytest.fixture
def left_open(admin, a_while_goes_by):
    """The browser of an administrator who signed in a while ago."""
    a_while_goes_by()
    return admin


@pytest.fixture
def ways_in(admin):
    """What gives a way in: the page, where its form is sent to, and what."""
    one = f"/admin/people/{admin.actor_id}"
    return {
        "a key": ("/me/keys", "/me/keys", KEY),
        "a second factor": ("/me/second-factor", "/me/second-factor", {}),
        "a link": (one, f"{one}/link", {}),
        "a code": (one, f"{one}/code", {}),
    }


@pytest.mark.parametrize("what", ["a key", "a second factor", "a link", "a code"])
def test_an_old_sign_in_gives_none(admin, ways_in, a_while_goes_by, session, what):
    page, action, fields = ways_in[what]
    admin.get(page)
    a_while_goes_by()
    answer = admin.post(action, **fields)

    assert answer.status == 403
    assert "เข้าใหม่" in answer.text and "15" in answer.text
    assert [session.scalars(select(kind)).first() for kind in (ApiKey, SecondFactor, PasswordReset)] == [None] * 3


@pytest.mark.parametrize("page", ["/me/keys", "/me/second-factor"])
def test_the_page_leads_through_a_new_sign_in_and_back(left_open, page):
    shown = left_open.get(page)
    form = shown.tree.xpath(f'//form[@action="/sign-out"][.//input[@name="next"]/@value="{page}"]')
    assert len(form) == 1
    assert not shown.tree.xpath(f'//form[@action="{page}"]')

    left_open.post("/sign-out", next=page)
    assert left_open.page.headers["Location"] == f"/?next={page}"
    left_open.follow()
    left_open.post("/", email=EMAIL, password=PASSWORD, next=page)
    assert left_open.page.headers["Location"] == page
    assert left_open.follow().tree.xpath(f'//form[@action="{page}"]')


def test_a_link_for_somebody_else_needs_none(left_open, as_person):
    other = as_person(email="other@example.org").actor_id
    left_open.get(f"/admin/people/{other}")
    assert left_open.post(f"/admin/people/{other}/link").status == 200


@pytest.fixture
def colleague(as_person):
    """Another administrator."""
    return as_person("admin", "50", email="colleague@example.org").actor_id


@pytest.fixture
def somsri(as_person):
    return as_person(email="somsri@example.org").actor_id


def test_nor_does_an_old_sign_in_let_in_those_who_let_others_in(admin, colleague, somsri, a_while_goes_by, session):
    of_colleague, of_somsri, new = f"/admin/people/{colleague}", f"/admin/people/{somsri}", "/admin/people/new"
    admin.get(of_colleague)
    admin.post(f"{of_colleague}/close")
    a_while_goes_by()
    before = session.execute(ACCOUNTS).all()
    tried = [
        (of_colleague, f"{of_colleague}/open", {}),
        (f"{of_somsri}/duty?role=admin", f"{of_somsri}/duty", {"role": "admin", "area": "50"}),
        (f"{new}?role=admin", "/admin/people", {"role": "admin", "area": "50", "email": "evil@example.org"}),
    ]
    for page, action, fields in tried:
        admin.get(page)
        answer = admin.post(action, **fields)
        assert (answer.status, "เข้าใหม่" in answer.text) == (403, True), action

    session.rollback()
    assert session.execute(ACCOUNTS).all() == before


def test_a_link_a_code_and_an_address_of_another_administrator_need_a_fresh_one(
    admin, colleague, a_while_goes_by, session
):
    page, address = f"/admin/people/{colleague}", {"name": "Colleague", "email": "evil@example.org"}
    a_while_goes_by()
    for what, fields in (("link", {}), ("code", {}), ("name", address)):
        admin.get(page)
        assert admin.post(f"{page}/{what}", **fields).status == 403, what

    assert session.scalar(select(PasswordReset)) is None
    assert session.scalar(select(Person.email).where(Person.actor_id == colleague)) == "colleague@example.org"


def test_a_fresh_one_does(admin, somsri):
    admin.get("/admin/people/new?role=admin")
    made = admin.post("/admin/people", role="admin", area="50", email="new@example.org", name="New")
    admin.get(f"/admin/people/{somsri}/duty?role=admin")

    assert made.status == 302
    assert admin.post(f"/admin/people/{somsri}/duty", role="admin", area="50").status == 302


@pytest.mark.parametrize("elsewhere", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_nobody_is_led_away_by_signing_out(left_open, elsewhere):
    left_open.get("/me")
    assert left_open.post("/sign-out", next=elsewhere).headers["Location"] == "/"


def test_a_second_factor_that_was_begun_is_neither_shown_nor_switched_on_by_an_old_sign_in(
    admin, a_while_goes_by, session
):
    admin.get("/me/second-factor")
    admin.post("/me/second-factor")
    secret = admin.follow().tree.xpath('//code[@class="secret"]/text()')[0]
    a_while_goes_by()

    confirmed = admin.post("/me/second-factor/confirm", code=pyotp.TOTP(secret).now())
    assert confirmed.status == 403
    assert secret not in confirmed.text

    shown = admin.get("/me/second-factor")
    assert not shown.tree.xpath("//main//img | //main//*[@class='secret']")
    assert shown.tree.xpath('//form[@action="/sign-out"]//input[@name="next"]/@value') == ["/me/second-factor"]
    assert session.scalar(select(SecondFactor.confirmed_at)) is None


def test_another_address_of_ones_own_needs_a_new_sign_in(admin, a_while_goes_by, session):
    """Where a provider signs people in, whoever has the address there comes in."""
    one = f"/admin/people/{admin.actor_id}"
    admin.get(one)
    a_while_goes_by()

    renamed = admin.post(f"{one}/name", name="Another", email="evil@example.org")
    assert renamed.status == 403
    assert "เข้าใหม่" in renamed.text
    assert session.scalar(select(Person.email)) == EMAIL

    session.rollback()
    admin.get(one)
    assert admin.post(f"{one}/name", name="Another", email=EMAIL).status == 302


def test_a_sign_in_of_a_clock_that_was_ahead_is_not_fresh_for_a_day(admin, session):
    admin.get("/me/keys")
    session.execute(update(Login).values(created_at=func.now() + dt.timedelta(hours=20)))
    session.commit()

    assert admin.post("/me/keys", **KEY).status == 403
