"""A private Redis for the queue: on a Unix socket only."""

import shutil
import signal
import socket
from pathlib import Path

from server.stack.account import Account
from server.stack.errors import RedisMissing
from server.stack.program import Program


class Redis(Program):
    """Its append-only file spares the queue a cold start; what must not be lost is in PostgreSQL."""

    name = "Redis"
    stop_signal = signal.SIGTERM

    def __init__(self, folder: Path, *, sockets: Path, log: Path, account: Account, durable: bool = True) -> None:
        super().__init__(folder, log=log, account=account)
        self.socket = sockets / "redis.sock"
        self.durable = durable

    @property
    def pid_file(self) -> Path:
        return self.folder / "redis.pid"

    def url(self, database: int = 0) -> str:
        return f"unix://{self.socket}?db={database}"

    def command(self) -> list[str]:
        program = shutil.which("redis-server")
        if program is None:
            raise RedisMissing
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "pidfile": str(self.pid_file),
            "databases": "64",
            "appendonly": "yes" if self.durable else "no",
            "save": "",
        }
        return [program, *(word for name, value in settings.items() for word in (f"--{name}", value))]

    def is_ready(self) -> bool:
        """Whether Redis answers PING; while it loads its file it answers with an error."""
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
            except OSError:
                return False
