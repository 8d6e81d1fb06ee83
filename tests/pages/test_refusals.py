"""What people see instead of a page."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from server.db import session as sessions_of_app
from server.domain import sessions


def test_a_role_without_the_verb_is_told_so(as_person):
    page = as_person("district_chief").get("/review")

    assert page.status == 403
    assert "บทบาทของท่าน" in page.text


def test_a_page_that_is_not_there_says_where_to_begin(visitor):
    page = visitor.get("/nowhere")

    assert page.status == 404
    assert page.tree.xpath("//main//a/@href") == ["/"]


def test_an_address_that_only_takes_forms_is_none_to_open(officer):
    page = officer.get("/sign-out")

    assert "ไม่พบหน้าที่ขอ" in page.text


def test_the_refusal_speaks_the_readers_language(visitor):
    visitor.get("/?lang=en")

    assert "There is no such page" in visitor.get("/nowhere").text


@pytest.mark.parametrize(
    "path",
    [
        "/review/1",
        "/areas/5008",
        "/villages/50080101",
        "/projects/00000000-0000-4000-8000-000000000000",
        "/areas/50",
        "/areas/x",
    ],
)
def test_what_lies_elsewhere_looks_like_what_is_not_there(officer, field, path):
    assert officer.get(path).status == 404


def test_an_expired_login_is_led_to_the_sign_in_and_back(officer, session):
    session.execute(sessions.logins.Login.__table__.delete())
    session.commit()

    assert officer.get("/areas/5007").headers["Location"] == "/?next=/areas/5007"


def test_a_fault_of_ours_is_admitted_in_words(app, visitor, monkeypatch):
    def broken(*_args: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setitem(app.view_functions, "pages.start", broken)
    monkeypatch.setattr(app, "testing", False)

    page = visitor.get("/")

    assert page.status == 500
    assert "ระบบขัดข้อง" in page.text
    assert "secret" not in page.text


def test_without_its_database_a_page_asks_to_come_again(app, visitor, monkeypatch):
    def away(*_args: object) -> None:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setitem(app.view_functions, "pages.start", away)

    page = visitor.get("/")

    assert page.status == 503
    assert page.headers["X-Yudee-Problem"] == "service-away"


def test_a_form_that_is_far_too_large_is_refused_before_it_is_read(visitor):
    visitor.get("/")

    assert visitor.post("/", email="x" * 300_000, password="x").status in (400, 413)


def test_whoever_is_signed_in_is_told_too_that_the_database_is_away(officer):
    own, away = (
        sessions_of_app._sessions.kw["bind"],
        create_engine("postgresql+psycopg://nobody@/none?host=/nonexistent"),
    )
    sessions_of_app._sessions.configure(bind=away)
    try:
        page = officer.get("/review")
    finally:
        sessions_of_app._sessions.configure(bind=own)

    assert (page.status, page.headers["X-Yudee-Problem"]) == (503, "service-away")
    assert officer.get("/review").status == 200
