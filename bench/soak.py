"""Half an hour of a busy district on everything `yudee up` starts: 30 submissions a second, while officers decide,
files are taken away and pages are turned. Memory and lag at the end are held beside those after the first minutes.
"""

import asyncio
import itertools
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

import requests

from bench import figures
from bench.bodies import Body
from bench.driver import Sent, sending
from bench.memory import Processes, family, held_mb
from bench.stage import VILLAGES, Stage, stage
from bench.visitors import Visitor
from server.stack.program import wait_until

MINUTES, WARM_MINUTES, TELL_EVERY = 30, 5, 5
PER_SECOND, CONCURRENCY = 30, 16
TAMBONS, HOUSEHOLDS = 11, 30  # of a district; households in each of the 15 villages of a tambon
PHOTO = 100_000
LOOK_EVERY_S = 5
AT_MOST_MB, AT_MOST_S = 32, 5
WAITING = """
    select (select count(*) from pending_submission) + (select count(*) from stale_village)
         + (select count(*) from stale_check) + (select count(*) from export where finished_at is null)
"""
REST_S = 60
LAG = re.compile(r'^yudee_lag_seconds\{work="(\w+)"\} (\S+)$', re.MULTILINE)
# Of 30 submissions, in the order of their forms; the rest are accounts of households.
RARE = {0: ("forum_attendance", PHOTO), 10: ("forum_attendance", PHOTO), 20: ("community_plan", PHOTO)}
DISTRICT_PAGES = ("/desk", "/review", "/review?form=household_account", "/register", "/projects", "/status")
PROVINCE_PAGES = ("/areas/50", "/areas/5007/villages", "/villages/50070503", "/areas/50/budget", "/years", "/exports")
EXPORT = {"kind": "table", "table": "indicators", "format": "xlsx", "area": "5007", "lang": "th"}

Act = tuple[str, float, Callable[[], int]]  # its name, the pause before it in seconds, and what it does and counts


@dataclass
class Look:
    """How it is at a moment: seconds since the start, megabytes of web and workers, seconds of lag by kind of work."""

    at: float
    web_mb: float
    workers_mb: float
    lag: Mapping[str, float]


@dataclass
class Soak:
    """What goes on, and what was seen of it; the first fault of anybody ends it."""

    started: float = field(default_factory=time.monotonic)
    ended: threading.Event = field(default_factory=threading.Event)
    faults: list[BaseException] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def going_on(self, *acts: Act) -> Iterator[None]:
        """Each act over and over, in a thread of its own."""
        threads = [threading.Thread(target=self.repeat, args=act) for act in acts]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.ended.set()
            for thread in threads:
                thread.join()

    def look(self, origin: str, workers: int) -> int:
        lag = {work: float(seconds) for work, seconds in LAG.findall(requests.get(f"{origin}/metrics").text)}
        web = held_mb(Processes(origin).pids)
        self.looks.append(Look(time.monotonic() - self.started, web, held_mb(family(workers)), lag))
        return 1

    def repeat(self, name: str, every_s: float, act: Callable[[], int]) -> None:
        while not self.ended.wait(every_s):
            try:
                self.done[name] = self.done.get(name, 0) + act()
            except Exception as fault:
                self.faults.append(fault)
                return

    def between(self, first: float, last: float) -> list[Look]:
        """The looks of these minutes."""
        return [look for look in self.looks if 60 * first <= look.at < 60 * last]


def measure() -> Iterator[str]:
    district = {"households": HOUSEHOLDS, "villages": TAMBONS * VILLAGES}
    with stage(**district) as ready, ready.web() as origin, ready.workers() as workers:
        yield f"soak, {PER_SECOND} submissions a second for {MINUTES} minutes, {TAMBONS * VILLAGES} villages"
        visitors = {
            "the officer": Visitor(origin, "officer@example.org", "district_officer", "5007"),
            "a colleague": Visitor(origin, "colleague@example.org", "district_officer", "5007"),
            "the province": Visitor(origin, "province@example.org", "province_officer", "50"),
        }
        soak, urls = Soak(), addresses(ready, origin)
        watch = ("looks", LOOK_EVERY_S, lambda: soak.look(origin, workers))
        with soak.going_on(watch, *acts_of(*visitors.values(), asked=EXPORT | {"year": ready.answers["year"]})):
            for minute in range(0, MINUTES, TELL_EVERY):
                coming = bodies(ready, urls, minute)
                sent = asyncio.run(sending(origin, coming, per_second=PER_SECOND, concurrency=CONCURRENCY))
                if soak.faults:
                    raise soak.faults[0]
                yield from told(soak, minute, sent)
        yield f"  meanwhile: {', '.join(f'{number:,} {name}' for name, number in soak.done.items())}"
        for name, visitor in visitors.items():
            yield figures.spans(f"{name} waited", visitor.took)
        yield from judged(soak)
        yield from settled(ready)


