"""A district that syncs at once: 200 phones get forms and lists in a minute, while 50 submissions a second arrive.

The whole way: the web server of `yudee up`, Redis, the workers, PostgreSQL. Every phone starts from nothing, and asks
for everything, while the list of households changes every second; in a second minute they come back, and need little
but the newest list.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from itertools import groupby

from bench import figures
from bench.bodies import Body
from bench.driver import Sent, sending
from bench.stage import VILLAGES, Stage, stage
from bench.syncing import Phone

PHONES, MINUTE_S = 200, 60
PER_SECOND, CONCURRENCY = 50, 32
HOUSEHOLDS = 4_000
AT_MOST_MS = 1_000
RAISE = "update list_revision set revision = revision + 1 where list_name = 'households'"
WAITING = "select count(*) from pending_submission"


def measure() -> Iterator[str]:
    with stage(households=HOUSEHOLDS // VILLAGES) as ready, ready.web() as origin, ready.workers():
        phones = [Phone(origin, key) for key in ready.more_phones(PHONES)]
        for what, is_changing in (("with nothing", True), ("that come back", False)):
            yield f"district, {PHONES} phones {what} in {MINUTE_S} s, {PER_SECOND} submissions a second"
            sent = asyncio.run(minute(ready, origin, phones, is_changing=is_changing))
            yield from printed(phones, sent)
            yield figures.value("waiting for the workers at the end", waiting(ready), "submissions")
            for phone in phones:
                phone.took.clear()


async def minute(ready: Stage, origin: str, phones: Sequence[Phone], *, is_changing: bool) -> list[Sent]:
    """Everything at once. Raises Refused at the first answer that is not as it should be."""
    async with asyncio.TaskGroup() as tasks:
        bodies = accounts(ready, origin)
        coming = tasks.create_task(
            sending(ready.submission_url(origin), bodies, per_second=PER_SECOND, concurrency=CONCURRENCY)
        )
        if is_changing:
            tasks.create_task(changing(ready))
        for number, phone in enumerate(phones):
            tasks.create_task(synced(phone, after=number * MINUTE_S / len(phones)))
    return coming.result()


async def synced(phone: Phone, *, after: float) -> None:
    await asyncio.sleep(after)
    await phone.sync()


async def changing(ready: Stage) -> None:
    """Each second the list of households is another one."""
    with ready.connect() as connection:
        for _ in range(MINUTE_S):
            connection.execute(RAISE)
            await asyncio.sleep(1)


def accounts(ready: Stage, origin: str) -> list[Body]:
    """An account of a household each, the villages in turns."""
    url = ready.submission_url(origin)
    rows = zip(*ready.villages.values(), strict=True)
    places = [place for row in rows for place in zip(ready.villages, row, strict=True)]
    chosen = (places[number % len(places)] for number in range(PER_SECOND * MINUTE_S))
    return [ready.body(url, "household_account", village=village, household=home) for village, home in chosen]


def printed(phones: Sequence[Phone], sent: Sequence[Sent]) -> Iterator[str]:
    took = sorted((one for phone in phones for one in phone.took), key=lambda one: one[0])
    answered = [one.received - one.due for one in sent]
    yield figures.value("requests of phones", len(took), "all answered as they should be")
    for what, group in groupby(took, key=lambda one: one[0]):
        yield figures.spans(what, [seconds for _, seconds in group])
    yield figures.spans("submission", answered)
    everything = [seconds for _, seconds in took] + answered
    yield figures.limit("p95", 1000 * figures.percentile(everything, 95), "ms", at_most=AT_MOST_MS)
    slowest = max(figures.percentile(list(group), 95) for group in kinds(took, answered))
    yield figures.limit("p95 of the slowest kind", 1000 * slowest, "ms", at_most=AT_MOST_MS)


def kinds(took: Sequence[tuple[str, float]], answered: Sequence[float]) -> Iterator[Sequence[float]]:
    yield answered
    for _, group in groupby(took, key=lambda one: one[0]):
        yield [seconds for _, seconds in group]


def waiting(ready: Stage) -> int:
    time.sleep(2)
    with ready.connect() as connection:
        return connection.execute(WAITING).fetchone()[0]
