"""Whatever is killed at whatever moment: nothing acknowledged is lost, nothing counts twice, nothing stays undone.

300 rounds: `make faults`.
"""

import subprocess
import sys

import pytest

from server.config import CHECKOUT

ROUNDS = 20


@pytest.mark.long
@pytest.mark.timeout(900)
def test_sudden_deaths_lose_nothing_count_nothing_twice_and_leave_nothing_undone():
    words = [sys.executable, "-m", "tests.faults", "--rounds", str(ROUNDS), "--seed", "1"]
    done = subprocess.run(words, cwd=CHECKOUT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout[-10_000:] + done.stderr[-5_000:]
    assert f"{ROUNDS} rounds" in done.stdout
    assert "lost 0, twice 0, stuck 0, other 0" in done.stdout
