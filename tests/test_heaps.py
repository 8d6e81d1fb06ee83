"""Memory that nobody uses any more goes back to the system, even where something beside it is still in use."""

import subprocess
import sys
from pathlib import Path

HOLES = """
import re
from pathlib import Path
from server import heaps

def resident_kb():
    return int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

heaps.share()
many = [bytes(1_000) for _ in range(40_000)]
kept = many[::1_000]
del many
before = resident_kb()
heaps.give_back()
print(before - resident_kb())
"""


def test_what_lies_between_things_in_use_is_given_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HOLES], cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > 30_000
