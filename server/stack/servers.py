"""PostgreSQL and Redis of our own in one folder, beside whatever else runs on the machine."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path

from server.stack.account import Account, service_account
from server.stack.postgres import SUPERUSER, Postgres
from server.stack.program import Program
from server.stack.redis import Redis

MAX_SOCKET_BYTES = 107
LONGEST_SOCKET = "/.s.PGSQL.5432.lock"


class PrivateServers:
    """Real servers in `folder`; no ports, no passwords, reachable by the caller and the service account alone.

    with PrivateServers(folder) as servers:
        servers.database_url, servers.admin_url, servers.redis_url
        servers.postgres.stop(), .start(), .kill(); the same for servers.redis

    durable=False trades safety of the data for speed; `without` names the ones not to start: postgres, redis.
    """

    def __init__(
        self,
        folder: Path,
        *,
        durable: bool = True,
        account: Account | None = None,
        without: Collection[str] = (),
    ) -> None:
        self.folder = folder.resolve()
        self.account = account or service_account()
        self.run = self.folder / "run"
        self.sockets = short_enough(self.run)
        log = self.folder / "log"
        shared = {"sockets": self.sockets, "account": self.account, "durable": durable}
        self.postgres = Postgres(self.folder / "postgres", log=log / "postgres.log", **shared)
        self.redis = Redis(self.folder / "redis", log=log / "redis.log", **shared)
        both = {"redis": self.redis, "postgres": self.postgres}
        self.programs: list[Program] = [program for name, program in both.items() if name not in without]

    @property
    def database_url(self) -> str:
        return self.postgres.url()

    @property
    def admin_url(self) -> str:
        """As superuser: only for making and dropping databases."""
        return self.postgres.url("postgres", role=SUPERUSER)

    @property
    def redis_url(self) -> str:
        return self.redis.url()

    def prepare(self) -> None:
        """Make the folders that the servers expect."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.account.own(self.run, self.folder / "log", self.redis.folder, self.sockets)

    def start(self) -> None:
        self.prepare()
        try:
            for program in self.programs:
                program.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        for program in reversed(self.programs):
            program.stop()
        if self.sockets != self.run:
            shutil.rmtree(self.sockets, ignore_errors=True)

    def __enter__(self) -> "PrivateServers":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def short_enough(run: Path) -> Path:
    """A folder for sockets: `run`, unless the path of a socket in it would be longer than the kernel takes."""
    if len(os.fsencode(run)) + len(LONGEST_SOCKET) <= MAX_SOCKET_BYTES:
        return run
    base = Path("/run") if os.geteuid() == 0 else Path(tempfile.gettempdir())
    return base / f"yudee-{hashlib.sha256(os.fsencode(run)).hexdigest()[:12]}"
