"""The browser that tests of pages drive: the machine's Chromium, or one from the lock where no package has it."""

import shutil
from pathlib import Path

from server.config import CHECKOUT

FROM_LOCK = CHECKOUT / ".venv" / "browser" / "chromium"
ARGUMENTS = ["--no-sandbox"]  # tests may run as root, and open nothing but our own pages


def executable() -> Path | None:
    """The Chromium to give to playwright; `make test` sees to it that there is one."""
    installed = shutil.which("chromium") or shutil.which("google-chrome")
    if installed:
        return Path(installed)
    return FROM_LOCK if FROM_LOCK.exists() else None
