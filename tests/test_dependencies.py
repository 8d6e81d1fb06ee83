"""What Yudee stands on has no known holes, as far as can be known here; what cannot be known is at least not old."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from server.config import CHECKOUT

OLDEST_DAYS = 120
LOCKS = [*sorted(CHECKOUT.glob("requirements*.lock")), *sorted(CHECKOUT.glob("*/*/package-lock.json"))]


def audited() -> list[dict]:
    """What the audit says of each package: its `vulns`, or a `skip_reason`; nothing where nobody answers."""
    audit = Path(sys.executable).with_name("pip-audit")
    asked = [audit, "-r", CHECKOUT / "requirements.lock", "--require-hashes", "--disable-pip", "--format", "json"]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=100)
    return json.loads(done.stdout)["dependencies"] if done.stdout.startswith("{") else []


def days_old(lock: Path) -> float:
    """Since it was last committed; of one that was changed and not committed yet, none."""
    changed = subprocess.run(
        ["git", "log", "-1", "--format=%ct", "--", lock], capture_output=True, text=True, cwd=CHECKOUT
    )
    last = int(changed.stdout or 0) or lock.stat().st_mtime
    return (time.time() - last) / 86_400


def test_no_package_has_a_known_hole():
    assert [one for one in audited() if one.get("vulns")] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.relative_to(CHECKOUT)))
def test_a_lock_is_not_old(lock):
    assert days_old(lock) < OLDEST_DAYS, "bring it up to date: what is mended in newer versions is not mended here"
