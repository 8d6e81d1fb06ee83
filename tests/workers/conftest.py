"""What is queued in this worker's Redis."""

from collections.abc import Callable

import pytest
from flask import Flask
from rq import Queue
from rq.serializers import JSONSerializer

from server import queue


@pytest.fixture
def jobs(app: Flask) -> Callable[[], list[str]]:
    """The names of the queued jobs, in order."""

    def queued() -> list[str]:
        waiting = Queue(queue.QUEUE, connection=queue.redis(), serializer=JSONSerializer)
        return [job.func_name for job in waiting.jobs]

    return queued


def forget_everything() -> None:
    """As after a restart of a Redis that keeps nothing."""
    queue.redis().flushdb()
