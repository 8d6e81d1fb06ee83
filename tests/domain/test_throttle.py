"""Guessing is slow: for one account from one place, and for one place over all accounts."""

import datetime as dt

import pytest
from sqlalchemy import func, select, update

from server.db.models import FailedAttempt
from server.domain import sessions, throttle
from server.domain.sessions import BROWSER, SignInRefused
from server.domain.throttle import OF_ONE_ACCOUNT, OF_ONE_PLACE, TooManyAttempts
from tests.factories import PASSWORD, make_person

HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def somsri(session):
    made = make_person(session, "somsri@example.org")
    session.commit()
    return made


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """A wrong password costs nothing: these tests are about many."""
    matches = sessions.passwords.matches
    monkeypatch.setattr(sessions.passwords, "matches", lambda tried, kept: tried == PASSWORD and matches(tried, kept))


def guess(times, address=HERE):
    """One password over many e-mail addresses."""
    for number in range(times):
        with pytest.raises(SignInRefused):
            sessions.sign_in(f"p{number}@example.org", "Password2570", BROWSER, address=address)


def enter(address=HERE):
    return sessions.sign_in("somsri@example.org", PASSWORD, BROWSER, address=address).token


def age(session, by):
    session.execute(update(FailedAttempt).values(at=FailedAttempt.at - by))
    session.commit()


def test_an_office_behind_one_address_may_mistype_a_good_deal(somsri):
    guess(OF_ONE_PLACE.most - 1)

    assert enter()


def test_one_password_over_many_addresses_is_stopped_and_told_how_long_to_wait(somsri):
    guess(OF_ONE_PLACE.most)

    with pytest.raises(TooManyAttempts) as refused:
        enter()
    assert "รอ 15 นาที" in refused.value.text("th")
    assert enter(ELSEWHERE)


def test_the_wait_is_as_long_as_it_takes_and_then_over(somsri, session):
    guess(OF_ONE_PLACE.most)
    age(session, dt.timedelta(minutes=12, seconds=30))
    with pytest.raises(TooManyAttempts) as refused:
        enter()
    assert "Wait 3 min," in refused.value.text("en")

    age(session, dt.timedelta(minutes=3))
    assert enter()


def test_of_an_account_the_wait_is_told_to_the_minute(somsri, session):
    for _ in range(OF_ONE_ACCOUNT.most):
        with pytest.raises(SignInRefused):
            sessions.sign_in("somsri@example.org", "wrong", BROWSER, address=HERE)
    age(session, dt.timedelta(minutes=4, seconds=30))

    with pytest.raises(TooManyAttempts) as refused:
        enter()
    assert refused.value.details == {"minutes": 1}


def test_being_refused_for_guessing_makes_the_wait_no_longer(somsri, session):
    guess(OF_ONE_PLACE.most)
    before = session.scalar(select(func.count(FailedAttempt.id)))
    for _ in range(3):
        with pytest.raises(TooManyAttempts):
            enter()

    session.rollback()
    assert session.scalar(select(func.count(FailedAttempt.id))) == before


def test_one_line_of_ipv6_is_one_place():
    assert throttle.place_of("2001:db8:1:2:3::9") == throttle.place_of("2001:db8:1:2:ffff::1")
    assert throttle.place_of("2001:db8:1:2::9") != throttle.place_of("2001:db8:1:3::9")
    assert throttle.place_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert throttle.place_of("") == ""


def test_what_counts_no_longer_is_forgotten(somsri, session):
    guess(1)
    age(session, dt.timedelta(days=2))
    guess(1)

    assert session.scalar(select(func.count(FailedAttempt.id))) == 2  # of the account, of the place


def test_the_table_names_nobody(somsri, session):
    guess(1)

    kept = session.scalars(select(FailedAttempt.key)).all()
    assert all(len(key) == 32 and b"example" not in key and HERE.encode() not in key for key in kept)
