"""Accounts of long locked years are erased, in batches that may be broken off; figures and their evidence stay."""

import datetime as dt
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from server.db.models import (
    AreaFinance,
    Criteria,
    Event,
    FinanceBlock,
    FinanceTold,
    HouseholdAccount,
    HouseholdMoney,
    LockedEvidence,
    Submission,
    SubmissionVersion,
    Withdrawal,
)
from server.db.session import transaction
from server.domain import locking, publishing, retention
from server.domain.recompute import recompute
from tests.domain.conftest import YEAR, drain, rows
from tests.domain.money import make_accounts
from tests.domain.test_locking import PUBLISHED, as_published

LOCKED_ON = dt.date(2027, 10, 5)
NOON = dt.datetime(2027, 10, 5, 5, 0, tzinfo=dt.UTC)
LAST_DAY, DUE = dt.date(2029, 10, 5), dt.date(2029, 10, 6)


@pytest.fixture
def store(app):
    return app.extensions["blobs"]


@pytest.fixture
def provincial(sign_in):
    return sign_in("province_officer", "50")


@pytest.fixture
def locked(village, provincial):
    """The base case, approved and locked on 2027-10-05."""
    village.forms = village.base_case()
    village.send(*village.forms)
    village.review("approved")
    with transaction() as session:
        locking.lock(session, provincial, YEAR, now=NOON)
    return village


def run(store, *, today=DUE, **terms):
    return retention.run(1, store, today=today, **terms)


def report(session, today=DUE):
    session.rollback()
    return retention.report(session, 1, today=today)


def erased(session) -> list[tuple[str, str | None]]:
    session.rollback()
    forms = select(Submission.data_class, Submission.erased_because).order_by(Submission.id)
    return [tuple(row) for row in session.execute(forms)]


def test_two_years_after_the_lock_the_accounts_go_and_nothing_else(locked, store):
    assert run(store, today=LAST_DAY) == retention.Run(0, 0, is_finished=True)
    assert run(store) == retention.Run(7, 0, is_finished=True)

    assert erased(locked.session) == [("amounts", "retention")] * 7 + [("names", None), ("plans", None)]
    assert locked.session.scalar(select(func.count()).select_from(HouseholdMoney)) == 0
    left = select(func.count()).where(SubmissionVersion.xml != b"")
    assert locked.session.scalar(left) == 2


def test_figures_evidence_and_what_would_come_out_now_stay(locked, store, provincial):
    before = as_published(locked.session)

    run(store)

    assert as_published(locked.session) == before
    assert recompute(1, now=NOON).changes == ()
    with transaction() as session:
        assert locking.changes(session, provincial, YEAR, "official") == []
    (households,) = locked.session.scalars(
        select(LockedEvidence.household_ids).where(LockedEvidence.basis == "official", LockedEvidence.indicator == 1)
    )
    assert sorted(map(str, households)) == sorted(locked.households[:7])


def test_a_year_unlocked_after_all_comes_out_as_it_was(locked, store, provincial):
    before = rows(locked.session, PUBLISHED[:2], "computed_at")
    run(store)

    with transaction() as session:
        locking.unlock(session, provincial, YEAR, "ตรวจสอบ")
    drain()

    assert rows(locked.session, PUBLISHED[:2], "computed_at") == before


def test_what_an_account_answered_besides_goes_from_its_fact(locked, store):
    assert {fact.entry_mode for fact in locked.session.scalars(select(HouseholdAccount))} == {"summary"}

    run(store)

    locked.session.expire_all()
    facts = locked.session.scalars(select(HouseholdAccount)).all()
    assert {(fact.entry_mode, fact.book_seen, fact.consent) for fact in facts} == {(None, None, True)}
    assert {fact.household_id for fact in facts} == {UUID(one) for one in locked.households[:7]}


@pytest.mark.parametrize(("changes", "accounts"), [({"locked_on": None}, 0), ({"retention_years": 3}, 0), ({}, 7)])
def test_an_open_year_and_a_longer_time_are_not_due(locked, store, changes, accounts):
    locked.session.execute(update(Criteria).values(**{"retention_years": 2} | changes))
    locked.session.commit()

    assert run(store).accounts == accounts


