"""A household takes back its agreement: its accounts go, the indicator follows, a locked year keeps its figures."""

import datetime as dt
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text

from server import errors
from server.db.models import Event, Submission, Withdrawal
from server.db.session import transaction
from server.domain import locking, people, village_plans, withdrawals
from server.domain.recompute import recompute
from server.domain.years import NotAPlanYear
from tests.domain.conftest import VILLAGE, YEAR, drain
from tests.factories import make_household, make_year

NOW = dt.datetime(2027, 3, 31, 5, 0, tzinfo=dt.UTC)


@pytest.fixture
def store(app):
    return app.extensions["blobs"]


@pytest.fixture
def graded(village):
    """The base case, approved: grade A."""
    village.forms = village.base_case()
    village.send(*village.forms)
    village.review("approved")
    return village


def withdraw(village, store, number=7, *, year=YEAR, caller=None):
    """Record it for household h{number}, or for one by its id."""
    household = UUID(village.households[number - 1]) if isinstance(number, int) else number
    with transaction() as session:
        done = withdrawals.record(session, caller or village.officer, household, year, now=NOW, store=store)
    drain()
    return done


def erased(session) -> list[str]:
    """The instance ids that are erased."""
    session.rollback()
    gone = select(Submission.instance_id).where(Submission.erased_because == "consent_withdrawn")
    return list(session.scalars(gone.order_by(Submission.id)))


def reasons(village, basis="official") -> dict[str, int]:
    with transaction() as session:
        plan = village_plans.of_village(session, village.officer, VILLAGE, YEAR, basis, today=NOW.date())
    return dict(plan.indicators[0].reasons)


def test_the_accounts_of_the_household_go_and_the_village_is_computed_without_them(graded, store):
    graded.send(graded.account(7, period_start="2026-12-01"))

    done = withdraw(graded, store)

    assert (done.accounts, done.is_new) == (2, True)
    assert (graded.shares("official")[0], graded.shares("provisional")[0]) == ((6, 10), (6, 10))
    assert (graded.grade("official"), graded.shares("official")[1]) == ("B", (7, 10))
    assert reasons(graded, "provisional") == {"no_consent": 2}
    assert len(erased(graded.session)) == 2


def test_an_account_that_comes_later_is_kept_and_does_not_count(graded, store):
    withdraw(graded, store)
    later = graded.account(7)

    graded.send(later)
    graded.review("approved", later)

    assert graded.shares("official")[0] == (6, 10)
    assert reasons(graded) == {"no_consent": 2}
    assert later.instance_id not in erased(graded.session)


def test_other_years_and_other_households_stay(graded, store):
    make_year(graded.session, 2571)
    graded.session.commit()
    other = graded.account(7, plan_year="2571")
    graded.send(other)

    withdraw(graded, store)

    assert erased(graded.session) == [graded.forms[6].instance_id]


def test_the_accounts_of_a_household_merged_into_it_go_too(graded, store):
    duplicate = graded.close(10, "duplicate", merged_into=graded.households[6])
    of_duplicate = graded.account(10)
    graded.send(duplicate, of_duplicate)
    graded.review("approved", duplicate, of_duplicate)

    assert withdraw(graded, store, 7).accounts == 2

    assert graded.shares("official")[0] == (6, 9)
    assert erased(graded.session) == [graded.forms[6].instance_id, of_duplicate.instance_id]


def test_a_merger_nobody_has_approved_erases_nothing_of_the_other(graded, store):
    graded.send(graded.close(10, "duplicate", merged_into=graded.households[6]), graded.account(10))

    assert withdraw(graded, store, 7).accounts == 1


def test_a_locked_year_keeps_its_count_and_the_difference_is_told(graded, store, sign_in):
    provincial = sign_in("province_officer", "50")
    with transaction() as session:
        locking.lock(session, provincial, YEAR, now=NOW)

    withdraw(graded, store)

    assert (graded.shares("official")[0], graded.grade("official")) == ((7, 10), "A")
    assert reasons(graded) == {}
    assert erased(graded.session) == [graded.forms[6].instance_id]
    with transaction() as session:
        (change,) = locking.changes(session, provincial, YEAR, "official")
        assert (change.locked.accounts, change.now.accounts) == (7, 6)


def test_a_household_that_gave_no_account_can_withdraw_beforehand(graded, store):
    assert withdraw(graded, store, 9).accounts == 0
    assert graded.grade("official") == "A"

    graded.send(graded.account(9))

    assert graded.shares("provisional")[0] == (7, 10)


def test_a_second_record_is_no_new_one_but_erases_what_has_come_since(graded, store):
    withdraw(graded, store)
    graded.send(graded.account(7))

    done = withdraw(graded, store)

    assert (done.accounts, done.is_new) == (1, False)
    assert graded.session.scalar(select(func.count()).select_from(Withdrawal)) == 1


def test_the_book_names_the_household_by_its_id_and_how_many_accounts_went(graded, store):
    withdraw(graded, store)

    events = select(Event).where(Event.verb.in_(["withdrawal.record", "submission.erase"])).order_by(Event.id)
    erasing, recording = graded.session.scalars(events)
    assert (recording.subject, recording.subject_id) == ("household", graded.households[6])
    assert recording.details == {"plan_year": YEAR, "accounts": 1}
    assert (erasing.details, erasing.actor_id) == ({"because": "consent_withdrawn"}, graded.officer.actor_id)


