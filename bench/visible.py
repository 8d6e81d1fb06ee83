"""From the phone to the provisional figure: how long until a submission is counted, while 50 arrive every second.

The whole way: web server, Redis, two workers, PostgreSQL. Each submission is the account of another household, sent at
its time whether or not the ones before were answered; it is visible when the village's stored indicator 1 has grown by
it. Every village has a plan, so that each figure is that of a graded village.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bench import figures
from bench.driver import Sent, at_a_rate
from bench.stage import VILLAGES, Stage, stage

PER_SECOND = 50
SECONDS = 30
CONCURRENCY = 32
AT_MOST_S = 2.0
PATIENCE_S = 60
LOOK_EVERY_S = 0.01
FIGURES = """
    select i.village_code, i.num from indicator_result i join village_year y
        using (workspace_id, plan_year, basis, village_code)
    where i.indicator = 1 and i.basis = 'provisional' and y.status = 'graded'
"""


class Watcher(threading.Thread):
    """Looks at the stored figures all the time, and notes when each village's was first seen."""

    def __init__(self, ready: Stage) -> None:
        super().__init__(daemon=True)
        self.ready, self.stop = ready, threading.Event()
        self.seen: dict[tuple[str, int], float] = {}
        self.counted: dict[str, int] = {}

    def run(self) -> None:
        with self.ready.connect() as connection:
            while not self.stop.wait(LOOK_EVERY_S):
                for village, number in connection.execute(FIGURES):
                    self.note(village, number, time.monotonic())

    def note(self, village: str, number: int, now: float) -> None:
        for reached in range(self.counted.get(village, 0) + 1, number + 1):
            self.seen[village, reached] = now
        self.counted[village] = number


def measure() -> Iterator[str]:
    number = PER_SECOND * SECONDS
    with stage(households=number // VILLAGES) as ready, ready.web() as origin, ready.workers():
        url = ready.submission_url(origin)
        places = spread(ready, number)
        send_plans(url, ready)
        watcher = Watcher(ready)
        watcher.start()
        assert wait_for(lambda: len(watcher.counted) == VILLAGES), "the villages were not graded"
        bodies = [ready.body(url, "household_account", village=v, household=h) for v, h in places]
        sent = at_a_rate(url, bodies, per_second=PER_SECOND, concurrency=CONCURRENCY)
        all_counted = wait_for(lambda: sum(watcher.counted.values()) == number)
        watcher.stop.set()
        watcher.join()
        assert all_counted, f"{sum(watcher.counted.values())} of {number} were counted"
        yield from printed(delays(sent, [village for village, _ in places], watcher.seen), sent)


def spread(ready: Stage, number: int) -> list[tuple[str, str]]:
    """(village, household) of each submission: the villages in turns, each household once."""
    rows = zip(*ready.villages.values(), strict=True)
    return [place for row in rows for place in zip(ready.villages, row, strict=True)][:number]


def send_plans(url: str, ready: Stage) -> None:
    plans = [ready.body(url, "community_plan", village=village) for village in ready.villages]
    at_a_rate(url, plans, per_second=PER_SECOND, concurrency=4)


def delays(sent: Sequence[Sent], villages: Sequence[str], seen: dict[tuple[str, int], float]) -> list[float]:
    """Seconds from due to visible; of a village's submissions the first received is the first counted."""
    received: dict[str, int] = defaultdict(int)
    waited = []
    for one in sent:
        village = villages[one.number]
        received[village] += 1
        waited.append(seen[village, received[village]] - one.due)
    return waited


def printed(waited: Sequence[float], sent: Sequence[Sent]) -> Iterator[str]:
    answered = [one.received - one.due for one in sent]
    yield f"visible, {PER_SECOND} submissions per second for {SECONDS} s"
    for name, values in (("answered", answered), ("visible", waited)):
        yield figures.spans(name, values)
    yield figures.limit("visible, p95", figures.percentile(waited, 95), "s", at_most=AT_MOST_S)


def wait_for(condition) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()
