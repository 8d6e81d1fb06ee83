"""The browser that tests of pages drive: the machine's Chromium, or one from the lock where no package has it."""

import os
import shutil
from pathlib import Path

from server.config import CHECKOUT

FROM_LOCK = CHECKOUT / ".venv" / "browser" / "chromium"
AXE = CHECKOUT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"  # checks pages for accessibility
PICTURES = os.environ.get("YUDEE_PICTURES")  # a folder that keeps the pictures, to look at them
ARGUMENTS = ["--no-sandbox"]  # tests may run as root, and open nothing but our own pages


def packaged() -> Path | None:
    """A Chromium or Chrome that the machine's packages brought."""
    installed = shutil.which("chromium") or shutil.which("google-chrome")
    return Path(installed) if installed else None


def executable() -> Path | None:
    """The Chromium to give to playwright; `make test` sees to it that there is one."""
    return packaged() or (FROM_LOCK if FROM_LOCK.exists() else None)
