"""The clock queues again what Redis forgot, and outlives a database that is away."""

import datetime as dt
import io
import logging
import os
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from server.db import session as sessions
from server.db.models import Chore
from server.db.queries import pending
from server.queue import DRAIN_PROJECTS, DRAIN_SUBMISSIONS, DRAIN_VILLAGES
from server.stack.program import wait_until
from server.storage import BlobStore, FileStore
from tests.factories import make_workspace
from tests.fixtures.field import drain
from tests.workers.conftest import forget_everything
from workers import clock

BEAT_S = 0.02


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return FileStore(str(tmp_path))


@pytest.fixture
def ticking(connected: Engine, store: BlobStore):
    """The clock at a quick beat, until the end of the test."""
    stop = threading.Event()
    thread = threading.Thread(target=clock.run, args=(stop, BEAT_S, store))
    thread.start()
    yield thread
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def test_what_waits_is_queued_again_when_redis_forgot(sent, jobs):
    sent()
    forget_everything()

    clock.sweep()

    assert jobs() == [DRAIN_SUBMISSIONS]


def test_a_stale_village_is_queued_again(province, jobs):
    province.execute(
        text("insert into stale_village (workspace_id, village_code, plan_year) values (1, '50070503', 2570)")
    )
    province.commit()

    clock.sweep()

    assert jobs() == [DRAIN_VILLAGES]


def test_nothing_is_queued_when_nothing_waits(province, jobs):
    clock.sweep()

    assert jobs() == []


def test_what_was_put_off_waits_for_its_time(sent, session, jobs):
    sent()
    forget_everything()
    for later, queued in (("1 minute", []), ("-1 minute", [DRAIN_SUBMISSIONS])):
        session.execute(text(f"update pending_submission set not_before = now() + interval '{later}'"))
        session.commit()
        clock.sweep()
        assert jobs() == queued


def test_the_clock_sweeps_by_itself(sent, jobs, ticking):
    sent()
    forget_everything()

    assert wait_until(lambda: DRAIN_SUBMISSIONS in jobs(), 10)


def test_a_database_that_is_away_is_tried_again_at_the_next_beat(sent, jobs, connected, caplog):
    sent()
    forget_everything()
    away = sessions.create_engine("postgresql+psycopg://nobody@/none?host=/nonexistent")
    stop = threading.Event()
    thread = threading.Thread(target=clock.run, args=(stop, BEAT_S, FileStore("file:/nowhere")))
    with caplog.at_level(logging.WARNING, logger=clock.__name__):
        sessions._sessions.configure(bind=away)
        thread.start()
        assert wait_until(lambda: "not swept why=OperationalError" in caplog.text, 10)
        sessions._sessions.configure(bind=connected)
        came_back = wait_until(lambda: DRAIN_SUBMISSIONS in jobs(), 10)
    stop.set()
    thread.join(10)

    assert came_back


def test_a_file_no_row_speaks_of_goes_when_the_clock_tidies(connected, store, ticking, monkeypatch):
    stray = store.path(store.put(io.BytesIO(b"a photo of a request that broke off")).sha256)
    os.utime(stray, (0, 0))

    monkeypatch.setattr(clock, "TIDY_EVERY_S", 0)

    wait_until(lambda: not stray.exists(), 10)
    assert not stray.exists()


# Chores

TODAY, TOMORROW = dt.date(2027, 3, 31), dt.date(2027, 4, 1)


@pytest.fixture
def provinces(session):
    """Two workspaces, 1 and 2."""
    for province in ("50", "51"):
        make_workspace(session, province)
    session.commit()


def done(session) -> list[tuple]:
    session.rollback()
    return [
        tuple(row)
        for row in session.execute(select(Chore.workspace_id, Chore.name, Chore.done_for).order_by(Chore.workspace_id))
    ]


def test_a_chore_is_done_once_a_day_for_every_province(provinces, session):
    did = []

    def sweep_the_floor(workspace_id, day):
        did.append((workspace_id, day))
        return True

    for day in (TODAY, TODAY, TOMORROW):
        clock.do_chores({"floor": sweep_the_floor}, day)

    assert did == [(1, TODAY), (2, TODAY), (1, TOMORROW), (2, TOMORROW)]
    assert done(session) == [(1, "floor", TOMORROW), (2, "floor", TOMORROW)]


def test_a_chore_that_is_not_finished_goes_on_at_the_next_beat(provinces, session):
    finished = {1: iter([False, True]), 2: iter([True])}

    for _ in range(3):
        clock.do_chores({"long": lambda workspace_id, _: next(finished[workspace_id])}, TODAY)

    assert done(session) == [(1, "long", TODAY), (2, "long", TODAY)]


def test_a_chore_that_fails_holds_up_no_other_and_is_tried_again(provinces, session, caplog):
    def fails_for_the_first(workspace_id, _):
        if workspace_id == 1:
            raise OSError
        return True

    with caplog.at_level(logging.WARNING, logger=clock.__name__):
        clock.do_chores({"broken": fails_for_the_first, "other": lambda *_: True}, TODAY)

    assert "not done chore=broken workspace=1 why=OSError" in caplog.text
    assert done(session) == [(1, "other", TODAY), (2, "broken", TODAY), (2, "other", TODAY)]
    clock.do_chores({"broken": lambda *_: True}, TODAY)
    assert (1, "broken", TODAY) in done(session)


def test_the_clock_does_its_chores_by_itself(provinces, session, ticking):
    nightly = {"new day", "retention", "overdue entities", "exports"}
    assert wait_until(lambda: {name for _, name, _ in done(session)} == nightly and len(done(session)) == 8, 10)


def test_a_new_day_has_everything_computed_that_turns_on_it(field, project, jobs):
    drain()
    forget_everything()

    clock.begin_new_day(1, TODAY)

    assert sorted(jobs()) == sorted([DRAIN_PROJECTS, DRAIN_VILLAGES])
    waiting = pending.anything_waiting(field.session)
    assert (waiting.submissions, waiting.villages, waiting.projects) == (False, True, True)
