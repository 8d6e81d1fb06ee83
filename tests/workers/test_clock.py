"""The clock queues again what Redis forgot, and outlives a database that is away."""

import io
import logging
import os
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from server.db import session as sessions
from server.queue import DRAIN_SUBMISSIONS, DRAIN_VILLAGES
from server.stack.program import wait_until
from server.storage import BlobStore
from tests.workers.conftest import forget_everything
from workers import clock

BEAT_S = 0.02


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(str(tmp_path))


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
    thread = threading.Thread(target=clock.run, args=(stop, BEAT_S, BlobStore("file:/nowhere")))
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
