"""The servers of a test run: one pair for all workers, a database for each, and nothing left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from redis import Redis
from sqlalchemy.engine import make_url

from server.stack.program import wait_until
from tests.servers import RUN_FOLDER, database_of, own_folder, shared_servers

CHECKOUT = Path(__file__).parents[2]
WANT_SERVERS = """
import time
from tests.servers import open_run, shared_servers
open_run()
print(shared_servers().sockets, flush=True)
time.sleep(60)
"""


def names_in(url):
    """Databases of the cluster that `url` points into."""
    with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string()) as connection:
        return {name for (name,) in connection.execute("select datname from pg_database")}


def test_each_worker_has_a_database_and_a_redis_of_its_own(database_url, redis_url, worker_id):
    assert make_url(database_url).database == f"test_{worker_id}"
    with Redis.from_url(redis_url) as redis:
        redis.set("mine", 1)
        assert redis.delete("mine") == 1


def test_a_new_database_lasts_as_long_as_its_test(servers, worker_id):
    name = f"brief_{worker_id}"

    with database_of(servers, name) as url:
        assert name in names_in(url)

    assert name not in names_in(servers.database_url)


def test_two_new_databases_differ(new_database):
    assert new_database() != new_database(template="template1")


def test_everything_goes_when_the_test_run_is_killed():
    environment = {name: value for name, value in os.environ.items() if name != RUN_FOLDER}
    command = [sys.executable, "-c", WANT_SERVERS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT, env=environment) as run:
        folder = Path(run.stdout.readline().strip()).parents[1]
        assert (folder / "ready").exists()
        run.send_signal(signal.SIGKILL)

    assert wait_until(lambda: not folder.exists(), 20)


def test_servers_that_cannot_start_are_reported_to_every_test(monkeypatch):
    with own_folder() as folder:
        (folder / "failed").write_text("no space left")
        monkeypatch.setenv(RUN_FOLDER, str(folder))

        with pytest.raises(RuntimeError, match="no space left"):
            shared_servers()
