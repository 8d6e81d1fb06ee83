"""The district closes, merges and opens households again: counted at once, on phones at once, kept when recomputed."""

import datetime as dt
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from server.db.models import Entity, Event, HouseholdClosing
from server.db.session import transaction
from server.domain import households
from server.domain.entities.conflicts import EntityMovedOn
from server.domain.households import Closing
from server.domain.recompute import recompute
from server.domain.withdrawals import HouseholdUnknown
from server.errors import NotAllowed
from tests.domain.conftest import drain
from tests.factories import make_household

NOW = dt.datetime(2027, 3, 31, 5, 0, tzinfo=dt.UTC)
LEFT = dt.date(2026, 11, 1)


def house(village, number: int) -> UUID:
    return UUID(village.households[number - 1])


def close(village, number, reason, *, caller=None, seen=None, **how):
    with transaction() as session:
        closing = Closing(reason=reason, **how)
        caller = caller or village.officer
        households.close(session, caller, house(village, number), closing, seen=seen, now=NOW)
    drain()


def reopen(village, number):
    with transaction() as session:
        households.reopen(session, village.officer, house(village, number), seen=None)
    drain()


def data(session, uuid) -> dict:
    session.rollback()
    return session.scalar(select(Entity.data).filter_by(uuid=uuid))


@pytest.fixture
def counted(village):
    village.send(*village.base_case())
    village.review("approved")
    return village


def test_a_closed_household_leaves_the_denominator_and_the_phones_at_once(counted, session):
    before = counted.shares("official")

    close(counted, 10, "moved_out", exists_to=LEFT)

    assert counted.shares("official") != before
    shown = data(session, house(counted, 10))
    assert (shown["status"], shown["close_reason"], shown["exists_to"]) == ("closed", "moved_out", "2026-11-01")
    told = session.scalars(select(Event.details).filter_by(verb="household.close").order_by(Event.id)).all()
    assert told == [{"reason": "moved_out"}]


def test_what_the_district_closed_stays_closed_when_all_is_computed_again(counted, session):
    close(counted, 10, "duplicate", merged_into=house(counted, 1))

    assert recompute(1, now=NOW).changes == ()
    assert data(session, house(counted, 10))["status"] == "closed"
    assert data(session, house(counted, 10))["merged_into"] == counted.households[0]


def test_opened_again_everything_is_as_before(counted, session):
    before = counted.shares("official")
    close(counted, 10, "mistake")

    reopen(counted, 10)

    assert counted.shares("official") == before
    assert data(session, house(counted, 10))["status"] == "active"
    assert session.scalars(select(HouseholdClosing)).all() == []


def test_what_a_team_closed_the_district_does_not_open(counted):
    counted.send(counted.close(10, "mistake"))

    with pytest.raises(households.NotClosedByOffice):
        reopen(counted, 10)


@pytest.mark.parametrize("left", [None, dt.date(2569, 11, 1), dt.date(2027, 4, 1)])
def test_whoever_moved_out_did_so_on_a_day_that_has_been(village, left):
    with pytest.raises(households.ClosingDateWrong):
        close(village, 1, "moved_out", exists_to=left)


def test_a_household_is_merged_only_into_another_open_one_of_its_village(village, session):
    elsewhere = make_household(session, "50070504").uuid
    session.commit()
    close(village, 9, "mistake")

    for other in (None, elsewhere, uuid4(), house(village, 1), house(village, 9)):
        with pytest.raises(households.OtherHouseholdWrong):
            close(village, 1, "merged", exists_to=LEFT, merged_into=other)
    with pytest.raises(households.OtherHouseholdWrong):
        close(village, 1, "vacant", exists_to=LEFT, merged_into=house(village, 2))


def test_the_second_of_two_officers_is_told(village):
    close(village, 1, "mistake", seen=1)

    with pytest.raises(EntityMovedOn):
        close(village, 1, "mistake", seen=1)
    with pytest.raises(households.HouseholdClosed):
        close(village, 1, "mistake")


@pytest.mark.parametrize(
    ("role", "area", "refusal"),
    [("district_officer", "5006", HouseholdUnknown), ("district_chief", "5007", NotAllowed)],
)
def test_only_the_officer_of_the_district_closes_and_opens(village, sign_in, session, role, area, refusal):
    somebody = sign_in(role, area)
    close(village, 2, "mistake")

    with pytest.raises(refusal):
        close(village, 1, "mistake", caller=somebody)
    with pytest.raises(refusal), transaction() as owner:
        households.reopen(owner, somebody, house(village, 2), seen=None)
    assert data(session, house(village, 1))["status"] == "active"
    assert data(session, house(village, 2))["status"] == "closed"
