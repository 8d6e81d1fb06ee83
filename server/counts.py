"""Counts of all processes together, kept in Redis: each process adds what it has counted, every second or so.

Counting never waits for Redis. What Redis forgets begins again at nothing, as Prometheus expects of counters.
"""

import threading
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue

from redis.exceptions import RedisError

from server.queue import redis

KEY, KEPT = "yudee:counts", "yudee:counted:"
ADD_EVERY_S = 1.0

Name = tuple[str, ...]  # what is counted, then its labels

_waiting: SimpleQueue[tuple[tuple[Name, float], ...]] = SimpleQueue()
_kept: Counter[Name] = Counter()
_lock = threading.Lock()  # of those who add
_adding: list[threading.Thread] = []


def count(*name: str, by: float = 1) -> None:
    """Count something under a name and labels; none of them has a tabulator."""
    add_soon((name, by))


def add_soon(*counted: tuple[Name, float]) -> None:
    _waiting.put(counted)
    if not (_adding and _adding[-1].is_alive()):  # the first time, and in a process that was forked
        _adding[:] = [threading.Thread(target=add_for_ever, name="counts", daemon=True)]
        _adding[-1].start()


def answered(room: str, status: int, took_s: float, problem: str | None) -> None:
    """Count an answer to a request. problem: the code of the Problem it was refused by."""
    add_soon((("requests", room, str(status)), 1), (("request_seconds", room), took_s))
    if problem:
        count("problems", problem)


def add_for_ever() -> None:
    while True:
        time.sleep(ADD_EVERY_S)
        add()


def add() -> None:
    """Add what this process has counted since; it stays here when Redis is away."""
    with _lock:
        with suppress(Empty):
            while True:
                for name, value in _waiting.get_nowait():
                    _kept[name] += value
        with suppress(RedisError), redis().pipeline() as pipeline:
            for name, value in _kept.items():
                pipeline.hincrbyfloat(KEY, "\t".join(name), value)
            pipeline.execute()
            _kept.clear()


def totals() -> dict[Name, float]:
    """What all processes have counted. Raises RedisError."""
    return {tuple(name.decode().split("\t")): float(value) for name, value in redis().hgetall(KEY).items()}


def keep(name: str, values: Mapping[str, int]) -> None:
    """Keep what somebody has counted as it stands now, in place of what was kept before. Raises RedisError."""
    with redis().pipeline() as pipeline:
        pipeline.delete(f"{KEPT}{name}")
        if values:
            pipeline.hset(f"{KEPT}{name}", mapping=dict(values))
        pipeline.execute()


def kept(name: str) -> dict[str, int]:
    """What was counted last under a name. Raises RedisError."""
    return {label.decode(): int(value) for label, value in redis().hgetall(f"{KEPT}{name}").items()}
