"""What a sync asks for: form list, manifest, and the list of 4,000 households, changed and unchanged."""

import asyncio
from collections.abc import Iterator

from bench import figures
from bench.bodies import asking
from bench.driver import Answer, Round, as_quick_as_answered, connect
from bench.stage import VILLAGES, stage

HOUSEHOLDS = 4_000
CONCURRENCIES = (1, 8)
ROUNDS, SECONDS = 3, 1
CHANGED_MS, UNCHANGED_MS = 100, 10
FORM = "household_account"


def measure() -> Iterator[str]:
    with stage(households=HOUSEHOLDS // VILLAGES) as ready, ready.web() as origin:
        yield f"lists, a tambon of {HOUSEHOLDS:,} households, medians of {ROUNDS} rounds of {SECONDS} s each"
        form = f"{ready.key}/forms/{FORM}"
        households = f"{form}/attachments/households.csv"
        for name, path in (("form list", f"{ready.key}/formList"), ("manifest", f"{form}/manifest")):
            yield from told(name, [rounds(origin, path, concurrency=concurrency) for concurrency in CONCURRENCIES])
        answer = first(origin, households)
        yield figures.value("size of the list", len(answer.body) / 1e3, "kB")
        changed = [rounds(origin, households, concurrency=concurrency) for concurrency in CONCURRENCIES]
        yield from told("list, changed", changed)
        yield at_most("list, changed, p95", changed[0], CHANGED_MS)
        held = f"If-None-Match: {answer.header('etag')}"
        unchanged = [rounds(origin, households, held, concurrency=one, status=304) for one in CONCURRENCIES]
        yield from told("list, unchanged (304)", unchanged)
        yield at_most("list, unchanged, p95", unchanged[0], UNCHANGED_MS)


def rounds(origin: str, path: str, *lines: str, concurrency: int, status: int = 200) -> list[Round]:
    """Ask for the same again and again."""
    request = asking("GET", f"{origin}{path}", *lines)
    how = {"concurrency": concurrency, "seconds": SECONDS, "status": status}
    as_quick_as_answered(origin, lambda: request, **how)  # warm
    return [as_quick_as_answered(origin, lambda: request, **how) for _ in range(ROUNDS)]


def told(name: str, measured: list[list[Round]]) -> Iterator[str]:
    for concurrency, done in zip(CONCURRENCIES, measured, strict=True):
        yield figures.rate(f"{name}, {concurrency} at once", [one.per_second for one in done])
    yield figures.spans(f"{name}, {CONCURRENCIES[0]} at once", [took for one in measured[0] for took in one.took])


def at_most(name: str, measured: list[Round], most: float) -> str:
    took = [took for one in measured for took in one.took]
    return figures.limit(name, 1000 * figures.percentile(took, 95), "ms", at_most=most)


def first(origin: str, path: str) -> Answer:
    """The list as a phone gets it that has none."""

    async def ask() -> Answer:
        connection = await connect(origin)
        answer = await connection.ask(asking("GET", f"{origin}{path}"), 200)
        connection.transport.close()
        return answer

    return asyncio.run(ask())
