"""A process of the stack whose lines are shown under its name and which is started again when it dies."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from server.stack.account import Account
from server.stack.program import end_orphans
from server.stack.speech import show

STOP_S = 20
SHORTEST_REST_S = 0.5
LONGEST_REST_S = 30
STEADY_S = 60


class Child:
    """Web or workers: a command that runs as an account, in the data folder, until stopped."""

    def __init__(self, name: str, words: Sequence[str], *, folder: Path, account: Account, env: Mapping) -> None:
        self.name = name
        self.words = words
        self.folder = folder
        self.account = account
        self.env = env
        self.running: subprocess.Popen[str] | None = None

    @property
    def pid_file(self) -> Path:
        return self.folder / "run" / f"{self.name}.pid"

    @property
    def is_running(self) -> bool:
        return self.running is not None and self.running.poll() is None

    def start(self) -> None:
        end_orphans(self.pid_file, self.folder, signal.SIGTERM)
        self.running = subprocess.Popen(
            self.account.command(*self.words),
            cwd=self.folder,  # by which the next start recognises an orphan
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C is for the supervisor
        )
        self.pid_file.write_text(str(self.running.pid))
        threading.Thread(target=show_lines, args=(self.name, self.running.stdout), daemon=True).start()

    def stop(self) -> None:
        """Let it finish what it is at, then end its whole group."""
        if self.running is None:
            return
        if self.is_running:
            self.running.terminate()
        try:
            self.running.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
        self.pid_file.unlink(missing_ok=True)
        self.running = None


class Rest:
    """How long to wait before the next start: doubled while a process keeps dying, short again once it was steady."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.started = time.monotonic()

    def begin(self, now: float) -> float:
        """Note a death; return when to start again."""
        steady = now - self.started > STEADY_S
        self.seconds = SHORTEST_REST_S if steady or not self.seconds else min(2 * self.seconds, LONGEST_REST_S)
        self.started = now + self.seconds
        return self.started


def show_lines(name: str, lines: IO[str]) -> None:
    with lines:
        for line in lines:
            show(name, line.rstrip())
