"""What is queued in this worker's Redis."""

from collections.abc import Callable

import pytest
from flask import Flask
from rq import Queue
from rq.serializers import JSONSerializer

from server import queue
from server.queue import DRAIN_SUBMISSIONS
from server.stack.program import wait_until
from tests.filled import Filled
from tests.phone import Collect


@pytest.fixture
def jobs(app: Flask) -> Callable[[], list[str]]:
    """The names of the queued jobs, queue by queue."""

    def queued() -> list[str]:
        names = dict.fromkeys(queue.QUEUES.values())
        waiting = [Queue(name, connection=queue.redis(), serializer=JSONSerializer) for name in names]
        return [job.func_name for one in waiting for job in one.jobs]

    return queued


@pytest.fixture
def sent(phone: Collect, jobs: Callable[[], list[str]]) -> Callable[..., Filled]:
    """Send a form, and wait for its nudge, which comes after the receipt."""

    def send(form_id: str = "forum_attendance") -> Filled:
        filled = phone.fill(form_id)
        assert phone.send(filled).status == 201
        assert wait_until(lambda: DRAIN_SUBMISSIONS in jobs(), 10)
        return filled

    return send


def forget_everything() -> None:
    """As after a restart of a Redis that keeps nothing."""
    queue.redis().flushdb()
