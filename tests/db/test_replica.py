"""Figures, lists and exports are read from a replica when there is one that answers."""

import subprocess

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from server.db import session as sessions
from server.db.migrate import migrate
from server.db.session import Scope, read_only, transaction
from server.stack.account import service_account
from server.stack.postgres import SETTINGS, programs
from server.stack.program import wait_until

SCOPE = Scope(1, ("50",), frozenset({"plans"}))
IS_REPLICA = text("select pg_is_in_recovery()")


@pytest.fixture
def replica(own_servers):
    """(how to start it, how to stop it): a copy of the database that follows it, on a socket of its own."""
    migrate(own_servers.database_url)
    account, version = service_account(), own_servers.postgres._version()
    folder, sockets = own_servers.folder / "replica", own_servers.folder / "replica-run"
    account.own(folder, sockets)
    copy = [programs(version) / "pg_basebackup", "-D", folder, "-R", "-c", "fast", "-X", "stream"]
    said = ["-h", own_servers.sockets, "-U", "postgres"]
    subprocess.run(account.command(*copy, *said), cwd=own_servers.folder, check=True, capture_output=True)
    words = [programs(version) / "postgres", "-D", folder, f"--unix_socket_directories={sockets}"]
    words += ["--listen_addresses=", f"--max_connections={SETTINGS['max_connections']}"]
    running, connected = [], []

    def start():
        running.append(subprocess.Popen(account.command(*words), cwd=folder, stderr=subprocess.DEVNULL))
        url = own_servers.database_url.replace(str(own_servers.sockets), str(sockets))
        if not connected:
            connected.append(sessions.connect(own_servers.database_url, read_url=url, pooled=False))
        assert wait_until(lambda: on_replica() is True, 60)

    def stop():
        running[-1].terminate()
        running.pop().wait(60)

    yield start, stop
    for engine in connected:
        sessions.disconnect(engine)
    sessions._readers.clear()
    for process in running:
        process.kill()
        process.wait()


def on_replica():
    with read_only(SCOPE) as session:
        return session.scalar(IS_REPLICA)


def test_what_reads_alone_goes_to_the_replica_and_the_rest_does_not(replica, monkeypatch):
    monkeypatch.setattr(sessions, "LEFT_ALONE_S", 0)
    start, stop = replica
    start()

    assert on_replica() is True
    with transaction(SCOPE) as session:
        assert session.scalar(IS_REPLICA) is False

    stop()
    assert on_replica() is False
    start()
    assert on_replica() is True


def test_nothing_is_written_where_only_reading_was_meant(connected):
    with pytest.raises(DBAPIError, match="read-only transaction"), read_only(SCOPE) as session:
        session.execute(text("insert into event (actor_id, verb, subject, subject_id) values (1, 'a', 'b', 'c')"))


def test_a_replica_that_is_away_is_not_asked_by_every_page(database_url, caplog):
    away = "postgresql+psycopg://yudee@/yudee?host=/nowhere"
    engine = sessions.connect(database_url, read_url=away, pooled=False)

    assert [on_replica(), on_replica()] == [False, False]

    assert caplog.text.count("replica away") == 1
    sessions.disconnect(engine)
    sessions._readers.clear()