def test_an_account_that_comes_when_the_others_are_gone_goes_the_next_night(locked, store):
    run(store)
    locked.send(locked.account(9))

    assert run(store, today=DUE + dt.timedelta(days=1)).accounts == 1
    assert run(store, today=DUE + dt.timedelta(days=2)).accounts == 0


def test_a_run_that_is_broken_off_is_gone_on_with(locked, store, monkeypatch):
    monkeypatch.setattr(retention, "ACCOUNTS_AT_ONCE", 3)
    assert run(store, longest_s=0) == retention.Run(0, 0, is_finished=False)

    batches, erase_batch = [], retention.erase_batch

    def breaks_at_the_second(*args):
        batches.append(args)
        if len(batches) == 2:
            raise ZeroDivisionError
        return erase_batch(*args)

    monkeypatch.setattr(retention, "erase_batch", breaks_at_the_second)
    with pytest.raises(ZeroDivisionError):
        run(store)
    assert [because for _, because in erased(locked.session)].count("retention") == 3
    monkeypatch.setattr(retention, "erase_batch", erase_batch)

    assert run(store) == retention.Run(4, 0, is_finished=True)


def test_each_batch_is_in_the_book_with_its_numbers(locked, store, monkeypatch):
    monkeypatch.setattr(retention, "ACCOUNTS_AT_ONCE", 5)

    run(store)

    events = locked.session.scalars(select(Event).where(Event.verb == "year.retention").order_by(Event.id)).all()
    assert [(event.subject_id, event.details) for event in events] == [
        (str(YEAR), {"accounts": 5, "files": 0}),
        (str(YEAR), {"accounts": 2, "files": 0}),
    ]


def test_a_resend_of_an_account_that_is_gone_is_received_and_stored_nowhere(locked, store):
    run(store)

    assert locked.phone.send(locked.forms[0]).status == 201

    assert locked.session.scalar(select(func.count()).where(SubmissionVersion.xml != b"")) == 2


def test_an_account_that_was_read_after_its_household_withdrew_goes_with_the_nights_run(village, store):
    village.send(village.account(7))
    village.session.execute(update(Submission).values(received_at=func.now() - dt.timedelta(days=1)))
    key = {"workspace_id": 1, "household_id": UUID(village.households[6]), "plan_year": YEAR}
    village.session.add(Withdrawal(**key, actor_id=village.officer.actor_id))
    village.session.commit()

    run(store, today=LOCKED_ON)

    assert erased(village.session) == [("amounts", "consent_withdrawn")]


# The report


def test_the_report_says_until_when_and_how_many(locked, store):
    (before,) = report(locked.session)
    run(store)
    locked.send(locked.account(9))
    (after,) = report(locked.session)

    assert before == retention.YearKept(YEAR, LOCKED_ON, 2, LAST_DAY, kept=7, erased=0, withdrawn=0, is_due=True)
    assert (after.kept, after.erased) == (1, 7)
    assert report(locked.session, today=LAST_DAY)[0].is_due is False


def test_years_that_are_not_locked_or_not_open_are_in_the_report_without_a_day(village):
    village.send(village.account(1), village.account(2, plan_year="2571"))

    unopened, opened = report(village.session)

    assert (unopened.plan_year, unopened.retention_years, unopened.kept_until, unopened.kept) == (2571, None, None, 1)
    assert (opened.plan_year, opened.locked_on, opened.kept_until, opened.is_due) == (YEAR, None, None, False)


def test_what_household_finance_was_told_of_goes_with_the_accounts_and_the_figures_stay(locked, store):
    session = locked.session
    make_accounts(session, "50070504", 10)
    session.commit()
    with transaction() as owner:
        publishing.publish(owner, 1, YEAR, now=NOON, even_locked=True)
    before = rows(session, [AreaFinance])
    run(store, today=LAST_DAY)
    assert rows(session, [FinanceBlock, FinanceTold]) != {"finance_block": [], "finance_told": []}

    run(store)

    assert rows(session, [FinanceBlock, FinanceTold]) == {"finance_block": [], "finance_told": []}
    assert rows(session, [AreaFinance]) == before
    assert before["area_finance"]
