"""Erasing, withdrawals and retention by command."""

from uuid import uuid4

import pytest
from sqlalchemy import select, update

from server.db.models import Criteria, Submission
from tests.factories import make_household, make_person
from tests.fixtures.field import drain


@pytest.fixture
def household(province, phone, session):
    """A household with one account of 2570."""
    household = make_household(session).uuid
    session.commit()
    assert phone.send(phone.fill("household_account", household=str(household))).status == 201
    drain()
    return household


def erased(session) -> list[str | None]:
    session.rollback()
    return list(session.scalars(select(Submission.erased_because)))


def test_a_household_withdraws(yudee, session, household):
    assert yudee("households", "withdraw", household, "--year", 2570).out == "recorded; 1 accounts of 2570 are erased\n"

    assert erased(session) == ["consent_withdrawn"]
    again = yudee("households", "withdraw", household, "--year", 2570, "--json").json
    assert (again["accounts"], again["is_new"], again["household_id"]) == (0, False, str(household))


def test_a_household_that_withdrew_agrees_again(yudee, household):
    yudee("households", "withdraw", household, "--year", 2570)

    said = [yudee("households", "agree", household, "--year", 2570).out for _ in range(2)]

    assert said == ["the withdrawal is undone\n", "no withdrawal was recorded\n"]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("not-an-id", "--year", 2570), 2, "not a valid UUID"),
        ((uuid4(), "--year", 2570), 1, "[household-unknown]"),
        ((uuid4(), "--year", 2027), 1, "[not-a-plan-year]"),
    ],
)
def test_what_cannot_be_meant_is_refused(yudee, household, words, status, said):
    ended = yudee("households", "withdraw", *words)

    assert ended.status == status
    assert said in ended.err


def test_a_submission_is_erased_for_a_court(yudee, session, household):
    submission_id = session.scalar(select(Submission.id))

    assert "[erasure-reason-unknown]" in yudee("submissions", "erase", submission_id, "--reason", "tidy").err
    assert yudee("submissions", "erase", submission_id, "--reason", "court_order").out == f"{submission_id}: erased\n"

    assert erased(session) == ["court_order"]
    assert "[not-found]" in yudee("submissions", "erase", submission_id, "--reason", "court_order").err


def test_somebody_elses_rules_hold_by_command_too(yudee, session, household):
    make_person(session, "wichai@example.org", role="province_officer", area="50")
    asked = ("--as", "wichai@example.org")

    assert "[not-allowed]" in yudee("households", "withdraw", household, "--year", 2570, *asked).err
    assert erased(session) == [None]


def test_accounts_that_were_kept_long_enough_are_reported_and_erased(yudee, session, household):
    session.execute(update(Criteria).values(locked_on="2020-01-31"))

    (before,) = yudee("retention", "report", "--json").json
    assert (before["plan_year"], before["kept_until"], before["is_due"], before["kept"]) == (
        2570,
        "2022-01-31",
        True,
        1,
    )
    assert yudee("retention", "run").out == "1 accounts are erased\n"

    assert yudee("retention", "report").out.splitlines()[1].split() == [
        "2570",
        "2020-01-31",
        "2022-01-31",
        "*",
        "0",
        "1",
        "0",
    ]
    assert erased(session) == ["retention"]
    assert yudee("retention", "run", "--json").json == {"accounts": 0, "files": 0, "is_finished": True}
