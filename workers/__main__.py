"""`python -m workers`: an RQ worker for each kind of drain, and the clock; what dies is started again."""

import logging
import multiprocessing
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from multiprocessing.process import BaseProcess
from threading import Event

from redis import Redis
from redis.client import Pipeline
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer

from server import garbage, logs, queue, storage
from server.config import Settings
from server.db import session
from workers import clock
from workers.backups import NightlyBackup

LOOK_EVERY_S = 1
STOP_S = 15
CLOCK, WORKERS = "clock", "workers"
HEARD_OF_S = 60  # a worker that was killed is missed after twice as long

log = logging.getLogger(__name__)


class JobFailed(Exception):
    """What RQ hears of an error: its kind. RQ logs and keeps what it hears, and an error's words may be answers."""


class WordlessJob(Job):
    """A job that fails without words; `accounted` has logged where."""

    def perform(self) -> object:
        try:
            return super().perform()
        except Exception as error:
            raise JobFailed(type(error).__name__) from None


class DrainWorker(SimpleWorker):
    """Runs drains in its own process, without a fork for each: they are short and many."""

    job_class = WordlessJob
    max_connection_wait_time = 5.0  # seconds between two looks for a Redis that is away

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """Tells of itself anew when Redis was emptied: RQ does so at birth alone, and we would be taken for dead."""
        if pipeline is None and not self.connection.hexists(self.key, "queues"):
            self.connection.delete(self.key)
            self.register_birth()
        super().heartbeat(timeout, pipeline)


def main() -> None:
    settings = Settings.from_env()
    logs.configure(settings.log)
    keep_running(chosen(tasks(settings), sys.argv[1:]), stop_on_signal())


def chosen(known: Mapping[str, Callable[[], object]], names: Sequence[str]) -> dict[str, Callable[[], object]]:
    """Those of these names, of which `workers` means all but the clock; every one without names.

    Ends the process when a name is unknown.
    """
    without_clock = known.keys() - {CLOCK}
    wanted = set().union(*(without_clock if name == WORKERS else {name} for name in names)) or set(known)
    if unknown := wanted - known.keys():
        sys.exit(f"yudee: no worker is called {', '.join(sorted(unknown))}. There are: {WORKERS}, {', '.join(known)}")
    return {name: task for name, task in known.items() if name in wanted}


def tasks(settings: Settings) -> dict[str, Callable[[], object]]:
    """The clock, and a worker of its own for each kind of drain.

    Two workers for both kinds would both be at submissions while these keep coming, and no village would be computed.
    """
    drains = {name: partial(work, name, settings) for name in queue.QUEUES.values()}
    return drains | {CLOCK: partial(tick, settings)}


def keep_running(wanted: Mapping[str, Callable[[], object]], stop: Event) -> None:
    """Each task in a process of its own, started again when it dies; all are stopped in the end."""
    running: dict[str, BaseProcess] = {}
    while not stop.is_set():
        for name, task in wanted.items():
            if name not in running or not running[name].is_alive():
                if name in running:
                    log.warning("has ended and is started again task=%s", name)
                running[name] = multiprocessing.Process(target=task, name=name, daemon=True)
                running[name].start()
        stop.wait(LOOK_EVERY_S)
    for process in running.values():
        process.terminate()  # RQ finishes the job at hand
    for process in running.values():
        process.join(STOP_S)


def work(queue_name: str, settings: Settings) -> None:
    """A worker's own process."""
    garbage.search_seldom()
    connect(settings)
    redis = Redis.from_url(settings.redis_url)  # RQ waits on it for minutes, nudges must not
    jobs = Queue(queue_name, connection=redis, serializer=JSONSerializer)
    forget_nudges(queue_name)
    DrainWorker([jobs], connection=redis, serializer=JSONSerializer, worker_ttl=HEARD_OF_S).work(
        logging_level="WARNING"
    )


def forget_nudges(queue_name: str) -> None:
    """The worker before may have died between taking a job and beginning it; the sweep asks again at its next beat."""
    for job, name in queue.QUEUES.items():
        if name == queue_name:
            queue.forget_nudge(job)


def tick(settings: Settings) -> None:
    """The clock's own process."""
    connect(settings)
    backup = NightlyBackup(settings) if settings.backup else None
    clock.run(stop_on_signal(), settings.sweep_s, storage.blobs(), backup)


def connect(settings: Settings) -> None:
    """Connections of this process (they must not be shared across a fork), and its blobs."""
    session.connect(settings.database_url, read_url=settings.read_url, pool_url=settings.pool_url, size=2)
    queue.connect(settings.redis_url)
    storage.connect(storage.store_of(settings))


def stop_on_signal() -> Event:
    stop = Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stop.set())
    return stop


if __name__ == "__main__":
    main()
