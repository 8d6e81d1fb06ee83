"""Setting a password by a link or a printed code: once, by whoever holds it, and nothing is told to others."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update

from server.db.models import Event, Login, PasswordReset, Person
from server.db.session import transaction
from server.domain import passwords, resets, sessions
from server.domain.throttle import OF_ONE_ACCOUNT, OF_ONE_PLACE
from tests.factories import PASSWORD, make_person
from tests.visitor import Visitor

EMAIL, NEW = "somsri@example.org", "a long new password"


@pytest.fixture
def somsri(session):
    made = make_person(session, EMAIL)
    session.commit()
    return made


@pytest.fixture
def give(somsri):
    """A link or a code for somsri, given out as the administrator's page does it."""

    def given(kind):
        with transaction() as session:
            return resets.give(session, session.get_one(Person, somsri.actor_id), "สมศรี", kind, workspace_id=1)

    return given


@pytest.fixture
def link(give):
    return give(resets.LINK).path


@pytest.fixture
def code(give):
    return give(resets.CODE).secret


def by_code(visitor, code, email=EMAIL, password=NEW, again=None):
    visitor.get("/reset")
    return visitor.post("/reset", email=email, code=code, password=password, again=again or password)


def by_link(visitor, link, password=NEW, again=None):
    visitor.get(link)
    return visitor.post(link, password=password, again=again or password)


def signs_in(visitor, password, email=EMAIL):
    return visitor.sign_in(email, password).status == 302


def test_a_link_sets_the_password_once(app, visitor, link):
    assert by_link(visitor, link).headers["Location"] == "/?done=password"
    assert signs_in(visitor, NEW)
    assert not signs_in(Visitor(app), PASSWORD)
    again = visitor.get(link)
    assert (again.status, again.headers["X-Yudee-Problem"]) == (404, "reset-link-ended")


def test_a_code_sets_the_password_once_however_it_is_typed(app, visitor, code):
    assert by_code(visitor, f" {code.lower().replace('-', ' ')} ", email=" Somsri@Example.org ").status == 302
    assert signs_in(visitor, NEW)
    assert by_code(Visitor(app), code).headers.get("Location") is None


def test_every_sign_in_ends_with_the_old_password(app, visitor, link, session):
    officer = Visitor(app)
    officer.sign_in(EMAIL, PASSWORD)
    script = sessions.sign_in(EMAIL, PASSWORD, sessions.BEARER, address="192.0.2.9")
    by_link(visitor, link)

    assert officer.get("/review").headers["Location"].startswith("/?next=")
    with transaction() as other:
        assert sessions.by_token(other, script.token, sessions.BEARER) is None


def test_a_browser_in_which_somebody_else_is_signed_in_is_nobodys_afterwards(officer, link, session):
    by_link(officer, link)

    assert officer.page.headers["Location"] == "/?done=password"
    assert officer.get("/review").headers["Location"].startswith("/?next=")
    assert session.scalar(select(func.count()).select_from(Login)) == 0


def test_the_book_says_who_gave_it_out_and_that_it_was_used(visitor, link, somsri, session):
    by_link(visitor, link)

    rows = select(Event.verb, Event.actor_id, Event.details).where(Event.subject == "person")
    given, used = session.execute(rows.where(Event.verb.startswith("person.")).order_by(Event.id)).all()
    assert (given.verb, given.details) == ("person.give_reset", {"kind": "link"})
    assert (used.verb, used.actor_id, used.details["kind"]) == ("person.set_password", somsri.actor_id, "link")


@pytest.mark.parametrize(
    ("password", "again", "code_said"),
    [("nine char", "nine char", "password-too-short"), (NEW, NEW + "!", "passwords-differ")],
)
def test_what_is_no_password_is_said_and_the_link_and_the_code_work_still(
    app, visitor, give, password, again, code_said
):
    for kind in (resets.LINK, resets.CODE):
        given = give(kind)
        page = (
            by_link(visitor, given.path, password, again)
            if kind == resets.LINK
            else by_code(visitor, given.secret, password=password, again=again)
        )
        assert page.status == 422, code_said
        assert page.tree.xpath('//p[@role="alert"]')
        assert password not in page.answer.get_data(as_text=True)
        assert (by_link(visitor, given.path) if kind == resets.LINK else by_code(visitor, given.secret)).status == 302


@pytest.mark.parametrize("kind", [resets.LINK, resets.CODE])
def test_what_ran_out_or_belongs_to_a_closed_account_opens_nothing(visitor, give, session, somsri, kind):
    for statement in (
        update(PasswordReset).values(expires_at=func.now() - dt.timedelta(seconds=1)),
        update(Person).values(disabled_at=func.now()),
    ):
        given = give(kind)
        session.execute(statement)
        session.commit()
        page = visitor.get(given.path) if kind == resets.LINK else by_code(visitor, given.secret)
        assert page.status == (404 if kind == resets.LINK else 422)


