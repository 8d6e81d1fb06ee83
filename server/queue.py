"""Names of the jobs, and nudges: Redis may forget them, PostgreSQL knows what is still to do."""

import logging
import threading
import time
from collections import Counter
from queue import SimpleQueue

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue
from rq.serializers import JSONSerializer
from rq.worker_registration import get_keys

DRAIN_SUBMISSIONS = "workers.drains.drain_submissions"
DRAIN_VILLAGES = "workers.drains.drain_villages"
DRAIN_PROJECTS = "workers.drains.drain_projects"
DRAIN_CHECKS = "workers.drains.drain_checks"
SIMULATE, SEND = "workers.simulate.Simulation", "workers.simulate.Sending"  # run by the command that asks for them
PUBLISH_FINANCE = "workers.finance.publish_finance"
CONVERT_FORMS = "workers.forms.convert_forms"
WRITE_EXPORTS = "workers.exports.write_exports"
QUEUES = {
    DRAIN_SUBMISSIONS: "submissions",
    DRAIN_VILLAGES: "villages",
    DRAIN_PROJECTS: "projects",
    PUBLISH_FINANCE: "seldom",
    CONVERT_FORMS: "seldom",
    DRAIN_CHECKS: "seldom",  # in short turns: the three share a worker
    WRITE_EXPORTS: "exports",  # a report takes a minute
}  # a worker each: see workers.__main__
NUDGE_S = 30
CLOCK, DAY_S = "yudee:clock", 86_400
PAUSE_S = 0.03  # between two nudges of a web process; what comes in between shares the next

log = logging.getLogger(__name__)
_connections: dict[str, Redis] = {}
_redis_url: str = ""


def connect(redis_url: str) -> None:
    """Point nudges at this Redis."""
    global _redis_url
    _redis_url = redis_url


def redis() -> Redis:
    """The connection; it gives up at once when Redis is away, because a phone is waiting."""
    if _redis_url not in _connections:
        _connections[_redis_url] = Redis.from_url(
            _redis_url, socket_connect_timeout=0.5, socket_timeout=2, retry=Retry(NoBackoff(), 0)
        )
    return _connections[_redis_url]


def nudge(job: str) -> None:
    """Queue a drain unless one is already asked for. The sweep repairs what is lost here."""
    try:
        if redis().set(nudge_key(job), 1, nx=True, ex=NUDGE_S) or is_of_another_time(job):
            queue = Queue(QUEUES[job], connection=redis(), serializer=JSONSerializer)
            queue.enqueue(job, result_ttl=0, failure_ttl=3600, job_timeout=600)
    except RedisError as error:
        log.warning("not nudged job=%s why=%s", job, type(error).__name__)


def is_of_another_time(job: str) -> bool:
    """Whether the nudge that is there would last longer than any does: the clock has gone back since."""
    if redis().ttl(nudge_key(job)) <= NUDGE_S:
        return False
    return bool(redis().set(nudge_key(job), 1, ex=NUDGE_S))


def nudge_soon(job: str) -> None:
    """Nudge from a thread of its own: no phone waits for Redis, and many submissions at once ask once."""
    _asked.put(job)
    if not (_nudging and _nudging[-1].is_alive()):  # the first time, and in a process that was forked
        _nudging[:] = [threading.Thread(target=nudge_whatever_is_asked, name="nudges", daemon=True)]
        _nudging[-1].start()


_asked: SimpleQueue[str] = SimpleQueue()
_nudging: list[threading.Thread] = []


def nudge_whatever_is_asked() -> None:
    """Runs until the process ends; what it has not got round to by then, the sweep finds."""
    while True:
        jobs = {_asked.get()}
        while not _asked.empty():
            jobs.add(_asked.get())
        for job in jobs:
            nudge(job)
        time.sleep(PAUSE_S)


def forget_nudge(job: str) -> None:
    """A drain's first act, so that whatever is committed from now on nudges again."""
    try:
        redis().delete(nudge_key(job))
    except RedisError as error:
        log.warning("nudge not forgotten job=%s why=%s", job, type(error).__name__)


def nudge_key(job: str) -> str:
    return f"yudee:nudge:{job}"


def workers_alive() -> dict[str, int]:
    """How many workers live for each queue; a dead one is forgotten after some minutes. Raises RedisError.

    Read from rq's own keys: its Worker would make our connection wait seven minutes for a Redis that is silent.
    """
    with redis().pipeline() as pipeline:
        for key in get_keys(connection=redis()):
            pipeline.hget(key, "queues")
        queues = [found.decode() for found in pipeline.execute() if found]
    return dict(Counter(name for names in queues for name in names.split(",")))


def beat() -> None:
    """The clock says that it goes."""
    try:
        redis().set(CLOCK, time.time(), ex=DAY_S)
    except RedisError as error:
        log.warning("beat not told why=%s", type(error).__name__)


def clock_age_s() -> float | None:
    """Seconds since the clock's last beat; None when it has not been heard of for a day. Raises RedisError."""
    at = redis().get(CLOCK)
    return None if at is None else max(0.0, time.time() - float(at))
