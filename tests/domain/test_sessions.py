"""Signing in and out: who may, for how long, and what an outsider can learn from it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update

from server.db.models import Event, Login
from server.db.session import transaction
from server.domain import passwords, sessions
from server.domain.sessions import BEARER, BROWSER, SignInRefused
from server.domain.throttle import OF_ONE_ACCOUNT, TooManyAttempts
from tests.factories import PASSWORD, make_person

HERE = "192.0.2.1"
MOST_FAILURES = OF_ONE_ACCOUNT.most


@pytest.fixture
def somsri(session):
    made = make_person(session, "somsri@example.org")
    session.commit()
    return made


def fail(times: int, email: str = "somsri@example.org", address: str = HERE) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            sessions.sign_in(email, "wrong", BROWSER, address=address)


def events(session, verb: str) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.verb == verb).order_by(Event.id)))


def test_a_token_names_its_holder(somsri):
    signed_in = sessions.sign_in(" Somsri@example.org ", PASSWORD, BROWSER, address=HERE)

    with transaction() as session:
        caller = sessions.by_token(session, signed_in.token, BROWSER)
    assert (caller.actor_id, caller.role, caller.area_code) == (somsri.actor_id, "district_officer", "5007")


def test_a_browsers_token_is_no_bearer_token(somsri):
    signed_in = sessions.sign_in("somsri@example.org", PASSWORD, BROWSER, address=HERE)

    with transaction() as session:
        assert sessions.by_token(session, signed_in.token, BEARER) is None


def test_the_database_does_not_hold_the_token(somsri, session):
    signed_in = sessions.sign_in("somsri@example.org", PASSWORD, BROWSER, address=HERE)

    assert signed_in.token.encode() not in session.scalar(select(Login.token_sha256))


def test_after_signing_out_the_token_is_nobodys(somsri):
    signed_in = sessions.sign_in("somsri@example.org", PASSWORD, BROWSER, address=HERE)

    with transaction() as session:
        sessions.sign_out(session, signed_in.token)
        assert sessions.by_token(session, signed_in.token, BROWSER) is None


def test_a_login_runs_out(somsri, session):
    signed_in = sessions.sign_in("somsri@example.org", PASSWORD, BROWSER, address=HERE)
    session.execute(update(Login).values(expires_at=func.now()))
    session.commit()

    with transaction() as other:
        assert sessions.by_token(other, signed_in.token, BROWSER) is None


def test_a_closed_account_is_refused_and_its_login_ends(somsri, session):
    signed_in = sessions.sign_in("somsri@example.org", PASSWORD, BROWSER, address=HERE)
    session.refresh(somsri)
    somsri.disabled_at = func.now()
    session.commit()

    with transaction() as other:
        assert sessions.by_token(other, signed_in.token, BROWSER) is None
    with pytest.raises(SignInRefused):
        sessions.sign_in("somsri@example.org", PASSWORD, BROWSER, address=HERE)


def test_an_unknown_address_and_a_wrong_password_cannot_be_told_apart(somsri):
    answers = []
    for email in ("somsri@example.org", "nobody@example.org", "no\0body@example.org"):
        with pytest.raises(SignInRefused) as refused:
            sessions.sign_in(email, "wrong", BROWSER, address=HERE)
        answers.append((refused.value.status, refused.value.code, refused.value.text("th")))

    assert len(set(answers)) == 1


def test_after_five_failures_even_the_right_password_waits(somsri):
    fail(MOST_FAILURES)

    with pytest.raises(TooManyAttempts):
        sessions.sign_in("somsri@example.org", PASSWORD, BROWSER, address=HERE)


def test_an_address_is_one_however_it_is_typed(somsri):
    for number in range(MOST_FAILURES):
        fail(1, email="\0" + " " * number + "Somsri@example.org")

    with pytest.raises(TooManyAttempts):
        sessions.sign_in("somsri@example.org", PASSWORD, BROWSER, address=HERE)


def test_failures_elsewhere_and_of_others_do_not_count(somsri):
    fail(MOST_FAILURES - 1)
    fail(1, email="nobody@example.org")
    fail(1, address="192.0.2.2")

    assert sessions.sign_in("somsri@example.org", PASSWORD, BROWSER, address=HERE).token


def test_the_book_says_who_signed_in_and_who_failed_without_the_password(somsri, session):
    fail(1)
    sessions.sign_in("somsri@example.org", PASSWORD, BROWSER, address=HERE)

    (failure,), (success,) = events(session, "sign_in.fail"), events(session, "sign_in")
    assert failure.details == {"address": HERE, "person": somsri.actor_id}
    assert (success.actor_id, success.details) == (somsri.actor_id, {"kind": BROWSER})


def test_a_storm_of_attempts_in_one_moment_is_refused_as_well(somsri):
    def attempt(_: int) -> str:
        try:
            sessions.sign_in("somsri@example.org", "wrong", BEARER, address=HERE)
        except (SignInRefused, TooManyAttempts) as problem:
            return problem.code
        return "signed in"

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(attempt, range(40)))

    assert outcomes.count("sign-in-refused") <= MOST_FAILURES + 1  # two are compared at a time
    assert outcomes.count("too-many-attempts") >= 40 - MOST_FAILURES - 1


def test_a_verdict_is_forgotten_after_a_while_and_the_oldest_first_when_there_are_many():
    now = [0.0]
    verdicts = passwords.Verdicts(lasts_s=600, most=2, clock=lambda: now[0])
    verdicts.remember("a@example.org", "right", "its hash", is_right=True)
    verdicts.remember("a@example.org", "wrong", "its hash", is_right=False)

    assert [verdicts.of("a@example.org", word, "its hash") for word in ("right", "wrong", "new")] == [True, False, None]
    assert verdicts.of("a@example.org", "right", "a newer hash") is None
    verdicts.remember("b@example.org", "right", "its hash", is_right=True)
    assert verdicts.of("a@example.org", "right", "its hash") is None
    now[0] = 600.0
    assert verdicts.of("b@example.org", "right", "its hash") is None