def test_a_link_lasts_a_day_and_a_code_a_fortnight(give):
    now = dt.datetime.now(dt.UTC)
    lasts = [give(kind).expires_at - now for kind in (resets.LINK, resets.CODE)]

    assert [round(one / dt.timedelta(hours=1)) for one in lasts] == [24, 14 * 24]


def test_the_database_holds_neither_the_token_nor_the_code(give, session):
    for kind in (resets.LINK, resets.CODE):
        secret = give(kind).secret
        session.rollback()
        kept = session.scalar(select(PasswordReset.secret_sha256))
        assert secret.encode() not in kept
        assert secret.replace("-", "").encode() not in kept


def test_an_unknown_address_a_wrong_code_and_anothers_code_are_answered_alike(app, give, session):
    make_person(session, "malee@example.org")
    session.commit()
    code = give(resets.CODE).secret
    tries = [("nobody@example.org", code), (EMAIL, "AAAA-BBBB-CCCC"), ("malee@example.org", code), (EMAIL, "")]
    pages = [by_code(Visitor(app, f"192.0.2.{n}"), tried, email) for n, (email, tried) in enumerate(tries)]

    assert {page.status for page in pages} == {422}
    assert len({page.tree.xpath('string(//p[@role="alert"])') for page in pages}) == 1


def test_guessing_is_slow_and_even_the_right_code_waits(app, visitor, code):
    for _ in range(OF_ONE_ACCOUNT.most):
        assert by_code(visitor, "AAAA-BBBB-CCCC").status == 422

    page = by_code(visitor, code)
    assert page.status == 429
    assert "รอ 5 นาที" in page.text
    assert by_code(Visitor(app, "192.0.2.99"), code).status == 302  # its holder is elsewhere


def test_guessing_over_many_addresses_is_slow_and_counts_with_wrong_passwords(app, code):
    guesser = Visitor(app)
    for number in range(OF_ONE_PLACE.most - 1):
        by_code(guesser, "AAAA-BBBB-CCCC", email=f"p{number}@example.org")
    guesser.sign_in("other@example.org", "wrong password")

    assert by_code(guesser, code).status == 429


def test_of_several_who_use_a_link_in_one_moment_one_sets_the_password(app, link, session):
    def use(number):
        return by_link(Visitor(app, f"192.0.2.{number}"), link, password=f"{NEW} {number}").status

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(use, range(4)))

    assert statuses[0] == 302
    assert set(statuses[1:]) == {404}


def test_codes_guessed_in_one_moment_are_counted_one_by_one(app, code):
    def guess(_):
        return by_code(Visitor(app), "AAAA-BBBB-CCCC").status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(guess, range(12)))

    assert (statuses.count(422), statuses.count(429)) == (OF_ONE_ACCOUNT.most, 12 - OF_ONE_ACCOUNT.most)


def test_a_sign_in_whose_password_is_changed_in_the_same_moment_is_refused(somsri, link, monkeypatch):
    matches = passwords.matches

    def meanwhile(tried, kept):
        is_right = matches(tried, kept)
        with transaction() as session:
            resets.use_link(session, link.rsplit("/", 1)[1], NEW, NEW)
        return is_right

    monkeypatch.setattr(passwords, "matches", meanwhile)
    with pytest.raises(sessions.SignInRefused):
        sessions.sign_in(EMAIL, PASSWORD, sessions.BROWSER, address="192.0.2.1")


def test_the_address_of_a_link_is_told_to_nobody(visitor, link):
    for address in (link, "/reset", "/reset/nothing"):
        headers = visitor.get(address).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"


def test_a_form_without_its_token_sets_nothing(visitor, link, session, somsri):
    visitor.get(link)
    page = visitor.post(link, password=NEW, again=NEW, csrf_token="")

    assert page.headers["X-Yudee-Problem"] == "page-too-old"
    assert passwords.matches(PASSWORD, session.scalar(select(Person.password_hash)))


@pytest.mark.parametrize("token", ["x", "%E0%B8%81", "a" * 5000, "%00"])
def test_a_link_that_nobody_was_given_is_one_that_ended(visitor, somsri, token):
    assert visitor.get(f"/reset/{token}").status == 404


def test_a_code_has_letters_that_nobody_mistakes():
    codes = {resets.new_code() for _ in range(200)}

    assert len(codes) == 200
    assert not set("".join(codes)) & set("01258ILOSZ")
    assert all(len(resets.letters_of(code)) == 12 for code in codes)


def test_the_sign_in_says_whom_to_ask_and_leads_to_where_codes_are_typed(visitor):
    page = visitor.get("/")

    assert "ติดต่อผู้ดูแลระบบของจังหวัด" in page.text
    assert "/reset" in page.links()
