"""One PostgreSQL and one Redis for a whole test run, kept by a process that outlives the workers but not the run."""

import fcntl
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.db.migrate import migrate
from server.stack.account import service_account
from server.stack.program import wait_until
from server.stack.servers import PrivateServers

RUN_FOLDER = "YUDEE_TEST_RUN"


def open_run() -> None:
    """Called by pytest's first process: choose the folder of this run. Servers start when a test first asks."""
    os.environ[RUN_FOLDER] = str(reachable_folder())
    (run_folder() / "pytest.pid").write_text(str(os.getpid()))


def close_run() -> None:
    """Called by pytest's first process: stop the servers, if any test wanted them, and remove everything."""
    keeper = run_folder() / "keeper.pid"
    if keeper.exists():
        os.kill(int(keeper.read_text()), signal.SIGTERM)
        wait_until(lambda: not keeper.exists(), 30)
    shutil.rmtree(run_folder(), ignore_errors=True)


def shared_servers() -> PrivateServers:
    """The servers of this run, started by whoever asks first; database `yudee` is the migrated template."""
    folder = run_folder()
    ready, failed = folder / "ready", folder / "failed"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists() and not failed.exists():
            keeper = [sys.executable, "-m", "tests.servers", str(folder)]
            subprocess.run(["setsid", "--fork", *keeper], check=True, cwd=Path(__file__).parents[1])
            wait_until(lambda: ready.exists() or failed.exists(), 120)
    if failed.exists():
        raise RuntimeError(f"The servers for the tests did not start:\n{failed.read_text()}")
    return PrivateServers(folder / "servers", durable=False)


@contextmanager
def database_of(servers: PrivateServers, name: str, *, template: str = "yudee") -> Iterator[str]:
    """A database of its own, migrated unless made from template1; dropped at the end. Yields its URL."""
    with servers.postgres.connect("postgres") as connection:
        connection.execute(f'create database "{name}" owner yudee template {template}')
    yield servers.postgres.url(name)
    with servers.postgres.connect("postgres") as connection:
        connection.execute(f'drop database "{name}" with (force)')


def reachable_folder() -> Path:
    """A new folder directly under the system's temporary one, which the service account may enter."""
    # Root's own temporary folder may be closed to others.
    folder = Path(tempfile.mkdtemp(prefix="yudee-test-", dir="/tmp" if os.geteuid() == 0 else None))
    folder.chmod(0o711)
    return folder


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder that the service account may enter, removed at the end."""
    folder = reachable_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_folder() -> Path:
    return Path(os.environ[RUN_FOLDER])


def keep_servers(folder: Path) -> None:
    """Start, migrate, say so; then wait for the end of the test run, however it ends, and clean up."""
    pytest = os.pidfd_open(int((folder / "pytest.pid").read_text()))
    told_to_stop, stop = os.pipe()
    signal.signal(signal.SIGTERM, lambda *_: os.write(stop, b"."))
    (folder / "keeper.pid").write_text(str(os.getpid()))
    try:
        with PrivateServers(folder / "servers", durable=False, account=service_account()) as servers:
            migrate(servers.database_url)
            (folder / "ready").touch()
            select.select([pytest, told_to_stop], [], [])
    except Exception:
        (folder / "failed").write_text(traceback.format_exc())
        select.select([pytest, told_to_stop], [], [])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    keep_servers(Path(sys.argv[1]))
