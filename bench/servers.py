"""Servers of our own for as long as a measurement takes: durable, every commit and file reaches the disk."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from server.db.migrate import migrate
from server.stack.servers import PrivateServers


@contextmanager
def own_servers() -> Iterator[PrivateServers]:
    """A migrated PostgreSQL and a Redis in a passing folder."""
    with ExitStack() as closing:
        folder = Path(tempfile.mkdtemp(prefix="yudee-bench-"))
        closing.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o711)
        servers = closing.enter_context(PrivateServers(folder / "servers"))
        migrate(servers.database_url)
        yield servers


def connect(database_url: str) -> psycopg.Connection:
    """A connection that commits each statement."""
    return psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True, prepare_threshold=0)
