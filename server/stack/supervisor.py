"""Keeps processes running: what dies is started again after a rest, what was started is stopped in reverse order."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from server.stack.child import Rest
from server.stack.errors import StackProblem
from server.stack.speech import say

LOOK_EVERY_S = 0.2


class Startable(Protocol):
    """PostgreSQL, Redis, web, workers."""

    name: str

    @property
    def is_running(self) -> bool: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


@contextmanager
def started(process: Startable) -> Iterator[None]:
    """Start on entering; stop on leaving, however that comes about."""
    try:
        process.start()
        yield
    finally:
        process.stop()


def keep_running(processes: list[Startable]) -> None:
    """Start again whatever dies, until an exception (Ctrl-C, SIGTERM) ends it."""
    rests = {process.name: Rest() for process in processes}
    start_at: dict[str, float] = {}
    while True:
        now = time.monotonic()
        for process in processes:
            if process.is_running:
                continue
            if process.name not in start_at:
                start_at[process.name] = rests[process.name].begin(now)
                say(f"{process.name} has ended; starting it again")
            elif now >= start_at[process.name]:
                del start_at[process.name]
                start_again(process)
        time.sleep(LOOK_EVERY_S)


def start_again(process: Startable) -> None:
    """A start that fails is like a death: the next look rests longer and tries once more."""
    try:
        process.start()
    except StackProblem as problem:
        say(str(problem))
