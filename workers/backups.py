"""The nightly backup, beside the clock: it takes minutes, and the clock has a beat to keep."""

import datetime as dt
import logging
import os
import subprocess
import sys
import time
from pathlib import Path

from server.backup import nightly
from server.config import Settings
from server.stack.account import caller

REST_S = 3600  # after one that failed: a full disk is not emptied within a minute

log = logging.getLogger(__name__)


class NightlyBackup:
    """A chore of the clock: starts `yudee backup nightly`, and is done when the backup of the day is there."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.running: subprocess.Popen[bytes] | None = None
        self.not_before = time.monotonic()

    def __call__(self, _workspace_id: int, today: dt.date) -> bool:
        if self.running and self.running.poll() is None:
            return False
        if self.running:
            self.end(self.running.returncode)
        if nightly.is_made(self.settings, today):  # also one of another province on this server, or by hand
            return True
        if time.monotonic() >= self.not_before:
            self.running = start(self.settings)
        return False

    def end(self, status: int) -> None:
        """Note how it ended, and rest if that was not well."""
        if status:
            log.warning("backup ended status=%s", status)
            self.not_before = time.monotonic() + REST_S
        self.running = None


def start(settings: Settings) -> subprocess.Popen[bytes]:
    """The command, behind everybody else; it ends with us. What it says goes where our own words go."""
    yudee = Path(sys.executable).with_name("yudee")
    words = caller().command("nice", "-n", "10", yudee, "backup", "nightly")
    return subprocess.Popen(words, env=os.environ | settings.environment, stdin=subprocess.DEVNULL)
