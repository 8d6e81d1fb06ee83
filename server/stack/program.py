"""One server program of ours: it runs as the service account, dies with us, and is stopped in order."""

import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

from server.stack.account import Account
from server.stack.errors import ServerDidNotStart

START_S = 60
STOP_S = 30
MAX_LOG_BYTES = 10_000_000


class Program:
    """Base of Postgres and Redis, which say how they are started, when they are ready, and what stops them."""

    name: str
    stop_signal: signal.Signals

    def __init__(self, folder: Path, *, log: Path, account: Account) -> None:
        self.folder = folder
        self.log = log
        self.account = account
        self.running: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        """The words that start the program in the foreground."""
        raise NotImplementedError

    def is_ready(self) -> bool:
        raise NotImplementedError

    @property
    def pid_file(self) -> Path:
        raise NotImplementedError

    @property
    def is_running(self) -> bool:
        return self.running is not None and self.running.poll() is None

    def start(self) -> None:
        """Start and return once the program answers. Raises ServerDidNotStart."""
        end_orphans(self.pid_file, self.folder, self.stop_signal)
        put_aside_when_big(self.log)
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.account.command(*self.command(), dies_by=self.stop_signal.name.removeprefix("SIG")),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the supervisor, which stops us when nobody needs us any more
            )
        if not wait_until(lambda: self.is_ready() or not self.is_running, START_S) or not self.is_running:
            self.kill()
            raise ServerDidNotStart(name=self.name, log=self.log, last_words=last_line(self.log))

    def stop(self) -> None:
        """Stop in order: clients are disconnected, everything committed is kept."""
        self._end(self.stop_signal)

    def kill(self) -> None:
        """End as a crash would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.running is None:
            return
        if self.is_running:
            self.running.send_signal(how)
        try:
            self.running.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait()
        self.running = None


def end_orphans(pid_file: Path, folder: Path, how: signal.Signals) -> None:
    """Stop what an earlier, killed parent left running on this folder: the process in the file and its group.

    The caller holds the lock of the folder, so whatever still works in it is nobody's. A pid file alone proves nothing
    (the number may be another program's by now), nor does a working folder (somebody's shell); both together do.
    """
    try:
        group = int(pid_file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return
    with ExitStack() as orphans:
        waiting = [orphans.enter_context(os.fdopen(pidfd)) for pidfd in orphans_of(group, folder)]
        for orphan in waiting:
            signal.pidfd_send_signal(orphan.fileno(), how)
        for orphan in waiting:
            if not select.select([orphan], [], [], STOP_S)[0]:
                signal.pidfd_send_signal(orphan.fileno(), signal.SIGKILL)


def orphans_of(group: int, folder: Path) -> Iterator[int]:
    """Handles of the processes of a group that work in the folder; whoever asks is not among them."""
    for pid in (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()):
        with suppress(OSError):
            pidfd = os.pidfd_open(pid)
            if os.getpgid(pid) == group != os.getpgrp() and works_in(pid, folder):
                yield pidfd
            else:
                os.close(pidfd)


def works_in(pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def put_aside_when_big(log: Path) -> None:
    """Keep the log and its predecessor, not more."""
    if log.exists() and log.stat().st_size > MAX_LOG_BYTES:
        log.rename(log.with_suffix(".log.1"))


def last_line(log: Path, *signs: str) -> str:
    """The last line, or the last one with one of these signs."""
    lines = log.read_text(errors="replace").splitlines()
    told = [line for line in lines if any(sign in line for sign in signs)] or lines
    return told[-1] if told else "(it said nothing)"
