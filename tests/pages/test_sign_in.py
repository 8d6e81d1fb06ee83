"""Signing in and out at a browser, and what an outsider learns from it."""

import pytest
from sqlalchemy import select

from server.db.models import Event, Login
from tests.factories import PASSWORD, make_person
from tests.visitor import Visitor


@pytest.fixture
def somsri(session):
    made = make_person(session, "somsri@example.org")
    session.commit()
    return made


@pytest.mark.parametrize(
    ("role", "area", "home"),
    [
        ("district_officer", "5007", "/review"),
        ("district_chief", "5007", "/areas/5007"),
        ("province_officer", "50", "/areas/50"),
        ("evaluation_committee", "50", "/areas/50"),
        ("tambon_team", "500705", "/no-pages"),
    ],
)
def test_everybody_comes_to_the_page_of_their_role(as_person, role, area, home):
    visitor = as_person(role, area)

    assert visitor.page.headers["Location"] == home
    assert visitor.follow().status == 200


def test_the_first_page_leads_on_whoever_is_signed_in(officer):
    assert officer.get("/").headers["Location"] == "/review"


def test_a_deep_link_survives_the_sign_in(visitor, somsri):
    asked = visitor.get("/review?state=approved&form=community_plan")
    visitor.follow()
    visitor.post("/", email="somsri@example.org", password=PASSWORD)

    assert asked.status == 302
    assert visitor.page.headers["Location"] == "/review?state=approved&form=community_plan"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
    ],
)
def test_nobody_is_led_away_by_the_sign_in(visitor, somsri, elsewhere):
    visitor.get("/")
    visitor.post("/", email="somsri@example.org", password=PASSWORD, next=elsewhere)

    assert visitor.page.headers["Location"] == "/review"


def test_a_wrong_password_keeps_the_address_that_was_typed_and_says_so(visitor, somsri):
    page = visitor.sign_in("somsri@example.org", "wrong password")

    assert page.status == 401
    assert "อีเมลหรือรหัสผ่านไม่ถูกต้อง" in page.text
    assert page.tree.xpath('//input[@name="email"]/@value') == ["somsri@example.org"]
    assert "wrong password" not in page.answer.get_data(as_text=True)


def test_after_five_failures_the_page_says_how_long_to_wait(visitor, somsri):
    for _ in range(5):
        visitor.sign_in("somsri@example.org", "wrong")

    page = visitor.sign_in("somsri@example.org", PASSWORD)

    assert page.status == 429
    assert "รอ 5 นาที" in page.text


def test_somebody_elsewhere_can_still_sign_in_meanwhile(app, visitor, somsri):
    for _ in range(5):
        visitor.sign_in("somsri@example.org", "wrong")

    assert Visitor(app, "192.0.2.77").sign_in("somsri@example.org", PASSWORD).status == 302


def test_the_cookie_is_bound_to_this_host_and_no_script_reads_it(visitor, somsri):
    cookie = visitor.sign_in("somsri@example.org", PASSWORD).headers["Set-Cookie"]

    assert cookie.startswith("__Host-yudee=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_signing_out_ends_the_login_so_that_a_copied_cookie_is_worthless(officer, session):
    officer.get("/review")
    copied = officer.client.get_cookie("__Host-yudee", "yudee.example.org").value
    officer.post("/sign-out")
    officer.client.set_cookie("__Host-yudee", copied, domain="yudee.example.org", secure=True)

    assert officer.get("/review").headers["Location"].startswith("/?next=")
    assert session.scalars(select(Login)).all() == []


def test_a_form_without_its_token_is_refused(visitor, somsri):
    visitor.get("/")

    page = visitor.post("/", email="somsri@example.org", password=PASSWORD, csrf_token="")

    assert page.status == 400
    assert page.headers["X-Yudee-Problem"] == "page-too-old"


def test_another_site_cannot_sign_anybody_out(officer, session):
    answer = officer.client.post("/sign-out", base_url="https://yudee.example.org")

    assert answer.status_code == 400
    assert session.scalars(select(Login)).all() != []


def test_the_book_says_who_came_and_who_failed(visitor, somsri, session):
    visitor.sign_in("somsri@example.org", "wrong")
    visitor.sign_in("somsri@example.org", PASSWORD)
    visitor.get("/review")
    visitor.post("/sign-out")

    verbs = session.scalars(select(Event.verb).where(Event.verb.startswith("sign_")).order_by(Event.id)).all()
    assert verbs == ["sign_in.fail", "sign_in", "sign_out"]
