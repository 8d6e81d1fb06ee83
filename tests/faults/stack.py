"""A stack of its own that is struck: whole process groups or single processes, by SIGKILL, and started again.

PostgreSQL runs without fsync: what a killed process has written lies with the kernel, which lives. A power cut is
another fault, and not tried here.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from redis import Redis
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_fixed

from server.db.migrate import migrate
from server.stack.account import caller
from server.stack.errors import ServerDidNotStart
from server.stack.program import Program
from server.stack.servers import PrivateServers
from tests import servers as run
from tests.running import Running, running

SWEEP_S = 0.5
# As `yudee up` does with a server that does not start.
DOES_NOT_START = retry_if_exception_type(ServerDidNotStart)
AGAIN = Retrying(retry=DOES_NOT_START, stop=stop_after_attempt(5), wait=wait_fixed(1), reraise=True)


@dataclass
class Stack:
    """Servers, web and workers. left: groups of processes that outlived their first one; backup: the one being made."""

    servers: PrivateServers
    running: Running
    folder: Path
    recipient: str
    left: list[int] = field(default_factory=list)
    backup: subprocess.Popen | None = None
    starting: threading.Lock = field(default_factory=threading.Lock)

    def strike(self, name: str, chance: Random) -> None:
        """SIGKILL, and a new start a moment later where nobody else sees to it."""
        BLOWS[name](self, chance)

    def kill_group(self, name: str) -> None:
        """Everything of `web` or `workers` at once, as systemd or the kernel's out-of-memory killer would."""
        with self.starting:
            process = self.running.started.pop(name)
            kill_group(process.pid)
            process.wait()
            self.running.start(name)

    def kill_first(self, name: str) -> None:
        """The first process alone; those under it go on beside the next ones."""
        with self.starting:
            process = self.running.started.pop(name)
            process.kill()
            process.wait()
            self.left.append(process.pid)
            self.running.start(name)

    def start_again(self) -> None:
        """What has ended by itself, as `yudee up` and systemd do: granian gives up when its processes die young."""
        with self.starting:
            for name, process in list(self.running.started.items()):
                if process.poll() is not None:
                    kill_group(process.pid)
                    self.running.start(name)

    def kill_one(self, name: str, chance: Random) -> None:
        """One of the processes under the first one, which starts another."""
        main = self.running.started[name].pid
        with suppress(OSError):
            under = Path(f"/proc/{main}/task/{main}/children").read_text().split()
            if under:
                os.kill(int(chance.choice(under)), signal.SIGKILL)

    def crash(self, program: Program, chance: Random) -> None:
        program.kill()
        time.sleep(chance.uniform(0, 0.3))
        AGAIN(program.start)

    def empty_redis(self) -> None:
        with Redis.from_url(self.servers.redis_url) as redis:
            redis.flushall()

    def begin_backup(self, file: Path) -> None:
        words = [Path(sys.executable).with_name("yudee"), "backup", file, "--to", self.recipient]
        with (self.folder / "backup.log").open("ab") as log:
            self.backup = subprocess.Popen(
                caller().command(*words), env=os.environ | self.running.settings.environment, stdout=log, stderr=log
            )

    def kill_backup(self) -> None:
        if self.backup is not None:
            self.backup.kill()

    def end_left(self) -> None:
        """What outlived its first process goes."""
        for group in self.left:
            kill_group(group)
        self.left.clear()


def kill_group(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


BLOWS: dict[str, Callable[[Stack, Random], None]] = {
    "web": lambda stack, chance: stack.kill_group("web"),
    "web's process": lambda stack, chance: stack.kill_one("web", chance),
    "workers": lambda stack, chance: stack.kill_group("workers"),
    "workers' first": lambda stack, chance: stack.kill_first("workers"),
    "worker": lambda stack, chance: stack.kill_one("workers", chance),
    "redis": lambda stack, chance: stack.crash(stack.servers.redis, chance),
    "postgres": lambda stack, chance: stack.crash(stack.servers.postgres, chance),
    "redis emptied": lambda stack, chance: stack.empty_redis(),
    "backup": lambda stack, chance: stack.kill_backup(),
}


@contextmanager
def started(recipient: str) -> Iterator[Stack]:
    """Servers, a migrated database, web and workers; everything ends with the block."""
    with ExitStack() as opened:
        folder = opened.enter_context(run.own_folder())
        servers = opened.enter_context(PrivateServers(folder / "servers", durable=False))
        migrate(servers.database_url)
        var = folder / "var"
        var.mkdir()
        urls = (servers.database_url, servers.redis_url, var)
        both = opened.enter_context(running(*urls, sweep_s=SWEEP_S))
        stack = Stack(servers, both, var, recipient)
        opened.callback(stack.end_left)
        opened.enter_context(supervised(stack))
        yield stack


@contextmanager
def supervised(stack: Stack) -> Iterator[None]:
    """Somebody looks every second whether web and workers still run."""
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(1):
            stack.start_again()

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
