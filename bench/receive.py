"""Receiving: submissions per second beside the plainest route, and how often PostgreSQL is asked.

Both are served at the same time by the same server with the same settings, and driven in turns, so that a busy
machine is busy for both. Nothing drains meanwhile.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bench import figures
from bench.bodies import Body
from bench.driver import Round, as_quick_as_answered, warmed_up
from bench.round_trips import count_round_trips
from bench.stage import Stage, stage

CONCURRENCIES = (1, 8, 32)
ROUNDS = 7
SECONDS = 1
PHOTO = 300_000
AT_LEAST = 0.5


@dataclass(frozen=True)
class Kind:
    """What is sent."""

    name: str
    form_id: str
    photo_bytes: int


KINDS = (Kind("3 kB of XML", "household_account", 0), Kind("with a photo of 300 kB", "forum_attendance", PHOTO))


def measure() -> Iterator[str]:
    with stage(households=1) as ready:
        yield f"receive, medians of {ROUNDS} rounds of {SECONDS} s each"
        with ready.connect() as connection:
            connection.execute(
                "create table plain_submission"
                " (id bigint generated always as identity primary key, xml bytea, photo bytea)"
            )
        with ready.web() as ours, ready.web("bench.plain:app") as plain:
            for kind in KINDS:
                for concurrency in CONCURRENCIES:
                    urls = ready.submission_url(ours), f"{plain}/submission"
                    yield from compare(ready, kind, *urls, concurrency=concurrency)
        yield from count_round_trips(ready)


def compare(ready: Stage, kind: Kind, ours: str, plain: str, *, concurrency: int) -> Iterator[str]:
    bodies = {url: body_of(ready, kind, url) for url in (ours, plain)}
    rounds: dict[str, list[Round]] = {ours: [], plain: []}
    for url, body in bodies.items():
        warmed_up(url, body)
    for _ in range(ROUNDS):
        for url, body in bodies.items():
            rounds[url].append(as_quick_as_answered(url, body, concurrency=concurrency, seconds=SECONDS))
    quick = {url: [one.per_second for one in done] for url, done in rounds.items()}
    yield f"  -- {kind.name}, {concurrency} at once"
    yield figures.rate("Yudee", quick[ours])
    yield figures.rate("plainest route", quick[plain])
    yield figures.share("ratio", quick[ours], quick[plain], at_least=AT_LEAST)
    yield figures.spans("answered", [took for one in rounds[ours] for took in one.took])
    yield figures.spans("plainest route answered", [took for one in rounds[plain] for took in one.took])
    yield driver_share([one for done in rounds.values() for one in done])


def body_of(ready: Stage, kind: Kind, url: str) -> Body:
    village, (household, *_) = next(iter(ready.villages.items()))
    return ready.body(url, kind.form_id, village=village, household=household, photo_bytes=kind.photo_bytes)


def driver_share(rounds: list[Round]) -> str:
    """What the driver took from the cores it shares with the servers."""
    used = sum(one.own_cpu_s for one in rounds) / sum(one.seconds for one in rounds)
    return f"  {'the driver itself':<34} {used:8.2f} of a core"
