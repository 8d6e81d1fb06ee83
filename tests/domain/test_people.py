"""Accounts of people: given, refused, closed; and the one actor of the system."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from server.db.models import Actor, Assignment, Event, Login, Person
from server.domain import assignments, passwords, people
from tests.factories import PASSWORD, make_area, make_person, make_workspace

OFFICER = {"role": "district_officer", "area_code": "5007", "workspace_id": 1}


@pytest.fixture
def district(session):
    return make_area(session, "5007")


def test_an_account_has_one_role_in_one_area_and_no_readable_password(session, district):
    account = people.add(session, " Somsri@Example.org ", password=PASSWORD, **OFFICER)

    person = session.scalar(select(Person))
    assert (account.email, person.email) == ("somsri@example.org",) * 2
    assert PASSWORD not in person.password_hash
    assert passwords.matches(PASSWORD, person.password_hash)
    assert not passwords.matches(PASSWORD + "!", person.password_hash)
    assert session.scalar(select(Assignment.area_code).where(Assignment.actor_id == account.actor_id)) == "5007"


@pytest.mark.parametrize(
    ("email", "changes", "problem"),
    [
        ("somsri", {}, people.EmailMalformed),
        ("som sri@example.org", {}, people.EmailMalformed),
        ("taken@example.org", {}, people.PersonExists),
        ("TAKEN@example.org", {}, people.PersonExists),
        ("new@example.org", {"password": "nine char"}, passwords.PasswordTooShort),
        ("new@example.org", {"role": "chief"}, assignments.RoleUnknown),
        ("new@example.org", {"area_code": "500705"}, assignments.AreaLevelWrong),
    ],
)
def test_an_account_that_cannot_be_is_refused(session, district, email, changes, problem):
    make_person(session, "taken@example.org")

    with pytest.raises(problem):
        people.add(session, email, **{"password": PASSWORD} | OFFICER | changes)


def test_a_closed_account_loses_its_sign_ins_and_stays_in_the_list(session, district):
    person = make_person(session, "gone@example.org")
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    session.add(Login(token_sha256=b"0" * 32, actor_id=person.actor_id, kind="browser", expires_at=soon))

    people.disable(session, "Gone@example.org")

    session.expire_all()
    assert session.scalar(select(func.count(Login.actor_id))) == 0
    assert [(one.email, one.disabled) for one in people.accounts(session, 1)] == [("gone@example.org", True)]


def test_only_somebody_with_a_living_account_can_act(session, district):
    person = make_person(session, "here@example.org")
    assert people.caller(session, "here@example.org", 1).actor_id == person.actor_id

    people.disable(session, "here@example.org")

    with pytest.raises(people.PersonUnknown):
        people.caller(session, "here@example.org", 1)


def test_acts_on_accounts_are_events_without_addresses(session, district):
    people.add(session, "somsri@example.org", password=PASSWORD, **OFFICER)
    people.disable(session, "somsri@example.org")

    events = session.scalars(select(Event).order_by(Event.id)).all()
    assert [event.verb for event in events] == ["person.add", "person.disable"]
    assert "somsri" not in repr([event.details for event in events])


def test_there_is_one_actor_of_the_system(session):
    make_workspace(session)

    assert people.system_actor(session) is people.system_actor(session)
    assert session.scalar(select(func.count(Actor.id)).where(Actor.kind == "system")) == 1
