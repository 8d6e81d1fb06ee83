"""Nudges and drains: one job for many nudges, nothing stranded, and no phone waits for Redis."""

import importlib
import threading

import pytest
from redis import Redis
from sqlalchemy import func, select

from server import queue
from server.db.models import EntityVersion, PendingSubmission, StaleVillage
from server.queue import DRAIN_PROJECTS, DRAIN_SUBMISSIONS, DRAIN_VILLAGES, QUEUES, forget_nudge, nudge, nudge_soon
from server.stack.program import wait_until
from workers import drains


@pytest.fixture
def no_redis(app):
    """Redis as it is when it is away."""
    queue.connect("unix:///nonexistent/redis.sock")


def count(session, table) -> int:
    session.rollback()
    return session.scalar(select(func.count(table.id)))


@pytest.mark.parametrize("job", QUEUES)
def test_every_job_is_a_function_of_the_workers(job):
    module, _, name = job.rpartition(".")

    assert callable(getattr(importlib.import_module(module), name))


def test_many_nudges_are_one_job(jobs):
    for _ in range(5):
        nudge(DRAIN_SUBMISSIONS)

    assert jobs() == [DRAIN_SUBMISSIONS]


def test_requests_at_the_same_time_share_a_nudge_and_none_is_left_out(jobs):
    for _ in range(50):
        nudge_soon(DRAIN_SUBMISSIONS)
        nudge_soon(DRAIN_VILLAGES)
        nudge_soon(DRAIN_PROJECTS)

    assert wait_until(lambda: sorted(jobs()) == [DRAIN_PROJECTS, DRAIN_SUBMISSIONS, DRAIN_VILLAGES], 10)


def test_what_is_asked_after_a_drain_began_is_nudged_again(jobs):
    for times in (1, 2, 3):
        nudge_soon(DRAIN_SUBMISSIONS)
        assert wait_until(lambda times=times: jobs() == [DRAIN_SUBMISSIONS] * times, 10)
        forget_nudge(DRAIN_SUBMISSIONS)


def test_each_kind_of_drain_is_nudged_by_itself(jobs):
    nudge(DRAIN_SUBMISSIONS)
    nudge(DRAIN_VILLAGES)

    assert jobs() == [DRAIN_SUBMISSIONS, DRAIN_VILLAGES]


def test_a_drain_forgets_its_nudge_first_so_that_the_next_row_nudges_again(jobs):
    nudge(DRAIN_SUBMISSIONS)
    forget_nudge(DRAIN_SUBMISSIONS)
    nudge(DRAIN_SUBMISSIONS)

    assert jobs() == [DRAIN_SUBMISSIONS] * 2


def test_a_nudge_that_was_never_taken_up_is_forgotten_in_time(app, redis_url):
    nudge(DRAIN_SUBMISSIONS)

    with Redis.from_url(redis_url) as redis:
        assert 0 < redis.ttl(queue.nudge_key(DRAIN_SUBMISSIONS)) <= queue.NUDGE_S


def test_a_submission_nudges_and_its_drain_nudges_for_the_village(sent, jobs):
    sent()
    assert jobs() == [DRAIN_SUBMISSIONS]

    drains.drain_submissions()

    assert jobs() == [DRAIN_SUBMISSIONS, DRAIN_VILLAGES]


def test_a_resend_of_what_is_here_asks_for_nothing(sent, phone, jobs):
    filled = sent()
    forget_nudge(DRAIN_SUBMISSIONS)
    assert phone.send(filled).status == 201

    assert not wait_until(lambda: jobs() != [DRAIN_SUBMISSIONS], 0.2)


def test_a_drain_that_finds_nothing_is_no_fault(app):
    assert (drains.drain_submissions(), drains.drain_villages()) == (0, 0)


def test_a_drain_takes_batch_after_batch_until_nothing_waits(phone, session, monkeypatch):
    monkeypatch.setattr(drains, "SUBMISSIONS_AT_ONCE", 2)
    for _ in range(5):
        phone.send(phone.fill("household_register"))

    assert drains.drain_submissions() == 5
    assert count(session, PendingSubmission) == 0
    assert drains.drain_villages() > 0
    assert count(session, StaleVillage) == 0


def test_drains_beside_each_other_do_everything_once(phone, session, monkeypatch):
    monkeypatch.setattr(drains, "SUBMISSIONS_AT_ONCE", 1)
    for _ in range(6):
        phone.send(phone.fill("household_register"))
    beside = [threading.Thread(target=drains.drain_submissions) for _ in range(3)]
    for thread in beside:
        thread.start()
    for thread in beside:
        thread.join()

    assert (count(session, PendingSubmission), count(session, EntityVersion)) == (0, 6)


def test_a_phone_gets_its_receipt_when_redis_is_away(phone, session, no_redis):
    assert phone.send(phone.fill("household_register")).status == 201

    assert count(session, PendingSubmission) == 1


def test_a_drain_goes_on_without_redis(phone, session, no_redis):
    phone.send(phone.fill("household_register"))

    assert drains.drain_submissions() == 1
    assert drains.drain_villages() > 0
    assert (count(session, PendingSubmission), count(session, StaleVillage)) == (0, 0)
