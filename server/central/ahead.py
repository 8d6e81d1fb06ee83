"""Batches of a table, of which the next is made while the last one is being written."""

import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from server import heaps

# The thread that makes the next batch asks for the interpreter some dozens of times: at the usual turns of 5 ms it
# would be ready no sooner than if nobody had begun. Phones have no use for short turns: 32 of them at once get less
# done.
USUAL_S, SHORT_S = 0.005, 0.001

Batch = TypeVar("Batch")

_lock = threading.Lock()
_taken = 0  # tables, in this moment


def ahead(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The same batches; while one is in use, the next is made by a thread. At the end their memory is given back."""
    each = iter(batches)
    try:
        with short_turns(), ThreadPoolExecutor(1) as thread:
            coming = thread.submit(next, each, None)
            while (batch := coming.result()) is not None:
                coming = thread.submit(next, each, None)
                yield batch
                del batch
    finally:
        heaps.give_back()


@contextmanager
def short_turns() -> Iterator[None]:
    """Threads take shorter turns as long as anybody is in here."""
    take(1)
    try:
        yield
    finally:
        take(-1)


def take(more: int) -> None:
    global _taken
    with _lock:
        _taken += more
        sys.setswitchinterval(SHORT_S if _taken else USUAL_S)
