"""The demo and submissions by command."""

import stat

import pytest
from sqlalchemy import func, select

from server.db.models import Actor, Event, Submission, Village
from tests.factories import make_person


def test_the_demo_is_loaded_once(yudee, session, var):
    loaded = yudee("demo", "load", "--villages", 2, "--households", 3)
    logins = (var / "run" / "logins").read_text()

    assert loaded.out.startswith("demo: 2 villages, 6 households, plan year ")
    assert [line.split()[0] for line in logins.splitlines()] == [
        "district@yudee.example",
        "chief@yudee.example",
        "province@yudee.example",
        "admin@yudee.example",
    ]
    assert "[demo-needs-room]" in yudee("demo", "load").err
    assert yudee("demo", "load", "--if-empty").out == ""
    assert (var / "run" / "logins").read_text() == logins
    assert session.scalar(select(func.count(Village.code))) == 2


def test_the_passwords_are_for_the_owner_only(yudee, var):
    passwords = [line.split()[1] for line in read_logins(yudee, var)]

    assert stat.S_IMODE((var / "run" / "logins").stat().st_mode) == 0o600
    assert all(len(password) >= 16 for password in passwords)


def read_logins(yudee, var):
    printed = yudee("demo", "load", "--villages", 1, "--households", 0).out
    lines = (var / "run" / "logins").read_text().splitlines()
    assert not any(line.split()[1] in printed for line in lines)
    return lines


@pytest.fixture
def sent(phone, session):
    """A submission a phone has sent, and the officer of its district."""
    make_person(session, "officer@example.org")
    session.commit()
    assert phone.send(phone.fill("household_register")).status == 201
    return session.scalar(select(Submission.id))


def test_submissions_are_listed_without_what_they_say(sent, yudee):
    (listed,) = yudee("submissions", "list", "--state", "received", "--form", "household_register", "--json").json

    assert (listed["id"], listed["form_id"], listed["state"]) == (sent, "household_register", "received")
    assert "household_register" in yudee("submissions", "list").out
    assert yudee("submissions", "list", "--state", "approved", "--json").json == []
    assert yudee("submissions", "list", "--form", "community_plan", "--json").json == []


def test_a_submission_is_approved_in_the_name_of_an_officer(sent, yudee, session):
    decided = yudee("submissions", "review", sent, "--state", "approved", "--as", "officer@example.org")

    assert decided.out == f"{sent}: approved\n"
    assert session.scalar(select(Submission.state)) == "approved"


def test_the_operator_decides_in_the_name_of_the_system(sent, yudee, session):
    decided = yudee("submissions", "review", sent, "--state", "has_issues", "--comment", "บ้านเลขที่ไม่ตรง")

    assert decided.out == f"{sent}: has_issues\n"
    verb = select(Event.actor_id).where(Event.verb == "submission.review")
    assert session.scalar(select(Actor.kind).where(Actor.id.in_(verb))) == "system"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--state", "approved", "--as", "nobody@example.org"), "person-unknown"),
        (("--state", "has_issues", "--as", "officer@example.org"), "comment-missing"),
        (("--state", "perfect", "--as", "officer@example.org"), "state-unknown"),
    ],
)
def test_the_rules_of_review_bind_the_command_too(sent, yudee, words, code):
    assert f"[{code}]" in yudee("submissions", "review", sent, *words).err
