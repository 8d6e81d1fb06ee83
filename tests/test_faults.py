"""Redis away, workers killed, PostgreSQL crashing under load: nothing acknowledged is lost or counted twice."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.orm import Session

from server import queue
from server.db.migrate import migrate
from server.db.queries.pending import DRAIN_LOCKS
from server.queue import DRAIN_SUBMISSIONS, nudge
from server.stack.program import wait_until
from tests.factories import make_phone
from tests.filled import Filled
from tests.fixtures.phones import furnish
from tests.phone import Collect
from tests.running import Running, running
from tests.wire import SocketWire
from workers.__main__ import tasks

SOON_S, NEVER_S = 0.3, 3600  # how often the clock sweeps
WAITING = "select (select count(*) from pending_submission) + (select count(*) from stale_village)"
COUNTED = "select households from village_year where basis = 'provisional'"


@pytest.fixture
def tokens(own_servers) -> list[str]:
    """A furnished database in servers of this test's own, and the tokens of four phones."""
    migrate(own_servers.database_url)
    engine = create_engine(own_servers.database_url, poolclass=NullPool)
    with Session(engine) as session:
        furnish(session)
        made = [make_phone(session).token for _ in range(4)]
        session.commit()
    return made


@pytest.fixture
def start(own_servers, tokens, tmp_path) -> Callable[..., contextmanager]:
    """Web and workers on this test's own servers."""

    def started(**terms: object) -> contextmanager:
        return running(own_servers.database_url, own_servers.redis_url, tmp_path, **terms)

    return started


def phone_of(stack: Running, token: str) -> Collect:
    phone = Collect(SocketWire(stack.url), f"{stack.url}/v1/key/{token}/projects/1")
    phone.sync()
    return phone


def households(phone: Collect, number: int) -> list[Filled]:
    return [phone.fill("household_register", house_no=str(one + 1)) for one in range(number)]


def all_counted(stack: Running, number: int) -> None:
    """Wait until everything is worked off, and each household is counted once."""
    stack.becomes(0, WAITING)
    stack.becomes(number, COUNTED)
    for table in ("submission", "submission_version", "entity", "entity_version", "household_registration"):
        assert (table, stack.value(f"select count(*) from {table}")) == (table, number)


def children(stack: Running) -> list[int]:
    """The processes under the workers' first one: those that drain, and the clock."""
    main = stack.started["workers"].pid
    return [int(pid) for pid in Path(f"/proc/{main}/task/{main}/children").read_text().split()]


def is_draining(stack: Running) -> bool:
    held = "select count(*) from pg_locks where locktype = 'advisory' and objid = :key and granted"
    return bool(stack.value(held, key=DRAIN_LOCKS["submissions"]))


def test_phones_are_served_while_redis_is_away_and_everything_is_counted_once_it_is_back(own_servers, start, tokens):
    with start(sweep_s=SOON_S) as stack:
        phone = phone_of(stack, tokens[0])
        forms = households(phone, 20)
        own_servers.redis.stop()

        assert {phone.send(form).status for form in forms} == {201}
        assert stack.value("select count(*) from pending_submission") == 20

        own_servers.redis.start()
        all_counted(stack, 20)


def test_workers_and_clock_killed_in_the_middle_of_a_drain_leave_their_work_to_the_next(start, tokens):
    with start(sweep_s=SOON_S, without=("workers",)) as stack:
        phone = phone_of(stack, tokens[0])
        assert {phone.send(form).status for form in households(phone, 120)} == {201}
        stack.start("workers")
        assert wait_until(lambda: is_draining(stack), 30)
        killed = children(stack)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        assert stack.value("select count(*) from pending_submission") > 0

        all_counted(stack, 120)
        assert len(children(stack)) == len(killed) == len(tasks(stack.settings))
        assert not set(killed) & set(children(stack))


def test_a_crash_of_the_database_under_load_loses_nothing_that_was_acknowledged(own_servers, start, tokens):
    with start(sweep_s=SOON_S) as stack:
        phones = [phone_of(stack, token) for token in tokens]
        boxes = [households(phone, 60) for phone in phones]
        refused: list[int] = []
        with sending(phones, boxes, refused) as acknowledged:
            assert wait_until(lambda: len(acknowledged) > 30, 30)
            own_servers.postgres.kill()
            at_the_crash = len(acknowledged)
            own_servers.postgres.start()

        assert at_the_crash < len(acknowledged) == 240
        assert set(refused) <= {503}  # come again, in the words a phone shows
        all_counted(stack, 240)
        assert stack.value("select array_agg(instance_id order by instance_id) from submission") == sorted(acknowledged)


@contextmanager
def sending(phones: list[Collect], boxes: list[list[Filled]], refused: list[int]) -> Iterator[list[str]]:
    """Every phone sends its box, each form until it is acknowledged; ends when all are."""
    acknowledged: list[str] = []
    threads = [
        threading.Thread(target=send_all, args=(phone, box, acknowledged, refused))
        for phone, box in zip(phones, boxes, strict=True)
    ]
    for thread in threads:
        thread.start()
    yield acknowledged
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def send_all(phone: Collect, box: list[Filled], acknowledged: list[str], refused: list[int]) -> None:
    for form in box:
        while (status := phone.post(form.xml).status) != 201:
            refused.append(status)
        acknowledged.append(form.instance_id)


def test_a_thousand_nudges_among_rows_leave_nothing_for_the_sweep(own_servers, start, tokens):
    with start(sweep_s=NEVER_S) as stack:
        phone = phone_of(stack, tokens[0])
        assert phone.send(*households(phone, 1)).status == 201
        queue.connect(own_servers.redis_url)
        engine = create_engine(own_servers.database_url, pool_size=4)
        rows = [threading.Thread(target=ask_again, args=(engine, 250)) for _ in range(4)]
        for thread in rows:
            thread.start()
        for thread in rows:
            thread.join(60)
        engine.dispose()

        all_counted(stack, 1)


def ask_again(engine, times: int) -> None:
    """A row and its nudge, again and again, as requests make them."""
    row = text("insert into pending_submission (submission_id, workspace_id) select id, workspace_id from submission")
    for _ in range(times):
        with engine.begin() as connection:
            connection.execute(row)
        nudge(DRAIN_SUBMISSIONS)
