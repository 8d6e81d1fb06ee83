"""A newer version takes over while phones send: none of them sees an error, and nothing is lost."""

import os
import signal
import threading
from pathlib import Path

from server.stack.program import wait_until

PHONES, ROUNDS = 4, 2


def answering(pid):
    """The processes that answer: those of the web server's whose words are its own."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = Path(f"/proc/{pid}/cmdline").read_bytes()
    return {one for one in children if words_of(one) == own}


def words_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_the_web_servers_processes_are_exchanged_under_traffic(served):
    phones = [served.phone() for _ in range(PHONES)]
    for phone in phones:
        phone.sync()
    answers, stop = [], threading.Event()

    def keep_sending(phone):
        while not stop.is_set():
            answers.append(phone.send(phone.fill("household_account")).status)

    sending = [threading.Thread(target=keep_sending, args=[phone]) for phone in phones]
    for thread in sending:
        thread.start()
    try:
        for _ in range(ROUNDS):
            before, sent = answering(served.pid), len(answers)
            os.kill(served.pid, signal.SIGHUP)
            assert wait_until(lambda before=before: not before & answering(served.pid), 60), (
                before,
                answering(served.pid),
            )
            assert wait_until(lambda sent=sent: len(answers) > sent + 2 * PHONES, 60)
    finally:
        stop.set()
        for thread in sending:
            thread.join()

    assert set(answers) == {201}
    assert served.count("submission") == len(answers)
