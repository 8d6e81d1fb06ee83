"""What dies is started again, what floods is rested, what was started is stopped."""

import os
import signal
import sys
from pathlib import Path

import pytest

from server.stack import child as children
from server.stack.account import caller
from server.stack.child import LONGEST_REST_S, STEADY_S, Child, Rest
from server.stack.program import end_orphans, wait_until
from server.stack.supervisor import keep_running, started


class EnoughSeen(BaseException):
    """Ends keep_running, as Ctrl-C does."""


@pytest.fixture
def make_child(tmp_path):
    """Make a Child that runs a piece of Python in a data folder of its own."""
    (tmp_path / "run").mkdir()

    def make(code):
        words = [sys.executable, "-c", code]
        return Child("pupil", words, folder=tmp_path, account=caller(), env=dict(os.environ))

    return make


def test_a_child_that_dies_is_started_again(make_child, tmp_path):
    def enough(*_):
        raise EnoughSeen

    before = signal.signal(signal.SIGUSR1, enough)
    child = make_child(f"""
import os, signal
with open("starts", "a") as starts:
    starts.write("x")
if os.path.getsize("starts") == 2:
    os.kill({os.getpid()}, signal.SIGUSR1)
""")

    try:
        with pytest.raises(EnoughSeen), started(child):
            keep_running([child])
    finally:
        signal.signal(signal.SIGUSR1, before)

    assert (tmp_path / "starts").read_text() == "xx"
    assert not child.is_running


def test_lines_are_shown_under_the_name_of_the_child(make_child, capfd):
    child = make_child("print('สวัสดี'); import sys; sys.stderr.write('and an error\\n')")

    with started(child):
        assert wait_until(lambda: not child.is_running, 10)
        seen = []
        wait_until(lambda: seen.append(capfd.readouterr().out) or "error" in "".join(seen), 10)

    assert "pupil   | สวัสดี\n" in "".join(seen)
    assert "pupil   | and an error\n" in "".join(seen)


def test_a_child_deaf_to_requests_is_ended_with_all_its_own(make_child, tmp_path, monkeypatch):
    monkeypatch.setattr(children, "STOP_S", 0.2)
    child = make_child("""
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    open("grandchild", "w").write(str(os.getpid()))
time.sleep(60)
""")
    child.start()
    grandchild = tmp_path / "grandchild"
    assert wait_until(lambda: grandchild.exists() and grandchild.read_text(), 10)

    child.stop()

    assert wait_until(lambda: is_gone(int(grandchild.read_text())), 10)


def test_rests_grow_while_a_child_keeps_dying_and_shrink_once_it_was_steady():
    rest = Rest()
    now = rest.started = 0.0  # differences of what a clock says are not exact
    rests = []
    for _ in range(10):
        begin = rest.begin(now)
        rests.append(begin - now)
        now = begin + 1

    steady = rest.begin(now + STEADY_S)

    assert rests == sorted(rests)
    assert rests[-1] == pytest.approx(LONGEST_REST_S)
    assert steady - (now + STEADY_S) == pytest.approx(rests[0])


def test_what_a_killed_supervisor_left_is_ended(make_child, tmp_path):
    child = make_child("import time; time.sleep(60)")
    child.start()

    end_orphans(child.pid_file, tmp_path, signal.SIGTERM)

    assert child.running.wait(10) == -signal.SIGTERM


def is_gone(pid):
    """Ended, whether or not somebody has taken note of it."""
    try:
        return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return True
