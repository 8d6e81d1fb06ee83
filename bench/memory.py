"""How much a web process grows while something large goes through: a video of 100 MB, a list of 50,000 households."""

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from bench import figures
from bench.bodies import asking
from bench.driver import connect, warmed_up
from bench.receive import Kind, body_of
from bench.stage import VILLAGES, stage

VIDEO_BYTES = 100_000_000
HOUSEHOLDS = 50_000
AT_MOST_MB = 64
TOGETHER = 4  # at the same time, for a figure without a budget

Answer = TypeVar("Answer")


def measure() -> Iterator[str]:
    with stage(households=-(-HOUSEHOLDS // VILLAGES)) as ready, ready.web() as origin:
        yield f"memory, growth of the largest web process, at most {AT_MOST_MB} MB"
        url = ready.submission_url(origin)
        households = f"{origin}{ready.key}/forms/household_account/attachments/households.csv"
        warmed_up(url, body_of(ready, Kind("", "household_account", 0), url))
        processes = Processes(origin)
        yield figures.value("at rest", processes.resident_mb(), "MB")
        video = body_of(ready, Kind("", "forum_attendance", VIDEO_BYTES), url)
        for name, body, status in (
            ("a video of 100 MB", video, 201),
            (f"a list of {HOUSEHOLDS:,}", lambda: asking("GET", households), 200),
        ):
            yield figures.limit(name, processes.grown_mb(origin, body, status, 1), "MB", at_most=AT_MOST_MB)
            yield figures.value(f"{name}, {TOGETHER} at once", processes.grown_mb(origin, body, status, TOGETHER), "MB")
        yield figures.value("at rest again", processes.resident_mb(), "MB")


class Processes:
    """The web server's processes, as Linux sees them."""

    def __init__(self, origin: str) -> None:
        port = origin.rsplit(":", 1)[1]
        self.pids = [pid for pid in pids() if {b"granian", port.encode()} <= set(words(pid))]

    def resident_mb(self) -> float:
        return max(self.megabytes("VmRSS"))

    def megabytes(self, what: str) -> list[float]:
        return [
            int(re.search(rf"{what}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024 for pid in self.pids
        ]

    def high_while(self, work: Callable[[], Answer]) -> tuple[float, Answer]:
        """The highest any process stood above what it held before, and what the work answers."""
        before = self.megabytes("VmRSS")
        for pid in self.pids:
            Path(f"/proc/{pid}/clear_refs").write_text("5")  # forget how high it ever was
        done = work()
        return max(high - low for low, high in zip(before, self.megabytes("VmHWM"), strict=True)), done

    def grown_mb(self, origin: str, body, status: int, count: int) -> float:
        """The highest any process stood above what it held before, while so many were answered together."""
        grown, _ = self.high_while(lambda: asyncio.run(asked(origin, body, status, count)))
        return grown


async def asked(origin: str, body, status: int, count: int) -> None:
    connections = [await connect(origin) for _ in range(count)]
    await asyncio.gather(*(one.ask(body(), status) for one in connections))
    for one in connections:
        one.transport.close()


def pids() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]


def family(pid: int) -> list[int]:
    """A process and all that it started, and they started; none when it has ended meanwhile."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        began = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(one for child in began for one in family(child))]


def held_mb(some: Iterable[int]) -> float:
    """The memory of these processes; what they share is counted once."""
    held = [re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE) for pid in some]
    return sum(int(one[1]) for one in held) / 1024


def words(pid: int) -> list[bytes]:
    """The command line of a process; nothing when it has ended meanwhile."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []
