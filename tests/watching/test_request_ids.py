"""A request's number is taken or made, told with every answer, and found in the log from the phone to the grade."""

import re

import pytest
from sqlalchemy import text

from tests.fixtures.field import photo
from tests.phone import HEADERS
from workers.drains import drain_submissions, drain_villages

MADE = re.compile(r"[0-9a-f]{12}")


def test_every_answer_has_a_number_of_its_own(client):
    numbers = [client.get(path).headers["X-Request-Id"] for path in ("/healthz", "/", "/nowhere", "/v1/x", "/api/x")]

    assert all(MADE.fullmatch(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("number", ["a", "A.b_c-9", "x" * 64])
def test_a_well_formed_number_is_taken(client, number):
    assert client.get("/healthz", headers={"X-Request-Id": number}).headers["X-Request-Id"] == number


@pytest.mark.parametrize("number", ["", "x" * 65, "a b", "ก", "a=b", 'x" y', "<script>"])
def test_any_other_is_replaced(client, number):
    given = client.get("/healthz", headers={"X-Request-Id": number.encode().decode("latin-1")})

    assert MADE.fullmatch(given.headers["X-Request-Id"])


def test_whoever_is_refused_reads_the_number(client, phone):
    mine = {"X-Request-Id": "say-this"}
    page, script, own = (client.get(path, headers=mine) for path in ("/nowhere", "/v1/nowhere", "/api/nowhere"))
    broken = phone.wire("POST", f"/v1/key/{phone.made.token}/projects/1/submission", HEADERS | mine, b"nothing")

    assert "say-this" in page.get_data(as_text=True)
    assert script.get_json()["details"]["request"] == own.get_json()["request"] == "say-this"
    assert (broken.status, "say-this" in broken.text) == (400, True)
    assert {one.headers["X-Request-Id"] for one in (page, script, own, broken)} == {"say-this"}


def numbers(session, statement):
    return set(session.scalars(text(statement)))


def test_the_logs_follow_a_request_from_the_phone_to_the_grade(phone, officer, session, logged):
    plan = phone.fill("community_plan", files={"plan_photo_1": photo()})
    first = phone.post(plan.xml).headers["X-Request-Id"]
    later = phone.post(plan.xml, plan.files).headers["X-Request-Id"]
    waiting = numbers(session, "select request_id from pending_submission")
    session.rollback()
    drain_submissions()
    stale = numbers(session, "select request_ids from stale_village")
    session.rollback()
    drain_villages()
    lines = logged().splitlines()

    assert waiting == {first, later}
    assert stale == {f"{first} {later}"}
    for event in ("event=digested", "event=computed", 'event="grade changed"'):
        assert [line for line in lines if event in line and f"requests={first},{later}" in line], event


def test_a_decision_is_followed_to_the_official_grade(phone, officer, session, logged):
    phone.send(phone.fill("community_plan", files={"plan_photo_1": photo()}))
    drain_submissions()
    drain_villages()
    number = session.scalar(text("select id from submission"))
    session.rollback()
    officer.get(f"/review/{number}")
    decided = officer.post(f"/review/{number}", state="approved")
    drain_villages()
    official = [line for line in logged().splitlines() if "event=computed" in line][-1]

    assert f"requests={decided.headers['X-Request-Id']}" in official
