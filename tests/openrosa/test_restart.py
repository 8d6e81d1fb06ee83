"""A newer version takes over while phones send: none is refused, and nothing is lost or stored twice.

A connection that a process took in the very moment in which it is told to stop may break off before its request is
read; whoever has it sends again, as phones do.
"""

import http.client
import os
import signal
import socket
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from server.config import CHECKOUT, Settings
from server.stack import processes
from server.stack.program import wait_until
from tests.factories import SECRET
from tests.fixtures.served import furnished
from tests.phone import Collect
from tests.wire import TIMEOUT_S, Reply

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


class ThroughSocket(http.client.HTTPConnection):
    """What the proxy in front does: HTTP down a Unix socket."""

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(TIMEOUT_S)
        self.sock.connect(self.host)


def wire_to(path):
    def wire(method, target, headers, body=b""):
        connection = ThroughSocket(str(path))
        try:
            connection.request(method, target, body=body, headers={"Host": "127.0.0.1", **headers})
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    return wire


@contextmanager
def web_on(path, settings, log):
    words = processes.web("", 0, 1, socket=str(path), stop_s=processes.STOP_IN_ORDER_S)
    with log.open("wb") as out:
        web = subprocess.Popen(words, cwd=CHECKOUT, env=os.environ | settings.environment, stdout=out, stderr=out)
        try:
            yield web
        finally:
            web.terminate()
            web.wait(60)


@pytest.mark.long
def test_the_web_servers_processes_are_exchanged_under_traffic(new_database, redis_url, tmp_path):
    database_url, path = new_database(), tmp_path / "web.sock"
    made = furnished(database_url)
    settings = Settings(database_url, redis_url, SECRET, "http://127.0.0.1", f"file:{tmp_path}/blobs", tmp_path)
    with web_on(path, settings, tmp_path / "log") as web:
        assert wait_until(lambda: is_answering(path), 60), (tmp_path / "log").read_text()
        assert path.stat().st_mode & 0o7777 == 0o660  # the proxy is of the group
        phones = [Collect(wire_to(path), f"http://127.0.0.1/v1/key/{made.token}/projects/1") for _ in range(PHONES)]
        answers = exchanged_under_traffic(web.pid, phones)

    assert set(answers) == {201}
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.connect() as connection:
        assert connection.scalar(text("select count(*) from submission")) == len(answers)


def is_answering(path):
    try:
        return wire_to(path)("GET", "/healthz", {}).status == 200
    except OSError:
        return False


def exchanged_under_traffic(pid, phones):
    """What phones are answered that send without a pause, while the processes are exchanged."""
    for phone in phones:
        phone.sync()
    answers, broken, stop = [], [], threading.Event()

    def keep_sending(phone):
        while not stop.is_set():
            filled = phone.fill("household_account")
            while True:
                try:
                    answers.append(phone.send(filled).status)
                    break
                except (ConnectionError, http.client.HTTPException) as error:
                    broken.append(error)

    sending = [threading.Thread(target=keep_sending, args=[phone]) for phone in phones]
    for thread in sending:
        thread.start()
    try:
        for _ in range(ROUNDS):
            before, sent = answering(pid), len(answers)
            os.kill(pid, signal.SIGHUP)
            assert wait_until(lambda before=before: not before & answering(pid), 60), (
                before,
                answering(pid),
            )
            assert wait_until(lambda sent=sent: len(answers) > sent + 2 * PHONES, 60)
    finally:
        stop.set()
        for thread in sending:
            thread.join()
    assert len(broken) <= PHONES * ROUNDS  # of each phone the one connection it has
    return answers
