"""Several machines: two web servers, two with workers, and one with the database, of which one after the other is cut
off or killed while phones send.

The machines are network namespaces of this one, on a bridge of their own: they share its disk, as they would share a
store of files. It wants root and iproute2, and ends by itself.
"""

import dataclasses
import itertools
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import figures
from bench.bodies import Body
from bench.stage import SECRET, Stage, furnished
from server import queue
from server.config import CHECKOUT, Settings
from server.db import session as sessions
from server.db.migrate import migrate
from server.stack import processes
from server.stack.account import Account, caller, service_account
from server.stack.address import Address
from server.stack.postgres import HBA, Postgres
from server.stack.program import wait_until
from server.stack.redis import Redis
from server.stack.up import is_healthy

BRIDGE, NETWORK = "yudee0", "10.77.0"
PORT = 8000
PHONES, PATIENCE_S, PAUSE_S = 16, 5, 0.02
CALM_S, FAULT_S, REST_S = 3, 8, 120
WAITING = "select (select count(*) from pending_submission) + (select count(*) from stale_village)"
KEPT = "select instance_id from submission"
COUNTED = "select count(*) from household_account"
ID = re.compile(rb"uuid:([0-9a-f-]{36})")


@dataclass(frozen=True)
class Host:
    """A machine: a namespace with an address, on a line that can be cut."""

    name: str
    number: int

    @property
    def address(self) -> str:
        return f"{NETWORK}.{self.number}"

    def make(self) -> None:
        line = f"y-{self.name}"
        run("ip", "netns", "add", self.name)
        run("ip", "link", "add", line, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        run("ip", "link", "set", line, "master", BRIDGE, "up")
        for words in (("addr", "add", f"{self.address}/24", "dev", "eth0"), ("link", "set", "eth0", "up")):
            run("ip", "-n", self.name, *words)
        run("ip", "-n", self.name, "link", "set", "lo", "up")

    def cut(self) -> None:
        run("ip", "link", "set", f"y-{self.name}", "down")

    def join(self) -> None:
        run("ip", "link", "set", f"y-{self.name}", "up")


DATABASE, WEBS, WORKERS = (
    Host("y-db", 10),
    [Host("y-web1", 11), Host("y-web2", 12)],
    [Host("y-work1", 21), Host("y-work2", 22)],
)


@dataclass(frozen=True)
class There(Account):
    """A user on a host."""

    host: str = ""

    def command(self, *words: str | Path, dies_by: str = "TERM") -> list[str]:
        return ["ip", "netns", "exec", self.host, *super().command(*words, dies_by=dies_by)]


class FarPostgres(Postgres):
    def command(self) -> list[str]:
        return [word for word in super().command() if "listen_addresses" not in word] + [
            f"--listen_addresses={DATABASE.address}"
        ]

    def _write_access_rules(self) -> None:
        super()._write_access_rules()
        (self.folder / "pg_hba.conf").write_text(f"{HBA}host all all {NETWORK}.0/24 trust\n")


class FarRedis(Redis):
    def command(self) -> list[str]:
        near = super().command()
        near[near.index("--port") + 1] = "6379"
        return [*near, "--bind", DATABASE.address, "--protected-mode", "no"]


@dataclass
class Machine:
    """What runs on a host."""

    host: Host
    words: Sequence[str]
    settings: Settings
    running: subprocess.Popen | None = None

    def start(self) -> None:
        with (self.settings.var / f"{self.host.name}.log").open("ab") as log:
            words = There(*dataclasses.astuple(caller()), host=self.host.name).command(*self.words)
            env = os.environ | self.settings.environment
            self.running = subprocess.Popen(
                words, cwd=CHECKOUT, env=env, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """Everything at once, as when the plug is pulled."""
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def stop(self) -> None:
        if self.running.poll() is None:
            self.running.terminate()
            try:
                self.running.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()


@dataclass
class Phones:
    """Phones that send without a pause, to one web server or, when it does not take it, to the other, until one has."""

    bodies: Iterator[Body]
    taken: list[str] = field(default_factory=list)
    tried: Counter = field(default_factory=Counter)
    slowest_s: float = 0
    stop: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, turn: int) -> None:
        hosts = itertools.cycle(WEBS[turn % 2 :] + WEBS[: turn % 2])
        while not self.stop.is_set():
            with self.lock:
                body = next(self.bodies)()
            begun = time.monotonic()
            for host in hosts:
                said = posted(host, body)
                self.tried[said] += 1
                if said == 201:
                    self.taken.append(f"uuid:{ID.search(body)[1].decode()}")
                    break
                if self.stop.wait(0.2):
                    return
            self.slowest_s = max(self.slowest_s, time.monotonic() - begun)
            time.sleep(PAUSE_S)

    @contextmanager
    def sending(self) -> Iterator[None]:
        threads = [threading.Thread(target=self.send, args=[turn]) for turn in range(PHONES)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stop.set()
            for thread in threads:
                thread.join()


def posted(host: Host, body: bytes) -> int | str:
    """The status, or what kept it from coming."""
    try:
        with socket.create_connection((host.address, PORT), timeout=PATIENCE_S) as line:
            line.sendall(body)
            return int(line.recv(64).split()[1])
    except (OSError, IndexError) as error:
        return type(error).__name__


def measure() -> Iterator[str]:
    with network(), ExitStack() as closing:
        folder = Path(tempfile.mkdtemp(prefix="yudee-hosts-"))
        closing.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o711)
        postgres, ready = closing.enter_context(database(folder))
        webs = [Machine(host, processes.web(host.address, PORT, 1), ready.settings) for host in WEBS]
        workers = [Machine(host, processes.workers(), ready.settings) for host in WORKERS]
        for machine in (*webs, *workers):
            machine.start()
            closing.callback(machine.stop)
        for host in WEBS:
            assert wait_until(lambda host=host: is_healthy(Address(host.address, PORT)), 60), host
        yield f"hosts, {PHONES} phones, two web servers, two with workers, one database"
        phones = Phones(bodies(ready))
        with phones.sending():
            for what, fault, mend in faults(postgres, webs, workers):
                yield from through(phones, what, fault, mend)
        yield from judged(ready, phones)


def faults(
    postgres: Postgres, webs: Sequence[Machine], workers: Sequence[Machine]
) -> Iterator[tuple[str, Callable[[], object], Callable[[], object]]]:
    """One after the other: what happens, what does it, what mends it."""
    yield "nothing", lambda: None, lambda: None
    yield "a web server cut off", WEBS[0].cut, WEBS[0].join
    yield "a web server killed", webs[1].kill, webs[1].start
    yield "workers cut off", WORKERS[0].cut, WORKERS[0].join
    yield "workers killed", workers[1].kill, workers[1].start
    yield "the database cut off", DATABASE.cut, DATABASE.join
    yield "PostgreSQL killed", postgres.kill, postgres.start


def through(phones: Phones, what: str, fault: Callable[[], object], mend: Callable[[], object]) -> Iterator[str]:
    """What phones get done meanwhile, and after it is mended."""
    phones.slowest_s, before, tried = 0, len(phones.taken), phones.tried.copy()
    fault()
    time.sleep(FAULT_S)
    during = len(phones.taken) - before
    mend()
    time.sleep(CALM_S)
    failed = {said: number for said, number in (phones.tried - tried).items() if said != 201}
    told = ", ".join(f"{said} {number}" for said, number in failed.items()) or "none"
    yield f"  {what:<24} {during / FAULT_S:6.0f}/s taken, failed tries: {told}; the slowest {phones.slowest_s:.1f} s"


def judged(ready: Stage, phones: Phones) -> Iterator[str]:
    """Nothing that was acknowledged is lost, nothing counted twice, nothing left."""
    with ready.connect() as connection:
        asked = lambda question: connection.execute(question).fetchone()[0]  # noqa: E731
        is_done = wait_until(lambda: asked(WAITING) == 0, REST_S)
        kept = {row[0] for row in connection.execute(KEPT)}
        taken = set(phones.taken)
        yield figures.value("acknowledged", len(taken), "")
        yield figures.limit("lost", len(taken - kept), "", at_most=0)
        yield figures.limit("counted twice", asked(COUNTED) - len(kept), "", at_most=0)
        yield figures.limit("left to do", 0 if is_done else asked(WAITING), "", at_most=0)


def bodies(ready: Stage) -> Iterator[Body]:
    url = ready.submission_url(f"http://{WEBS[0].address}:{PORT}")
    places = [(village, home) for village, homes in ready.villages.items() for home in homes]
    for village, home in itertools.cycle(places):
        yield ready.body(url, "household_account", village=village, household=home)


@contextmanager
def network() -> Iterator[None]:
    """The machines and the lines between them, for as long as they are needed."""
    hosts = [DATABASE, *WEBS, *WORKERS]
    with ExitStack() as closing:
        run("ip", "link", "add", BRIDGE, "type", "bridge")
        closing.callback(run, "ip", "link", "del", BRIDGE)
        run("ip", "addr", "add", f"{NETWORK}.1/24", "dev", BRIDGE)
        run("ip", "link", "set", BRIDGE, "up")
        for host in hosts:
            closing.callback(run, "ip", "netns", "del", host.name, may_fail=True)
            host.make()
        yield


@contextmanager
def database(folder: Path) -> Iterator[tuple[Postgres, Stage]]:
    """PostgreSQL and Redis on their host, and what phones need to find there."""
    account = service_account()
    there = There(*dataclasses.astuple(account), host=DATABASE.name)
    sockets, log = folder / "run", folder / "log"
    account.own(sockets, log, folder / "redis")
    shared = {"sockets": sockets, "account": there}
    postgres = FarPostgres(folder / "postgres", log=log / "postgres.log", **shared)
    redis = FarRedis(folder / "redis", log=log / "redis.log", **shared)
    with ExitStack() as closing:
        for program in (postgres, redis):
            program.start()
            closing.callback(program.stop)
        migrate(postgres.url())
        here = {"public_url": f"http://{WEBS[0].address}:{PORT}", "blobs": f"file:{folder / 'blobs'}", "var": folder}
        near = Settings(postgres.url(), redis.url(), SECRET, **here)
        closing.callback(sessions.connect(near.database_url, pooled=False).dispose)
        queue.connect(near.redis_url)
        ready = furnished(near, 20)
        urls = {
            "database_url": f"postgresql+psycopg://yudee@{DATABASE.address}/yudee",
            "redis_url": f"redis://{DATABASE.address}:6379/0",
        }
        yield postgres, dataclasses.replace(ready, settings=dataclasses.replace(near, **urls))


def run(*words: str, may_fail: bool = False) -> None:
    subprocess.run(words, check=not may_fail, capture_output=may_fail)
