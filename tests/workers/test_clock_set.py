"""The machine's clock is set a day ahead, and back: nothing is done twice, forgotten, or waits for a day."""

import datetime as dt
import io
import time
from threading import Event, Semaphore, Thread

import pytest
from sqlalchemy import text

from server import queue
from server.db.queries import chores, failed_attempts, pending
from server.db.session import transaction
from server.domain import sessions
from server.domain.sessions import BEARER
from server.queue import DRAIN_SUBMISSIONS
from server.stack.program import wait_until
from server.storage import FileStore
from tests.factories import PASSWORD, make_person, make_workspace
from tests.workers.conftest import forget_everything
from workers import clock

MONDAY = dt.date(2027, 3, 1)
TUESDAY, WEDNESDAY = MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=2)
DAY_S = 86_400


@pytest.fixture
def workspace(session):
    made = make_workspace(session)
    session.commit()
    return made.id


def done_on(days, name="floor"):
    """The days, of these in their order, on which the chore is done."""
    did = []
    for day in days:
        clock.do_chores({name: lambda _workspace, today: did.append(today) or True}, day)
    return did


def test_a_day_ahead_and_back_no_chore_is_done_twice_for_a_day_and_none_is_left_out_later(workspace):
    assert done_on([MONDAY, TUESDAY, MONDAY, MONDAY, TUESDAY, WEDNESDAY]) == [MONDAY, TUESDAY, WEDNESDAY]


def test_a_year_ahead_and_back_chores_go_on_at_once(workspace):
    assert done_on([MONDAY, MONDAY + dt.timedelta(days=365), MONDAY, TUESDAY]) == [
        MONDAY,
        MONDAY + dt.timedelta(days=365),
        MONDAY,
        TUESDAY,
    ]
    with transaction() as session:
        assert chores.due_today(session, "floor", TUESDAY) == []


def test_what_was_put_off_by_a_clock_that_went_back_does_not_wait_for_that_day(sent, session):
    sent()
    for ahead, is_due in (("23 hours", False), ("25 hours", True)):
        session.execute(text(f"update pending_submission set not_before = now() + interval '{ahead}'"))
        session.commit()
        assert bool(pending.waiting_submissions(session, 10)) is is_due
        assert pending.anything_waiting(session).submissions is is_due


def test_a_nudge_that_seems_to_last_for_a_day_holds_up_no_drain(sent, jobs):
    sent()
    forget_everything()
    queue.redis().set(queue.nudge_key(DRAIN_SUBMISSIONS), 1, ex=DAY_S)  # as Redis has it when its clock goes back

    clock.sweep()
    clock.sweep()

    assert jobs() == [DRAIN_SUBMISSIONS]


def test_people_and_scripts_stay_signed_in_when_the_clock_goes_back_and_for_their_time_when_it_goes_on(session):
    email = make_person(session).email
    session.commit()
    token = sessions.sign_in(email, PASSWORD, BEARER, address="192.0.2.1").token
    for moved, is_known in (("1 day", True), ("-23 hours", True), ("-25 hours", False)):
        with transaction() as one:
            one.execute(text(f"update login set created_at = now() + interval '{moved}'"))
            one.execute(text("update login set expires_at = created_at + :lasts"), {"lasts": sessions.LASTS[BEARER]})
            assert (sessions.by_token(one, token, BEARER) is not None) is is_known


def test_phones_may_have_any_time(phone):
    form = phone.fill("community_plan")
    for day in ("Thu, 01 Jan 1970 00:00:00 GMT", "Tue, 19 Jan 2038 03:14:08 GMT"):
        assert phone.post(form.xml, Date=day).status == 201


def test_wrong_passwords_of_a_clock_that_went_back_lock_nobody_out_for_a_day(session):
    failed_attempts.note(session, [b"key"])
    within = dt.timedelta(minutes=5)
    assert failed_attempts.wait(session, b"key", 1, within) is not None
    session.execute(text("update failed_attempt set at = now() + interval '1 day'"))

    assert failed_attempts.wait(session, b"key", 1, within) is None


def test_in_the_moment_the_clock_is_set_no_file_is_taken_for_a_day_old(connected, tmp_path, monkeypatch):
    store = FileStore(str(tmp_path))
    arriving = store.path(store.put(io.BytesIO(b"a photo whose row is not there yet")).sha256)
    wall, monotonic, passed, beats = time.time, time.monotonic, {"wall": 0, "monotonic": 0}, Semaphore(0)
    monkeypatch.setattr(time, "time", lambda: wall() + passed["wall"])
    monkeypatch.setattr(time, "monotonic", lambda: monotonic() + passed["monotonic"])
    monkeypatch.setattr(clock, "beat", beats.release)
    stop = Event()
    thread = Thread(target=clock.run, args=(stop, 0.02, store))
    thread.start()
    assert all(beats.acquire(timeout=10) for _ in range(3))

    passed |= {"wall": DAY_S + 60, "monotonic": clock.TIDY_EVERY_S + 60}  # set ahead when it was about to tidy

    assert all(beats.acquire(timeout=10) for _ in range(4))
    assert arriving.exists()
    passed["monotonic"] += clock.TIDY_EVERY_S + 60
    passed["wall"] += clock.TIDY_EVERY_S + 60
    assert wait_until(lambda: not arriving.exists(), 10)
    stop.set()
    thread.join(10)
