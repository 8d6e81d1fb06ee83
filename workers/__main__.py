"""`python -m workers`: two RQ workers that run the drains, and the clock that sweeps."""

import logging
import multiprocessing
import signal
import sys
from threading import Event

from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer
from rq.worker_pool import WorkerPool

from server import queue
from server.config import Settings
from server.db import session
from workers import clock

WORKERS = 2


class DrainWorker(SimpleWorker):
    """Runs drains in its own process, without a fork for each: they are short and many.

    Connected again after the pool's fork: a connection must not be shared between processes.
    """

    def work(self, *args: object, **options: object) -> bool:
        connect(Settings.from_env())
        return super().work(*args, **options)


def connect(settings: Settings) -> None:
    session.connect(settings.database_url, size=2)
    queue.connect(settings.redis_url)


def tick(settings: Settings) -> None:
    """The clock's own process."""
    stop = Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stop.set())
    connect(settings)
    clock.run(stop, every_s=settings.sweep_s)


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s", stream=sys.stderr)
    settings = Settings.from_env()
    queue.connect(settings.redis_url)
    multiprocessing.Process(target=tick, args=(settings,), daemon=True, name="clock").start()
    drains = Queue(queue.QUEUE, connection=queue.redis(), serializer=JSONSerializer)
    pool = WorkerPool(
        [drains],
        connection=queue.redis(),
        num_workers=WORKERS,
        worker_class=DrainWorker,
        serializer=JSONSerializer,
    )
    pool.start(logging_level="WARNING")


if __name__ == "__main__":
    main()
