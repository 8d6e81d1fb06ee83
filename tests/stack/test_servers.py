"""Private servers keep what was committed, share nothing with the machine, and survive being killed."""

import os
import resource
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from redis import Redis
from sqlalchemy.engine import make_url

from server.stack import postgres
from server.stack.errors import OtherPostgresVersion, ServerDidNotStart
from server.stack.program import wait_until
from server.stack.servers import MAX_SOCKET_BYTES, PrivateServers
from tests.servers import own_folder


def test_the_application_role_is_no_superuser_and_has_postgis(servers):
    with servers.postgres.connect(role="yudee") as connection:
        point = connection.execute("select st_astext(st_point(100.5, 18.8))").fetchone()
        superuser = connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()

    assert point == ("POINT(100.5 18.8)",)
    assert superuser == (False,)


def test_a_new_database_has_the_extensions_already(servers, new_database):
    name = make_url(new_database(template="template1")).database
    with servers.postgres.connect(name, role="yudee") as connection:
        names = {name for (name,) in connection.execute("select extname from pg_extension")}

    assert names >= {"postgis", "pg_trgm"}


def test_no_port_is_opened(servers):
    pids = {program.pid_file.read_text().split()[0] for program in servers.programs}
    listening = {
        line.split()[9]
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
        if line.split()[3] == "0A"
    }
    ours = {
        target.removeprefix("socket:[").removesuffix("]")
        for pid in pids
        for target in (str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir())
        if target.startswith("socket:")
    }

    assert ours
    assert not ours & listening


def test_committed_rows_survive_a_crash_and_a_second_start(own_servers):
    own_servers.postgres.connect(role="yudee").execute("create table kept (n int)").connection.close()

    own_servers.postgres.kill()
    own_servers.postgres.start()
    own_servers.stop()
    own_servers.start()

    with own_servers.postgres.connect(role="yudee") as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (0,)


def test_redis_answers_again_after_a_crash(own_servers):
    own_servers.redis.kill()
    own_servers.redis.start()

    with Redis.from_url(own_servers.redis_url) as redis:
        assert redis.ping()


def test_a_long_path_gets_its_sockets_elsewhere():
    with own_folder() as folder:
        deep = folder / ("deep" * 30)

        with PrivateServers(deep, durable=False) as servers:
            assert not servers.sockets.is_relative_to(deep)
            assert len(os.fsencode(servers.redis.socket)) <= MAX_SOCKET_BYTES
            servers.postgres.connect().close()

        assert not servers.sockets.exists()


def test_data_of_another_postgresql_version_is_refused_and_kept():
    with own_folder() as folder:
        (folder / "postgres").mkdir()
        (folder / "postgres" / "PG_VERSION").write_text("9\n")

        with pytest.raises(OtherPostgresVersion, match="postgresql-9-postgis-3"):
            PrivateServers(folder).start()

        assert (folder / "postgres" / "PG_VERSION").read_text() == "9\n"


def test_a_server_that_cannot_start_says_why(own_servers):
    own_servers.postgres.stop()
    (own_servers.postgres.folder / "postgresql.conf").write_text("no_such_setting = 1\n")

    with pytest.raises(ServerDidNotStart, match="postgres.log"):
        own_servers.postgres.start()


def test_a_full_disk_at_the_first_start_is_told_in_a_line():
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    with own_folder() as folder:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, most))
        try:
            with pytest.raises(ServerDidNotStart, match="File too large"), PrivateServers(folder):
                pass
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def test_a_database_that_cannot_be_made_is_told_in_a_line(own_servers, monkeypatch):
    own_servers.postgres.stop()
    monkeypatch.setattr(postgres, "EXTENSIONS", ("no_such_thing",))

    with pytest.raises(ServerDidNotStart, match="no_such_thing"):
        own_servers.postgres.start()


def test_strangers_may_not_connect(servers):
    with pytest.raises(psycopg.OperationalError), servers.postgres.connect(role="somebody"):
        pass


def test_servers_end_with_a_killed_parent_and_start_again():
    """What the next `make run` meets after the supervisor was killed."""
    with own_folder() as folder:
        script = f"""
import time
from pathlib import Path
from server.stack.servers import PrivateServers
with PrivateServers(Path({str(folder)!r}), durable=False) as servers:
    print(servers.postgres.running.pid, servers.redis.running.pid, flush=True)
    time.sleep(60)
"""
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
            pids = parent.stdout.readline().split()
            parent.send_signal(signal.SIGKILL)

        with PrivateServers(folder, durable=False) as servers:
            servers.postgres.connect().close()
            assert wait_until(lambda: not any(Path(f"/proc/{pid}/cwd").exists() for pid in pids), 10)


def test_the_number_of_another_program_in_a_pid_file_harms_nobody(own_servers):
    own_servers.redis.stop()
    own_servers.redis.pid_file.write_text(str(os.getppid()))

    own_servers.redis.start()

    assert Path(f"/proc/{os.getppid()}").exists()


def test_a_taken_port_5432_or_6379_does_not_matter(own_servers):
    own_servers.stop()
    with socket.socket() as first, socket.socket() as second:
        for taken, port in ((first, 5432), (second, 6379)):
            try:
                taken.bind(("127.0.0.1", port))
                taken.listen()
            except OSError:
                pass  # somebody has it already, which is what we want

        own_servers.start()

    own_servers.postgres.connect().close()
