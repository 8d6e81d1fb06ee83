"""Behind PgBouncer, which hands a connection to whoever has a transaction, a whole server needs only a few of them."""

import signal
import threading

import psycopg
import pytest

from server.stack.program import Program
from tests import servers as run
from tests.fixtures.served import furnished
from tests.phone import Collect
from tests.running import free_port, running
from tests.wire import SocketWire

CONNECTIONS, PHONES, EACH = 3, 8, 4
INI = """
[databases]
* = host={sockets} user=yudee connect_query='set timezone to \'\'UTC\'\''
[pgbouncer]
pool_mode = transaction
default_pool_size = {connections}
unix_socket_dir = {folder}
listen_port = {port}
auth_type = any
pidfile = {folder}/pid
"""
ON_THE_DATABASE = """
    select count(*) from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
"""
STORED = "select count(*) from submission"
WAITING = "select (select count(*) from pending_submission) + (select count(*) from stale_village)"


class PgBouncer(Program):
    name = "PgBouncer"
    stop_signal = signal.SIGINT

    def __init__(self, postgres, folder):
        super().__init__(folder, log=folder / "log", account=postgres.account)
        self.port = free_port()
        self.account.own(folder)
        said = {"sockets": postgres.sockets, "folder": folder, "port": self.port, "connections": CONNECTIONS}
        (folder / "pgbouncer.ini").write_text(INI.format(**said))

    def command(self):
        return ["/usr/sbin/pgbouncer", str(self.folder / "pgbouncer.ini")]

    @property
    def pid_file(self):
        return self.folder / "pid"

    def url(self, database_url):
        name = database_url.partition("?")[0].rpartition("/")[2]
        return f"postgresql+psycopg://yudee@/{name}?host={self.folder}&port={self.port}"

    def is_ready(self):
        try:
            psycopg.connect(host=str(self.folder), port=self.port, dbname="template1", user="yudee").close()
        except psycopg.OperationalError:
            return False
        return True


@pytest.fixture
def pgbouncer(servers):
    with run.own_folder() as folder:
        program = PgBouncer(servers.postgres, folder)
        program.start()
        yield program
        program.stop()


@pytest.mark.long
def test_web_and_workers_share_a_few_connections_behind_pgbouncer(pgbouncer, new_database, redis_url, tmp_path):
    database_url = new_database()
    made = furnished(database_url)
    with running(database_url, redis_url, tmp_path, pool_url=pgbouncer.url(database_url)) as stack:
        server_url = f"{stack.url}/v1/key/{made.token}/projects/{made.workspace_id}"
        phones = [Collect(SocketWire(stack.url), server_url) for _ in range(PHONES)]
        answers = all_send(phones)

        assert answers == [201] * PHONES * EACH
        stack.becomes(0, WAITING)
        assert stack.value(STORED) == len(answers)
        assert stack.value(ON_THE_DATABASE) <= CONNECTIONS
        assert "Error" not in stack.log("web") + stack.log("workers")


def all_send(phones):
    answers = []

    def send(phone):
        phone.sync()
        answers.extend(phone.send(phone.fill("household_account")).status for _ in range(EACH))

    sending = [threading.Thread(target=send, args=[phone]) for phone in phones]
    for thread in sending:
        thread.start()
    for thread in sending:
        thread.join()
    return answers
