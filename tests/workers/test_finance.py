"""Household finance is told anew once a night: of villages every night, of what they make together once a month."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from server.db.models import AreaFinance, Chore, Criteria
from server.domain.indicators.calendar import bangkok_date
from server.queue import PUBLISH_FINANCE
from tests.domain.money import make_accounts
from tests.factories import make_village, make_year
from workers import clock, finance


@pytest.fixture
def book(session):
    """A year, and two villages of a tambon with seven and twelve accounts."""
    make_year(session)
    for village, number in (("50070503", 7), ("50070504", 12)):
        make_village(session, village)
        make_accounts(session, village, number)
    session.commit()
    return session


def told(session) -> dict[str, int]:
    session.rollback()
    rows = select(AreaFinance.area_code, AreaFinance.households).where(AreaFinance.basis == "official")
    return dict(session.execute(rows).all())


CHORE = {finance.EVERY_NIGHT: finance.remind}


def test_the_clock_has_it_done_by_a_worker_until_it_is_done(app, book, jobs):
    today = bangkok_date(dt.datetime.now(dt.UTC))
    clock.do_chores(CHORE, today)
    assert jobs() == [PUBLISH_FINANCE]

    finance.publish_finance()
    assert told(book)["50070504"] == 12
    clock.do_chores(CHORE, today)
    assert jobs() == [PUBLISH_FINANCE]  # still the first: nobody asked for another


def test_it_is_a_chore_of_the_clock(app):
    assert CHORE.items() <= clock.nightly(app.extensions["blobs"]).items()


def test_what_is_done_for_a_day_is_not_done_again(app, book):
    assert finance.publish_finance() == 1
    make_accounts(book, "50070504", 12)
    book.commit()

    assert finance.publish_finance() == 0


def test_tambons_are_told_of_what_waits_once_a_month(app, book):
    first = dt.datetime(2027, 3, 10, tzinfo=dt.UTC)
    finance.published(1, first)
    make_accounts(book, "50070503", 2)
    make_accounts(book, "50070504", 9)
    book.commit()

    finance.published(1, first + dt.timedelta(days=1))
    assert told(book)["500705"] == 12
    finance.published(1, first + dt.timedelta(days=30))
    assert told(book)["500705"] == 30


def test_a_locked_year_is_told_completely_in_the_night_after_its_lock_and_then_stays(app, book):
    first = dt.datetime(2027, 3, 10, tzinfo=dt.UTC)
    finance.published(1, first)
    make_accounts(book, "50070503", 2)
    make_accounts(book, "50070504", 9)
    lock(book, dt.date(2027, 3, 11))

    finance.published(1, first + dt.timedelta(days=1))
    assert told(book)["500705"] == 30
    make_accounts(book, "50070504", 12)
    book.commit()
    finance.published(1, first + dt.timedelta(days=2))
    assert told(book)["500705"] == 30

    lock(book, dt.date(2027, 3, 13))  # after it was unlocked
    finance.published(1, first + dt.timedelta(days=3))
    assert told(book)["500705"] == 42


def lock(session, day):
    session.execute(update(Criteria).values(locked_on=day))
    session.commit()


def test_a_night_that_fails_is_not_noted_as_done(app, book, monkeypatch):
    monkeypatch.setattr(finance, "publish", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        finance.publish_finance()

    assert book.scalars(select(Chore.name)).all() == []
