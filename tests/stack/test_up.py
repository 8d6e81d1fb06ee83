"""`yudee up`: the whole stack, started, hurt, stopped and started again."""

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from server.config import read_running
from server.stack.address import Address
from server.stack.program import wait_until, works_in
from server.stack.up import commands
from tests.servers import own_folder

YUDEE = Path(sys.executable).with_name("yudee")
OURS = re.compile(r"YUDEE_|DATABASE_URL|REDIS_URL|PORT|HOST$")


def environment(var):
    return {name: value for name, value in os.environ.items() if not OURS.match(name)} | {"YUDEE_VAR": str(var)}


@contextmanager
def stack_on(var):
    """Run `yudee up` on a data folder until it is ready; stop it at the end if nobody else has."""
    with (var / "printed").open("w") as printed:
        process = subprocess.Popen([YUDEE, "up"], env=environment(var), stdout=printed, stderr=subprocess.STDOUT)
        try:
            wait_until(lambda: "Yudee is ready" in (var / "printed").read_text() or process.poll() is not None, 180)
            assert process.poll() is None, (var / "printed").read_text()
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(120)


def address(var):
    return (var / "run" / "url").read_text().strip()


def is_healthy(var):
    try:
        return urllib.request.urlopen(f"{address(var)}/healthz", timeout=2).status == 200
    except (OSError, urllib.error.URLError):
        return False


def villages(var):
    """Their number, asked as a command in another terminal would."""
    url = make_url(read_running(var)["DATABASE_URL"]).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string()) as connection:
        return connection.execute("select count(*) from village").fetchone()[0]


def workers_in(folder):
    """Processes of the stack: those that work in the data folder or in one of the servers'."""
    places = (folder, folder / "postgres", folder / "redis")
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal())
    return [pid for pid in pids if any(works_in(pid, place) for place in places)]


@pytest.mark.long
def test_a_stack_outlives_every_injury_and_stops_without_leaving_a_trace():
    with own_folder() as var:
        with stack_on(var) as stack:
            before = (address(var), villages(var), (var / "secret").read_text())
            web = (var / "run" / "web.pid").read_text()
            os.kill(int(web), signal.SIGKILL)
            assert wait_until(lambda: (var / "run" / "web.pid").read_text() != web and is_healthy(var), 120)

            second = subprocess.run([YUDEE, "up"], env=environment(var), capture_output=True, text=True)
            assert (second.returncode, str(stack.pid) in second.stderr) == (1, True)

            stack.kill()
            stack.wait()

        with stack_on(var) as stack:
            assert (address(var), villages(var), (var / "secret").read_text()) == before
            assert before[1] > 0

            stack.send_signal(signal.SIGINT)
            assert stack.wait(120) == 0

        assert workers_in(var) == []
        assert not (var / "run" / "url").exists()
        assert "Traceback" not in (var / "printed").read_text()


def test_the_web_server_keeps_no_log_of_addresses_which_hold_tokens():
    (_, web), _ = commands(Address("127.0.0.1", 8000))

    assert "--no-access-log" in web
