"""A small driver: posts as quickly as it is answered, or at a fixed rate. Loopback only."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.bodies import Body

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Refused(Exception):
    """The server did not answer as it should; there is no sense in measuring on."""


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the head as it was written, and the body."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """Raises Refused when it is not there."""
        found = re.search(rb"\r\n" + name.encode() + rb": *([^\r]*)", self.head, re.IGNORECASE)
        if found is None:
            raise Refused(f"no {name} in {self.head[:300]!r}")
        return found[1].decode()


class Connection(asyncio.Protocol):
    """One kept-alive connection with one request at a time on it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.received, self.awaited, self.answered = transport, bytearray(), 0, None

    def data_received(self, data: bytes) -> None:
        self.received += data
        if not self.awaited:
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return
            length = LENGTH.search(self.received, 0, end + 2)
            self.head, self.awaited = bytes(self.received[: end + 2]), end + 4 + int(length[1] if length else 0)
        if len(self.received) >= self.awaited:
            answer = Answer(int(self.head[9:12]), self.head, bytes(self.received[len(self.head) + 2 :]))
            self.received, self.awaited = bytearray(), 0
            self.answered.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.answered is not None and not self.answered.done():
            self.answered.set_exception(exc or ConnectionResetError())

    async def ask(self, request: bytes, *expected: int) -> Answer:
        """Send and wait for the answer. Raises Refused when it is another than expected."""
        self.answered = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        answer = await self.answered
        if answer.status not in expected:
            raise Refused((answer.head + answer.body[:2000]).decode(errors="replace"))
        return answer


async def connect(url: str) -> Connection:
    where = urlsplit(url)
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(Connection, where.hostname, where.port)
    return connection


@dataclass(frozen=True)
class Round:
    """How long each request took, in how many seconds all were answered, and what the driver needed of a core."""

    took: Sequence[float]
    seconds: float
    own_cpu_s: float

    @property
    def per_second(self) -> float:
        return len(self.took) / self.seconds


def as_quick_as_answered(url: str, body: Body, *, concurrency: int, seconds: float, status: int = 201) -> Round:
    """Ask over some connections for a while, each again as soon as it is answered."""

    async def client(connection: Connection, until: float) -> list[float]:
        took, start = [], time.perf_counter()
        while start < until:
            await connection.ask(body(), status)
            took.append(time.perf_counter() - start)
            start = time.perf_counter()
        return took

    async def drive() -> Round:
        connections = [await connect(url) for _ in range(concurrency)]
        start, cpu = time.perf_counter(), time.process_time()
        took = await asyncio.gather(*(client(one, start + seconds) for one in connections))
        result = Round(sum(took, []), time.perf_counter() - start, time.process_time() - cpu)
        for connection in connections:
            connection.transport.close()
        return result

    return asyncio.run(drive())


@dataclass(frozen=True)
class Sent:
    """One submission: when it was due to be sent and when its receipt came, in the clock of time.monotonic."""

    number: int
    due: float
    received: float


def at_a_rate(url: str, bodies: Sequence[Body], *, per_second: float, concurrency: int) -> list[Sent]:
    """Post each body once, at fixed intervals however long answers take; in the order of the receipts."""
    return asyncio.run(sending(url, bodies, per_second=per_second, concurrency=concurrency))


async def sending(url: str, bodies: Sequence[Body], *, per_second: float, concurrency: int) -> list[Sent]:
    """What at_a_rate does, beside other things."""
    sent: list[Sent] = []

    async def post(number: int, due: float, idle: asyncio.Queue) -> None:
        connection = await idle.get()
        await connection.ask(bodies[number](), 201)
        sent.append(Sent(number, due, time.monotonic()))
        idle.put_nowait(connection)

    idle: asyncio.Queue = asyncio.Queue()
    for _ in range(concurrency):
        idle.put_nowait(await connect(url))
    start = time.monotonic()
    async with asyncio.TaskGroup() as posts:
        for number in range(len(bodies)):
            due = start + number / per_second
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            posts.create_task(post(number, due, idle))
    return sent


def warmed_up(url: str, body: Body) -> None:
    """Let every thread of the server open its connection first."""
    as_quick_as_answered(url, body, concurrency=32, seconds=1)
