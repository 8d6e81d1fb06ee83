"""The stack as `yudee up` runs it, in processes of a test's own: the real web server and the real workers."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.orm import Session

from server.config import CHECKOUT, Settings
from server.stack.account import caller
from server.stack.address import LOOPBACK, Address
from server.stack.program import wait_until
from server.stack.up import commands, is_healthy
from tests.factories import SECRET

PATIENCE_S = 30


@dataclass
class Running:
    """Web and workers on one database and one Redis; `started` says which of them run."""

    settings: Settings
    address: Address
    started: dict[str, subprocess.Popen] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.address.url

    def start(self, name: str) -> None:
        """Start `web` or `workers` with the words `yudee up` uses."""
        words = dict(commands(self.address))[name]
        with (self.settings.var / f"{name}.log").open("ab") as log:
            self.started[name] = subprocess.Popen(
                caller().command(*words),
                cwd=CHECKOUT,
                env=os.environ | self.settings.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def stop(self, name: str) -> None:
        """Stop in order, and all that belongs to it."""
        process = self.started.pop(name)
        process.terminate()
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def log(self, name: str) -> str:
        return (self.settings.var / f"{name}.log").read_text(errors="replace")

    def value(self, statement: str, **values: object) -> object:
        """What a question to the database is answered with."""
        engine = create_engine(self.settings.database_url, poolclass=NullPool)
        with Session(engine) as session:
            return session.scalar(text(statement), values)

    def becomes(self, expected: object, statement: str, *, within_s: float = PATIENCE_S, **values: object) -> None:
        """Wait until the database answers as expected; say what it answers if it never does."""
        came = wait_until(lambda: self.value(statement, **values) == expected, within_s)
        assert came, f"{self.value(statement, **values)!r} instead of {expected!r}: {statement}"


@contextmanager
def running(
    database_url: str,
    redis_url: str,
    folder: Path,
    *,
    sweep_s: float = 60,
    pool_url: str = "",
    without: tuple[str, ...] = (),
) -> Iterator[Running]:
    """Start web and workers on a migrated database, and stop them."""
    address = Address(LOOPBACK, free_port())
    places = {"public_url": address.url, "blobs": f"file:{folder / 'blobs'}", "var": folder}
    stack = Running(Settings(database_url, redis_url, SECRET, sweep_s=sweep_s, pool_url=pool_url, **places), address)
    with ExitStack() as stops:
        stops.callback(lambda: [stack.stop(name) for name in list(stack.started)])
        for name in ("web", "workers"):
            if name not in without:
                stack.start(name)
        if "web" in stack.started:
            wait_for(lambda: is_healthy(address), lambda: stack.log("web"))
        yield stack


def wait_for(condition: Callable[[], bool], otherwise: Callable[[], object]) -> None:
    assert wait_until(condition, PATIENCE_S), otherwise()


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as taken:
        return taken.getsockname()[1]
