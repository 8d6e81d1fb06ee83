"""A worker that begins does not wait for what the one before it took and never did; Redis may forget who lives."""

from rq import Queue
from rq.serializers import JSONSerializer

from server import queue
from server.queue import DRAIN_SUBMISSIONS, DRAIN_VILLAGES
from tests.workers.conftest import forget_everything
from workers import __main__ as workers
from workers import clock


def test_a_nudge_whose_job_died_with_its_worker_is_forgotten_when_the_next_one_begins(sent, jobs):
    sent()
    forget_everything()  # the job was taken
    for job in (DRAIN_SUBMISSIONS, DRAIN_VILLAGES):
        queue.redis().set(queue.nudge_key(job), 1, ex=queue.NUDGE_S)
    clock.sweep()
    assert jobs() == []

    workers.forget_nudges("submissions")
    clock.sweep()

    assert jobs() == [DRAIN_SUBMISSIONS]
    assert queue.redis().exists(queue.nudge_key(DRAIN_VILLAGES))


def test_a_worker_that_lives_is_known_again_after_redis_was_emptied(app):
    seldom = Queue("seldom", connection=queue.redis(), serializer=JSONSerializer)
    worker = workers.DrainWorker([seldom], connection=queue.redis(), serializer=JSONSerializer)
    worker.register_birth()
    forget_everything()
    assert queue.workers_alive() == {}

    worker.heartbeat()

    assert queue.workers_alive() == {"seldom": 1}
    worker.register_death()
