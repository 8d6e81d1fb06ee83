"""Signing in by a provider: for accounts that are there, by what its token says and nothing less."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select, update

from server.db.models import Event, Identity, Login, Person
from server.domain import by_provider, people
from tests.factories import make_person
from tests.fixtures.served import free_port
from tests.provider import new_key, provider
from tests.visitor import Visitor

EMAIL, LEAD = "me@example.org", "/sign-in/oidc"


@pytest.fixture(scope="module")
def key():
    return new_key("first")


@pytest.fixture
def little(app, key, monkeypatch):
    with provider(key) as little:
        monkeypatch.setitem(app.config, "OIDC", little.settings)
        yield little


@pytest.fixture
def person(session):
    made = make_person(session, EMAIL)
    session.commit()
    return made


def come(visitor: Visitor, little, path: str = LEAD, **says: object):
    """Sign in at the provider, which then says this."""
    little.says = says
    return visitor.get(little.agree(visitor.get(path).headers["Location"]))


def why(page) -> str:
    return page.tree.xpath('//p[@role="alert"]/text()')[0]


# The way


def test_the_button_leads_to_the_provider_with_state_nonce_and_pkce(little, visitor):
    start = visitor.get("/?next=/projects")
    link = start.tree.xpath('//a[contains(., "เข้าสู่ระบบด้วย ผู้ให้บริการ")]/@href')[0]
    led = urlsplit(visitor.get(link).headers["Location"])
    asked = {name: values[0] for name, values in parse_qs(led.query).items()}

    assert f"{led.scheme}://{led.netloc}{led.path}" == f"{little.url}/authorization"
    assert asked["redirect_uri"] == "https://yudee.example.org/sign-in/oidc/back"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert all(len(asked[name]) >= 20 for name in ("state", "nonce", "code_challenge"))


def test_somebody_comes_in_and_where_they_wanted(little, visitor, person, session):
    page = come(visitor, little, f"{LEAD}?next=/projects")

    assert (page.status, page.headers["Location"]) == (302, "/projects")
    assert visitor.follow().status == 200
    assert EMAIL in visitor.get("/me").text
    assert session.execute(select(Identity.issuer, Identity.subject)).one() == (little.url, "subject-1")


def test_what_the_provider_says_of_itself_and_its_keys_are_asked_once(app, little, person):
    for _ in range(3):
        assert come(Visitor(app), little).status == 302

    assert [little.told.count(path) for path in ("/.well-known/openid-configuration", "/keys", "/token")] == [1, 1, 3]


def test_a_new_key_of_the_provider_is_fetched(app, little, person):
    come(Visitor(app), little)
    little.key = little.signs = new_key("second")

    assert come(Visitor(app), little).status == 302


def test_an_address_that_is_told_apart_from_the_token_counts(little, visitor, person):
    assert come(visitor, little, email=None, email_verified=None).status == 302
    assert "/userinfo" in little.told


def test_the_client_may_be_told_as_one_of_a_list(little, visitor, person):
    assert come(visitor, little, aud=["yudee"]).status == 302


def test_the_address_is_the_same_in_large_letters(little, visitor, person):
    assert come(visitor, little, email="ME@Example.org").status == 302


@pytest.mark.parametrize("path", [LEAD, f"{LEAD}/back", f"{LEAD}/back?code=x&state=y"])
def test_another_site_signs_nobody_out_by_it(little, officer, path):
    officer.get(path)

    assert officer.get("/me").status == 200


def test_where_it_leads_stays_on_this_server(little, visitor, person):
    assert come(visitor, little, f"{LEAD}?next=//elsewhere.example").headers["Location"] == "/review"


def test_signing_out_is_an_affair_of_this_server(little, visitor, person, session):
    come(visitor, little)
    visitor.get("/me")
    visitor.post("/sign-out", csrf_token=visitor.page.tree.xpath('//input[@name="csrf_token"]/@value')[0])

    assert session.scalar(select(func.count()).select_from(Login)) == 0
    assert visitor.get("/me").status == 302


def test_a_role_that_has_to_have_a_second_factor_has_it_at_the_provider(app, little, visitor, person, monkeypatch):
    monkeypatch.setitem(app.config, "SECOND_FACTOR", frozenset(["district_officer"]))

    assert come(visitor, little).headers["Location"] == "/review"


@pytest.mark.parametrize("ago_s", [0, 14 * 60])
def test_the_provider_is_to_ask_whoever_did_not_sign_in_there_lately(little, visitor, person, ago_s):
    """Or else a browser that somebody left open signs in anew by itself, and a fresh sign-in shows nothing."""
    led = parse_qs(urlsplit(visitor.get(LEAD).headers["Location"]).query)

    assert led["max_age"] == ["900"]
    assert come(visitor, little, auth_time=int(time.time()) - ago_s).status == 302


# What is not believed


@pytest.mark.parametrize("when", ["long ago", "lately", True])
def test_a_sign_in_there_of_long_ago_opens_nothing(little, visitor, person, session, when):
    page = come(visitor, little, auth_time=int(time.time()) - 18 * 60 if when == "long ago" else when)

    assert (page.status, "เชื่อถือไม่ได้" in why(page)) == (403, True)
    assert session.scalar(select(func.count()).select_from(Login)) == 0


@pytest.mark.parametrize(
    "says",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody else"},
        {"aud": None},
        {"iss": "https://elsewhere.example"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"sub": None},
        {"sub": ""},
        {"sub": "a\0b"},
        {"sub": "x" * 256},
    ],
    ids=lambda says: "-".join(map(str, says)) + ("-missing" if None in says.values() else ""),
)
def test_a_token_that_is_not_for_this_sign_in_opens_nothing(little, visitor, person, session, says):
    page = come(visitor, little, **says)

    assert (page.status, "เชื่อถือไม่ได้" in why(page)) == (403, True)
    assert session.scalar(select(func.count()).select_from(Login)) == 0


def test_a_token_that_somebody_else_signed_opens_nothing(little, visitor, person):
    little.signs = new_key("first")

    assert come(visitor, little).status == 403


def test_another_state_or_none_opens_nothing(little, app, visitor, person):
    back = little.agree(visitor.get(LEAD).headers["Location"])
    stranger = Visitor(app)

    assert stranger.get(back).status == 403
    assert visitor.get(back.partition("&")[0]).status == 403
    assert visitor.get(back).status == 403  # what waited was for one answer


def test_a_code_is_good_once(little, visitor, person):
    back = little.agree(visitor.get(LEAD).headers["Location"])
    little.says = {}
    assert visitor.get(back).status == 302

    assert visitor.get(back).status == 403


def test_whoever_says_no_at_the_provider_is_back_at_the_sign_in(little, visitor, person):
    state = parse_qs(urlsplit(visitor.get(LEAD).headers["Location"]).query)["state"][0]
    page = visitor.get(f"{LEAD}/back?error=access_denied&state={state}")

    assert (page.status, "ไม่ได้ยืนยัน" in why(page)) == (403, True)


# Whose account


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_nobody_verified_opens_nothing(little, visitor, person, verified):
    page = come(visitor, little, email_verified=verified)

    assert (page.status, "ยังไม่ได้ยืนยันอีเมล" in why(page)) == (403, True)


def test_the_other_language_does_not_bring_the_answer_again(little, visitor, person):
    page = come(visitor, little, email="new@example.org")

    assert page.tree.xpath('//a[@class="tongue"]/@href') == ["/?lang=en"]


def test_nobody_gets_an_account_by_it(little, visitor, person, session):
    page = come(visitor, little, email="new@example.org")

    assert (page.status, "ไม่มีบัญชีที่เปิดอยู่" in why(page)) == (403, True)
    assert session.scalar(select(func.count()).select_from(Person)) == 1


def test_a_closed_account_stays_closed(little, visitor, person, session):
    people.disable(session, EMAIL)
    session.commit()

    assert come(visitor, little).status == 403


def test_an_account_is_of_the_subject_that_came_first(app, little, person, session):
    come(Visitor(app), little)
    page = come(Visitor(app), little, sub="subject-2")
    assert (page.status, "บัญชีอื่นของผู้ให้บริการ" in why(page)) == (403, True)

    by_provider.unbind(session, EMAIL)
    session.commit()
    assert come(Visitor(app), little, sub="subject-2").status == 302


def test_a_subject_opens_one_account(app, little, person, session):
    make_person(session, "other@example.org")
    session.commit()
    come(Visitor(app), little)

    assert come(Visitor(app), little, email="other@example.org").status == 403


def test_another_address_is_bound_anew(app, little, person, session, as_person):
    come(Visitor(app), little)
    admin = as_person("admin", "50")
    admin.get(f"/admin/people/{person.actor_id}")
    admin.post(f"/admin/people/{person.actor_id}/name", name="x", email="new@example.org")

    assert come(Visitor(app), little, email="new@example.org", sub="subject-9").status == 302


def test_somebody_without_a_password_comes_in_by_the_provider(little, visitor, person, session):
    session.execute(update(Person).values(password_hash=""))
    session.commit()

    assert come(visitor, little).status == 302


def test_the_book_says_that_and_by_whom_an_account_was_bound(app, little, person, session):
    for _ in range(2):
        come(Visitor(app), little)
    told = session.execute(select(Event.verb, Event.details).where(Event.subject == "person").order_by(Event.id)).all()

    assert [row.verb for row in told] == ["person.bind_identity", "sign_in", "sign_in"]
    assert told[0].details == {"issuer": little.url}


# Without it


def test_a_provider_that_is_away_is_said_and_asked_again_later(app, little, visitor, person, monkeypatch):
    away = type(little.settings)(f"http://127.0.0.1:{free_port()}", "x", "x", "x")
    monkeypatch.setitem(app.config, "OIDC", away)
    page = visitor.get(LEAD)

    assert (page.status, "ติดต่อผู้ให้บริการ" in why(page)) == (503, True)
    assert page.tree.xpath('//input[@id="password"]')
    monkeypatch.setitem(app.config, "OIDC", little.settings)
    assert come(visitor, little).status == 302


def test_without_a_provider_there_is_no_button_and_no_page(visitor):
    assert not visitor.get("/").tree.xpath('//a[contains(@href, "oidc")]')
    assert [visitor.get(path).status for path in (LEAD, f"{LEAD}/back")] == [404, 404]