def acts_of(officer: Visitor, colleague: Visitor, province: Visitor, *, asked: Mapping[str, object]) -> list[Act]:
    table = "/v1/projects/1/forms/household_account/submissions.csv"
    return [
        ("decisions", 0.5, lambda: officer.decide("household_account", 5)),
        ("pages of the district", 1, turning(colleague, DISTRICT_PAGES)),
        ("pages of the province", 2, turning(province, PROVINCE_PAGES)),
        ("tables taken away", 60, lambda: bool(officer.ask("GET", table, **officer.bearer))),
        ("files asked for", 30, lambda: bool(province.send("/exports", "/exports", **asked))),
    ]


def turning(visitor: Visitor, pages: Sequence[str]) -> Callable[[], int]:
    each = itertools.cycle(pages)
    return lambda: bool(visitor.open(next(each)))


def addresses(ready: Stage, origin: str) -> dict[str, str]:
    """Where the phone of each tambon sends to."""
    tambons = sorted({village[:6] for village in ready.villages})
    return {tambon: f"{origin}{ready.more_phones(1, tambon)[0]}/submission" for tambon in tambons}


def bodies(ready: Stage, urls: Mapping[str, str], minute: int) -> list[Body]:
    """Those of the next minutes: the households in turns, now and then a forum or a plan with a photo."""
    rows = zip(*ready.villages.values(), strict=True)
    places = [place for row in rows for place in zip(ready.villages, row, strict=True)]
    first = 60 * PER_SECOND * minute
    return [
        body(ready, urls, number, *places[number % len(places)])
        for number in range(first, first + 60 * PER_SECOND * TELL_EVERY)
    ]


def body(ready: Stage, urls: Mapping[str, str], number: int, village: str, household: str) -> Body:
    form_id, photo_bytes = RARE.get(number % 30, ("household_account", 0))
    return ready.body(urls[village[:6]], form_id, village=village, household=household, photo_bytes=photo_bytes)


def told(soak: Soak, minute: int, sent: Sequence[Sent]) -> Iterator[str]:
    """How the last minutes were."""
    looks = soak.between(minute, minute + TELL_EVERY)
    lag = ", ".join(f"{name} {max(look.lag[name] for look in looks):.1f}" for name in looks[-1].lag)
    memory = f"web {looks[-1].web_mb:.0f} MB, workers {looks[-1].workers_mb:.0f} MB"
    yield f"  minute {minute + TELL_EVERY}: {memory}, longest lag in s: {lag}"
    yield figures.spans("answered", [one.received - one.due for one in sent])


def judged(soak: Soak) -> Iterator[str]:
    """The last minutes beside those after everything was warm."""
    early, late = soak.between(WARM_MINUTES, 2 * WARM_MINUTES), soak.between(MINUTES - WARM_MINUTES, MINUTES)
    for name, of in (("web", lambda look: look.web_mb), ("workers", lambda look: look.workers_mb)):
        grown = median(map(of, late)) - median(map(of, early))
        yield figures.limit(f"{name}, late - early", grown, "MB", at_most=AT_MOST_MB)
    for name in late[0].lag:
        lags = [[look.lag[name] for look in looks] for looks in (early, late)]
        was, became = (figures.percentile(some, 90) for some in lags)
        yield figures.limit(f"lag of {name}, p90, late - early", became - was, "s", at_most=AT_MOST_S)


def settled(ready: Stage) -> Iterator[str]:
    """When nothing comes any more, nothing is left."""
    with ready.connect() as connection:
        waiting = lambda: connection.execute(WAITING).fetchone()[0]  # noqa: E731
        wait_until(lambda: waiting() == 0, REST_S)
        yield figures.limit("left to do", waiting(), "", at_most=0)
