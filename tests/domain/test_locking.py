"""Locking a year: what is published stays, what would come out otherwise is told, and unlocking undoes it."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text

from server import errors
from server.db.models import (
    Criteria,
    Event,
    GradeEvent,
    IndicatorResult,
    IndicatorResultNow,
    LockedEvidence,
    PendingSubmission,
    StaleVillage,
    Submission,
    Village,
    VillageYear,
    VillageYearNow,
)
from server.db.session import transaction
from server.domain import grades, locking, reviews, village_plans, years
from server.domain.recompute import recompute
from tests.domain.conftest import VILLAGE, YEAR, drain, rows
from tests.factories import make_household, make_village, make_year

NOW = dt.datetime(2027, 3, 31, 5, 0, tzinfo=dt.UTC)
PUBLISHED = (VillageYear, IndicatorResult, LockedEvidence)


@pytest.fixture
def provincial(sign_in):
    return sign_in("province_officer", "50")


@pytest.fixture
def graded(village):
    """The base case, approved: grade A."""
    village.forms = village.base_case()
    village.send(*village.forms)
    village.review("approved")
    return village


def lock(caller, *, now=NOW):
    with transaction() as session:
        return locking.lock(session, caller, YEAR, now=now)


def unlock(caller, reason="ตรวจพบบัญชีซ้ำ"):
    with transaction() as session:
        locking.unlock(session, caller, YEAR, reason)


def changes(caller, basis="official"):
    with transaction() as session:
        return locking.changes(session, caller, YEAR, basis)


def plan_of(caller, basis="official"):
    with transaction() as session:
        today = dt.date(2027, 4, 30)
        return village_plans.of_village(session, caller, VILLAGE, YEAR, basis, today=today)


def as_published(session):
    return rows(session, PUBLISHED)


def events(session, verb):
    session.rollback()
    return session.scalars(select(Event).where(Event.verb == verb).order_by(Event.id)).all()


# Locking


def test_a_village_without_a_plan_has_none_once_the_year_is_locked(village, provincial):
    village.send(*village.base_case()[:-1])
    village.review("approved")
    assert village.result("official").status == "in_progress"

    lock(provincial)

    for basis in ("official", "provisional"):
        assert (village.result(basis).status, village.grade(basis), village.result(basis).gate) == (
            "no_plan",
            None,
            "make_plan",
        )
    newest = village.session.scalar(select(GradeEvent).order_by(GradeEvent.id.desc()).limit(1))
    assert (newest.old_status, newest.new_status) == ("in_progress", "no_plan")


def test_villages_nobody_had_computed_yet_are_published_too(village, provincial):
    make_village(village.session, "50070504")
    village.session.commit()

    done = lock(provincial)

    assert (done.locked_on, done.villages) == (dt.date(2027, 3, 31), 2)
    of_year = select(VillageYear.village_code, VillageYear.basis).order_by(VillageYear.village_code, VillageYear.basis)
    assert [tuple(row) for row in village.session.execute(of_year)] == [
        (code, basis) for code in (VILLAGE, "50070504") for basis in ("official", "provisional")
    ]


def test_what_has_come_and_waits_is_read_before_the_year_is_locked(village, provincial):
    for form in village.base_case():
        assert village.phone.send(form).status == 201

    lock(provincial)

    assert village.grade("provisional") == "A"
    assert village.session.scalar(select(func.count(PendingSubmission.id))) == 0
    drain()
    assert changes(provincial, "provisional") == []


def test_what_cannot_be_read_is_put_off_and_does_not_hold_up_the_lock(village, provincial, monkeypatch):
    def breaks(*_):
        raise ZeroDivisionError

    assert village.phone.send(village.account(1)).status == 201
    monkeypatch.setattr("server.domain.digest.read_facts", breaks)

    lock(provincial)

    waiting = village.session.execute(select(PendingSubmission.attempts, PendingSubmission.not_before)).one()
    assert (waiting.attempts, waiting.not_before is not None) == (1, True)


def test_too_much_that_waits_is_left_to_the_workers(village, provincial, monkeypatch):
    monkeypatch.setattr(locking, "MOST_WAITING", 1)
    for form in (village.account(1), village.account(2)):
        assert village.phone.send(form).status == 201

    with pytest.raises(locking.SubmissionsWaiting, match="2 submissions"):
        lock(provincial)

    assert village.session.get(Criteria, (1, YEAR)).locked_on is None


def test_the_day_of_the_lock_is_that_of_bangkok_and_the_official_result_is_of_that_day(village, provincial):
    village.send(village.account(1))

    lock(provincial, now=dt.datetime(2027, 1, 31, 18, 0, tzinfo=dt.UTC))

    assert village.session.get(Criteria, (1, YEAR)).locked_on == dt.date(2027, 2, 1)
    assert village.result("official").reference_date == dt.date(2027, 2, 1)


def test_a_village_out_of_use_has_no_result_in_a_locked_year(graded, provincial):
    graded.session.get(Village, (1, VILLAGE)).active = False
    graded.session.commit()

    assert lock(provincial).villages == 0

    assert graded.result("official") is None


@pytest.mark.parametrize("role", ["district_officer", "district_chief", "evaluation_committee", "admin"])
def test_only_the_province_locks_and_unlocks(village, sign_in, role):
    caller = sign_in(role, "5007" if role.startswith("district") else "50")

    with pytest.raises(errors.NotAllowed):
        lock(caller)
    with pytest.raises(errors.NotAllowed):
        unlock(caller)


def test_a_year_is_locked_once_and_must_be_there(village, provincial):
    lock(provincial)

    with pytest.raises(years.YearLocked, match="2570"):
        lock(provincial)
    with pytest.raises(years.YearNotOpen), transaction() as session:
        locking.lock(session, provincial, 2571, now=NOW)


def test_of_two_who_lock_at_once_one_does(village, provincial):
    gate = threading.Barrier(2)

    def try_to_lock(_):
        gate.wait(30)
        try:
            return lock(provincial).villages
        except years.YearLocked as locked:
            return locked.code

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(try_to_lock, range(2)), key=str) == [1, "year-locked"]
    assert len(events(village.session, "year.lock")) == 1


def test_a_decision_while_the_year_is_locked_is_in_the_lock_or_a_change_since(graded, provincial):
    """Whichever comes first, numbers and evidence agree, and nothing is lost."""
    gate = threading.Barrier(2)
    (account,) = ids_of(graded.session, graded.forms[0])

    def act(one):
        gate.wait(30)
        one()

    def reject():
        with transaction() as session:
            reviews.review(session, graded.officer, account, "rejected", "ซ้ำ")

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(act, (lambda: lock(provincial), reject)))
    drain()

    first, told = plan_of(provincial).indicators[0], changes(provincial)
    assert first.num == first.counted
    assert (first.num, [change.now.accounts for change in told]) in ((7, [6]), (6, []))


def ids_of(session, *forms) -> list[int]:
    session.rollback()
    wanted = select(Submission.id).where(Submission.instance_id.in_([form.instance_id for form in forms]))
    return list(session.scalars(wanted))


def test_the_lock_is_in_the_book(village, provincial):
    lock(provincial)

    (event,) = events(village.session, "year.lock")
    assert (event.actor_id, event.subject_id) == (provincial.actor_id, str(YEAR))
    assert event.details == {"locked_on": "2027-03-31", "villages": 1}


# After the lock


def test_what_is_published_stays_whatever_is_decided_sent_or_registered_later(graded, provincial):
    lock(provincial)
    before = as_published(graded.session)

    graded.review("rejected", graded.forms[0], graded.forms[-1])
    graded.send(graded.account(9), graded.phone.fill("household_register"))
    graded.send(graded.phone.edit(graded.forms[7], attend_households=graded.households[0]))

    assert as_published(graded.session) == before
    assert graded.grade("official") == "A"


def test_what_would_come_out_now_is_told_beside_it(graded, provincial):
    lock(provincial)
    assert changes(provincial) == []

    graded.review("rejected", graded.forms[0])

    (one,) = changes(provincial)
    assert (one.code, one.locked.grade, one.now.grade) == (VILLAGE, "A", "B")
    assert (one.locked.accounts, one.now.accounts, one.now.met) == (7, 6, (False, True, True, True))
    assert [change.now.accounts for change in changes(provincial, "provisional")] == [6]

    graded.review("approved", graded.forms[0])
    assert changes(provincial) == []


def test_a_household_registered_after_the_lock_is_a_change(graded, provincial):
    lock(provincial)

    graded.send(graded.phone.fill("household_register"))

    (one,) = changes(provincial)
    assert (one.locked.households, one.now.households, one.now.grade) == (10, 11, "C")


def test_the_mere_passing_of_days_is_no_change(village, provincial):
    village.send(village.account(1))
    lock(provincial)
    with transaction() as session:
        session.execute(
            text("insert into stale_village (workspace_id, village_code, plan_year) select 1, code, 2570 from village")
        )

    drain()

    now = village.session.get(VillageYearNow, (1, YEAR, "provisional", VILLAGE))
    assert now.reference_date != dt.date(2027, 3, 31)
    assert (changes(provincial), changes(provincial, "provisional")) == ([], [])


def test_each_sees_the_changes_of_their_own_area(graded, provincial, sign_in):
    lock(provincial)
    graded.review("rejected", graded.forms[0])

    assert len(changes(sign_in("district_officer", "5007"))) == 1
    assert changes(sign_in("district_officer", "5006")) == []


def test_a_later_change_of_the_grade_is_no_event_of_a_locked_year(graded, provincial):
    lock(provincial)
    told = graded.session.scalar(select(func.count(GradeEvent.id)))

    graded.review("rejected", graded.forms[0])

    assert graded.session.scalar(select(func.count(GradeEvent.id))) == told


def test_the_explanation_is_that_of_the_lock(graded, provincial, sign_in):
    officer = sign_in()
    graded.send(graded.account(8))
    before = plan_of(officer)
    lock(provincial)

    graded.review("rejected", *graded.forms[:3])
    graded.review("approved")

    after = plan_of(officer)
    assert after.indicators == before.indicators
    assert after.indicators[0].reasons == {"not_approved": 1}
    assert len(after.indicators[0].evidence) == 8


def test_who_may_not_read_accounts_gets_the_numbers_of_the_locked_evidence(graded, provincial):
    lock(provincial)

    first, second, third, _ = plan_of(provincial).indicators

    assert (first.evidence, first.counted, second.evidence) == (None, 7, None)
    assert [verdict.reason for verdict in third.evidence] == [None]


def test_a_village_that_comes_or_goes_after_the_lock_changes_no_sum_of_the_locked_year(graded, provincial):
    lock(provincial)
    make_village(graded.session, "50070504")
    make_household(graded.session, "50070504")
    graded.session.get(Village, (1, VILLAGE)).active = False
    graded.session.execute(
        text("insert into stale_village (workspace_id, village_code, plan_year) select 1, code, 2570 from village")
    )
    graded.session.commit()
    drain()

    area = grades.of_area(graded.session, 1, "500705", plan_year=YEAR, basis="official")

    assert [(line.code, line.grade) for line in area.lines] == [(VILLAGE, "A")]
    assert area.roll_up.villages_total == 1
    assert plan_of(provincial).grade == "A"


def test_other_years_go_on(graded, provincial):
    make_year(graded.session, 2571)
    graded.session.commit()
    lock(provincial)

    graded.send(graded.phone.fill("household_register"))

    assert [graded.result("provisional", year).households for year in (2570, 2571)] == [10, 11]


def test_recomputing_changes_nothing_with_a_locked_year_either(graded, provincial):
    lock(provincial)
    graded.review("rejected", graded.forms[0])
    before = as_published(graded.session), len(changes(provincial))

    done = recompute(1, now=NOW)

    assert (done.changes, done.submissions) == ((), 9)
    assert (as_published(graded.session), len(changes(provincial))) == before


def test_recomputing_tells_what_stood_wrongly_beside_a_locked_year(graded, provincial):
    lock(provincial)
    graded.session.execute(text("update village_year_now set grade = 'C' where basis = 'official'"))
    graded.session.commit()

    (change,) = recompute(1, now=NOW).changes

    assert (change.figure, change.before, change.after) == ("since the lock: grade", "C", "A")


def test_the_order_in_which_changes_are_processed_does_not_matter(graded, provincial):
    lock(provincial)
    graded.review("rejected", graded.forms[0])
    graded.send(graded.phone.fill("household_register"))
    before = rows(graded.session, (VillageYearNow, IndicatorResultNow), "computed_at")

    for order in ("id", "id desc"):
        with transaction() as session:
            session.execute(
                text(
                    "insert into pending_submission (submission_id, workspace_id)"
                    f" select id, 1 from submission order by {order}"
                )
            )
        drain()

    assert rows(graded.session, (VillageYearNow, IndicatorResultNow), "computed_at") == before


# Unlocking


def test_unlocking_forgets_the_lock_and_computes_everything_again(graded, provincial):
    lock(provincial)
    graded.review("rejected", graded.forms[0])

    unlock(provincial)
    assert graded.session.scalar(select(func.count(StaleVillage.id))) == 1
    drain()

    assert (graded.grade("official"), graded.session.get(Criteria, (1, YEAR)).locked_on) == ("B", None)
    kept = (LockedEvidence, VillageYearNow, IndicatorResultNow)
    assert [graded.session.scalar(select(func.count()).select_from(table)) for table in kept] == [0, 0, 0]
    assert changes(provincial) == []
    assert plan_of(provincial).indicators[0].reasons == {"rejected": 1}


def test_unlocking_wants_a_reason_which_the_book_keeps(graded, provincial):
    lock(provincial)
    for blank in ("", "  \0"):
        with pytest.raises(locking.UnlockReasonMissing):
            unlock(provincial, blank)

    unlock(provincial, " ตรวจพบบัญชีซ้ำ ")

    (event,) = events(graded.session, "year.unlock")
    assert event.details == {"locked_on": "2027-03-31", "reason": "ตรวจพบบัญชีซ้ำ"}
    with pytest.raises(locking.YearNotLocked):
        unlock(provincial)


def test_a_year_can_be_locked_again_with_its_new_evidence(graded, provincial):
    lock(provincial)
    graded.review("rejected", graded.forms[0])
    unlock(provincial)
    drain()

    lock(provincial, now=NOW + dt.timedelta(days=1))

    assert plan_of(provincial).indicators[0].reasons == {"rejected": 1}
    assert graded.grade("official") == "B"
