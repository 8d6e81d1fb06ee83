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
from server.storage import BlobStore
from workers import clock

WORKERS = 2


class DrainWorker(SimpleWorker):
    """Runs drains in its own process, without a fork for each: they are short and many.

    Connected again after the pool's fork: a connection must not be shared between processes.
    """

    def work(self, *args: object, **options: object) -> bool:
        connect(Settings.from_env())
        return super().work(*args, **(options | {"with_scheduler": False}))  # we schedule nothing; it is a process each


class DrainPool(WorkerPool):
    """Starts drain workers again when they die, as RQ's pool does, and the clock as well."""

    def __init__(self, settings: Settings) -> None:
        drains = Queue(queue.QUEUE, connection=queue.redis(), serializer=JSONSerializer)
        what = {"worker_class": DrainWorker, "serializer": JSONSerializer, "num_workers": WORKERS}
        super().__init__([drains], connection=queue.redis(), **what)
        self.settings = settings
        self.clock = self.started_clock()

    def started_clock(self) -> multiprocessing.Process:
        clock = multiprocessing.Process(target=tick, args=(self.settings,), daemon=True, name="clock")
        clock.start()
        return clock

    def check_workers(self, respawn: bool = True) -> None:
        """Called every second while the pool runs."""
        super().check_workers(respawn)
        if respawn and not self.clock.is_alive():
            self.clock = self.started_clock()


def connect(settings: Settings) -> None:
    session.connect(settings.database_url, size=2)
    queue.connect(settings.redis_url)


def tick(settings: Settings) -> None:
    """The clock's own process."""
    stop = Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stop.set())
    connect(settings)
    clock.run(stop, settings.sweep_s, BlobStore(settings.blobs))


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s", stream=sys.stderr)
    settings = Settings.from_env()
    queue.connect(settings.redis_url)
    DrainPool(settings).start(logging_level="WARNING")


if __name__ == "__main__":
    main()
