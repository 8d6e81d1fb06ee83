"""A small driver: posts as quickly as it is answered, or at a fixed rate. Loopback only."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.bodies import Body

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CREATED = b"201"


class Refused(Exception):
    """The server did not take a submission; there is no sense in measuring on."""


class Connection(asyncio.Protocol):
    """One kept-alive connection with one request at a time on it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.received, self.answered = transport, b"", None

    def data_received(self, data: bytes) -> None:
        self.received += data
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return
        length = LENGTH.search(self.received[:end])
        if len(self.received) >= end + 4 + int(length[1] if length else 0):
            answer, self.received = self.received, b""
            self.answered.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.answered is not None and not self.answered.done():
            self.answered.set_exception(exc or ConnectionResetError())

    async def post(self, request: bytes) -> None:
        """Send and wait for the receipt. Raises Refused."""
        self.answered = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        answer = await self.answered
        if answer[9:12] != CREATED:
            raise Refused(answer.decode(errors="replace"))


async def connect(url: str) -> Connection:
    where = urlsplit(url)
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(Connection, where.hostname, where.port)
    return connection


@dataclass(frozen=True)
class Round:
    """How many submissions were received in how many seconds, and what the driver itself needed of a core."""

    received: int
    seconds: float
    own_cpu_s: float

    @property
    def per_second(self) -> float:
        return self.received / self.seconds


def as_quick_as_answered(url: str, body: Body, *, concurrency: int, seconds: float) -> Round:
    """Post over some connections for a while, each sending again as soon as it is answered."""

    async def client(connection: Connection, until: float) -> int:
        received = 0
        while time.perf_counter() < until:
            await connection.post(body())
            received += 1
        return received

    async def drive() -> Round:
        connections = [await connect(url) for _ in range(concurrency)]
        start, cpu = time.perf_counter(), time.process_time()
        received = sum(await asyncio.gather(*(client(one, start + seconds) for one in connections)))
        result = Round(received, time.perf_counter() - start, time.process_time() - cpu)
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
    sent: list[Sent] = []

    async def post(number: int, due: float, idle: asyncio.Queue) -> None:
        connection = await idle.get()
        await connection.post(bodies[number]())
        sent.append(Sent(number, due, time.monotonic()))
        idle.put_nowait(connection)

    async def drive() -> None:
        idle: asyncio.Queue = asyncio.Queue()
        for _ in range(concurrency):
            idle.put_nowait(await connect(url))
        start = time.monotonic()
        async with asyncio.TaskGroup() as posts:
            for number in range(len(bodies)):
                due = start + number / per_second
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                posts.create_task(post(number, due, idle))

    asyncio.run(drive())
    return sent


def warmed_up(url: str, body: Body) -> None:
    """Let every thread of the server open its connection first."""
    as_quick_as_answered(url, body, concurrency=32, seconds=1)
