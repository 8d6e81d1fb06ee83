"""One's own page: name, password, sign-ins."""

import datetime as dt

import pytest
from sqlalchemy import func, select, update

from server.db.models import Actor, Login, Person
from server.db.session import transaction
from server.domain import resets, sessions
from server.domain.programs import program_of
from tests.factories import PASSWORD
from tests.visitor import Visitor

NEW = "a long new password"
CHROME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def me(as_person):
    """Somebody at a browser, who has signed in elsewhere, too."""
    visitor = as_person(email="me@example.org")
    sessions.sign_in("me@example.org", PASSWORD, sessions.BROWSER, address="192.0.2.7", user_agent=CHROME)
    return visitor


def change(me, old=PASSWORD, password=NEW, again=NEW):
    me.get("/me")
    return me.post("/me/password", old=old, password=password, again=again)


def test_the_page_shows_where_one_is_signed_in(me):
    rows = me.get("/me").rows()

    assert [("Chrome · Android" in row, "เครื่องนี้" in row) for row in rows] == [(True, False), (False, True)]


def test_one_sign_in_is_ended_and_then_all_others(app, me, session):
    other = Visitor(app)
    other.sign_in("me@example.org", PASSWORD)
    page = me.get("/me")
    name = page.tree.xpath('//button[@name="sign_in"][contains(., "Chrome")]/@value')[0]
    me.post("/me/sign-ins", sign_in=name)
    assert len(me.get("/me").rows()) == 2

    me.post("/me/sign-ins", others="yes")
    assert len(me.get("/me").rows()) == 1
    assert other.get("/review").headers["Location"].startswith("/?next=")


def test_nobody_ends_anothers_sign_in_here(me, as_person, session):
    other = as_person("district_chief", "5006")
    page = other.get("/me")
    mine = session.scalar(select(Login.token_sha256).where(Login.actor_id == me.actor_id).limit(1)).hex()[:16]
    other.post("/me/sign-ins", sign_in=mine, csrf_token=page.tree.xpath('//input[@name="csrf_token"]/@value')[0])

    assert session.scalar(select(func.count()).select_from(Login).where(Login.actor_id == me.actor_id)) == 2


def test_a_new_password_ends_the_other_sign_ins_and_not_this_one(app, me):
    assert change(me).headers["Location"] == "/me?done=password"

    assert len(me.follow().rows()) == 1
    assert Visitor(app).sign_in("me@example.org", NEW).status == 302


def test_a_new_password_ends_a_link_that_was_given_out_before(app, me):
    with transaction() as session:
        person = session.get_one(Person, me.actor_id)
        link = resets.give(session, person, "ฉัน", resets.LINK, workspace_id=1).path
    change(me)

    assert Visitor(app).get(link).status == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"old": "wrong"}, "รหัสผ่านเดิมไม่ถูกต้อง"),
        ({"password": "short", "again": "short"}, "สั้นเกินไป"),
        ({"again": "something else"}, "ไม่ตรงกัน"),
    ],
)
def test_what_stands_in_the_way_of_a_new_password_is_said(me, typed, words):
    page = change(me, **typed)

    assert (page.status, words in page.text) == (422, True)
    assert not any(secret in page.answer.get_data(as_text=True) for secret in (NEW, PASSWORD))


def test_guesses_of_the_old_password_count(me):
    for _ in range(5):
        change(me, old="wrong")

    assert change(me).status == 429


def test_the_own_name_is_changed(me, session):
    me.get("/me")
    me.post("/me/name", name="สมศรี ใจดี")

    assert "สมศรี ใจดี" in me.follow().text
    assert session.scalar(select(Actor.display_name).where(Actor.id == me.actor_id)) == "สมศรี ใจดี"
    me.get("/me")
    assert me.post("/me/name", name="").status == 400


def test_what_an_administrator_did_with_the_account_is_told(me, as_person):
    admin = as_person("admin", "50", email="chief@example.org")
    admin.get(f"/admin/people/{me.actor_id}")
    admin.post(f"/admin/people/{me.actor_id}/link")

    assert "ออกสิทธิ์ตั้งรหัสผ่าน ด้วยลิงก์ chief" in me.get("/me").text


def test_a_login_is_seen_at_most_once_an_hour(me, session):
    seen_at = select(Login.last_seen_at).where(Login.program.is_(None) | ~Login.program.startswith("Chrome"))
    before = session.scalar(seen_at)
    me.get("/me")
    session.rollback()
    assert session.scalar(seen_at) == before

    session.execute(update(Login).values(last_seen_at=func.now() - dt.timedelta(minutes=61)))
    session.commit()
    long_ago = session.scalar(seen_at)
    session.rollback()
    me.get("/me")
    assert session.scalar(seen_at) - long_ago > dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("said", "program"),
    [
        (CHROME, "Chrome · Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) … Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) … Version/18.6 Safari/604.1", "Safari · iOS"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox · macOS"),
        ("python-requests/2.32.3", "python-requests"),
        ("<script>", None),
        ("", None),
        (None, None),
    ],
)
def test_a_program_is_told_in_two_words(said, program):
    assert program_of(said) == program