def test_recomputing_changes_nothing_after_a_withdrawal(graded, store):
    withdraw(graded, store)

    assert recompute(1, now=dt.datetime.now(dt.UTC)).changes == ()


def test_an_account_that_was_here_and_not_read_yet_is_erased_at_night(graded, store):
    waiting = graded.account(7, period_start="2026-12-01")
    assert graded.phone.send(waiting).status == 201
    graded.session.execute(text("update submission set received_at = now() - interval '1 hour'"))
    graded.session.commit()
    with transaction() as session:
        withdrawals.record(session, graded.officer, UUID(graded.households[6]), YEAR, now=NOW, store=store)
    drain()
    assert graded.shares("provisional")[0] == (6, 10)
    assert waiting.instance_id not in erased(graded.session)

    for expected in (1, 0):
        with transaction() as session:
            assert withdrawals.erase_left_over(session, graded.officer, store=store) == expected
    assert waiting.instance_id in erased(graded.session)


def test_a_household_that_agrees_again_counts_by_what_it_gave_since(graded, store):
    withdraw(graded, store)
    later = graded.account(7)
    graded.send(later)
    graded.review("approved", later)
    assert graded.shares("official")[0] == (6, 10)

    for was_one in (True, False):
        with transaction() as session:
            undone = withdrawals.agree_again(session, graded.officer, UUID(graded.households[6]), YEAR)
        assert undone == was_one
    drain()

    assert graded.shares("official")[0] == (7, 10)
    assert erased(graded.session) == [graded.forms[6].instance_id]
    undo = graded.session.scalars(select(Event).where(Event.verb == "withdrawal.undo")).one()
    assert (undo.subject_id, undo.details) == (graded.households[6], {"plan_year": YEAR})


@pytest.mark.parametrize(("is_approved", "official"), [(True, (6, 10)), (False, (7, 10))])
def test_a_withdrawal_and_its_end_reach_the_village_of_the_household_it_was_merged_into(
    graded, store, is_approved, official
):
    other = make_household(graded.session, "50070504")
    graded.session.commit()
    merger = graded.close(7, "duplicate", merged_into=graded.households[6], household=str(other.uuid))
    merger = replace(
        merger, xml=merger.xml.replace(f'id="{graded.households[6]}"'.encode(), f'id="{other.uuid}"'.encode())
    )
    graded.send(merger)
    if is_approved:
        graded.review("approved", merger)

    withdraw(graded, store, other.uuid)
    if is_approved:  # its own account went with the withdrawal
        later = graded.account(7)
        graded.send(later)
        graded.review("approved", later)
    assert (graded.shares("official")[0], graded.shares("provisional")[0]) == (official, (6, 10))

    with transaction() as session:
        withdrawals.agree_again(session, graded.officer, other.uuid, YEAR)
    drain()
    assert (graded.shares("official")[0], graded.shares("provisional")[0]) == ((7, 10), (7, 10))


def test_who_may_not_record_a_withdrawal_may_not_undo_one(graded, store, sign_in):
    withdraw(graded, store)

    for role, area, refused in (
        ("district_officer", "5006", withdrawals.HouseholdUnknown),
        ("province_officer", "50", errors.NotAllowed),
    ):
        with pytest.raises(refused), transaction() as session:
            withdrawals.agree_again(session, sign_in(role, area), UUID(graded.households[6]), YEAR)


# Who may


@pytest.mark.parametrize(
    ("role", "area", "refused"),
    [
        ("district_officer", "5006", withdrawals.HouseholdUnknown),
        ("province_officer", "50", errors.NotAllowed),
        ("district_chief", "5007", errors.NotAllowed),
        ("evaluation_committee", "50", errors.NotAllowed),
        ("admin", "50", errors.NotAllowed),
    ],
)
def test_only_a_district_officer_of_the_area_records_it(graded, store, sign_in, role, area, refused):
    with pytest.raises(refused):
        withdraw(graded, store, caller=sign_in(role, area))

    assert erased(graded.session) == []


def test_a_household_nobody_knows_is_refused(graded, store):
    with pytest.raises(withdrawals.HouseholdUnknown):
        withdraw(graded, store, uuid4())


def test_a_household_that_is_not_in_the_register_yet_withdraws_by_its_accounts(graded, store):
    unknown = uuid4()
    graded.send(graded.account(1, household=str(unknown)))

    assert withdraw(graded, store, unknown).accounts == 1


def test_a_gregorian_year_is_refused(graded, store):
    with pytest.raises(NotAPlanYear):
        withdraw(graded, store, year=2027)


def test_the_operator_records_it_for_any_household_of_the_province(graded, store):
    elsewhere = make_household(graded.session, "50060101").uuid
    graded.session.commit()
    with transaction() as session:
        from server.domain import workspaces

        operator = people.operator(session, workspaces.choose(session))
        done = withdrawals.record(session, operator, elsewhere, YEAR, now=NOW, store=store)

    assert (done.accounts, done.is_new) == (0, True)
