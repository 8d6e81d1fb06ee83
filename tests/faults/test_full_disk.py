"""The disk of database and files is really full: phones keep what they have, nothing is half there, all goes on."""

import errno
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine
from sqlalchemy.orm import Session

from server import queue
from server.db.migrate import migrate
from server.db.session import connect, disconnect
from server.domain import health
from server.stack.servers import PrivateServers
from server.storage import FileStore
from tests import servers as run
from tests.factories import make_phone
from tests.faults import judge
from tests.fixtures.phones import furnish
from tests.phone import Collect
from tests.running import Running, running
from tests.wire import SocketWire

SIZE, PIECE = "400m", 1 << 16
STORED = "select count(*) from submission s join submission_version v on v.submission_id = s.id"
KEEPS_IT = {503, 507}  # what a phone reads as "later"


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 400 MB, seen by this machine's root alone."""
    with run.own_folder() as folder:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=711", "tmpfs", folder]).returncode:
            pytest.skip("nobody but root may mount a small disk")
        try:
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Not a byte is left, inside the block."""
    ballast = disk / "ballast"
    try:
        with ballast.open("wb", buffering=0) as file:
            for piece in (PIECE, 1):
                fill(file, piece)
        yield
    finally:
        ballast.unlink()


def fill(file, piece: int) -> None:
    try:
        while file.write(bytes(piece)):
            pass
    except OSError as error:
        assert error.errno == errno.ENOSPC


@pytest.fixture
def stack(small_disk) -> Iterator[tuple[PrivateServers, Running, Collect]]:
    """Everything on the small disk, and a phone."""
    with PrivateServers(small_disk / "servers", durable=False) as servers:
        migrate(servers.database_url)
        with Session(create_engine(servers.database_url, poolclass=NullPool)) as session:
            furnish(session)
            made = make_phone(session)
            session.commit()
        var = small_disk / "var"
        var.mkdir()
        with running(servers.database_url, servers.redis_url, var, sweep_s=0.5) as both:
            phone = Collect(SocketWire(both.url), f"{both.url}/v1/key/{made.token}/projects/1")
            phone.sync()
            yield servers, both, phone


def plan(phone: Collect, size: int):
    return phone.fill("community_plan", files={"plan_photo_1": b"\xff\xd8\xff" + bytes(size)})


@pytest.mark.long
def test_while_the_disk_is_full_phones_keep_their_forms_and_afterwards_all_of_them_are_taken(stack, small_disk):
    servers, both, phone = stack
    assert phone.send(plan(phone, 1000)).status == 201
    kept, boxes = [], [plan(phone, 300_000), *(plan(phone, 1000 + number) for number in range(40))]
    boxes += [phone.fill("household_register", house_no=str(number)) for number in range(200)]
    with full(small_disk):
        for form in boxes:
            reply = phone.send(form)
            assert reply.status == 201 or reply.status in KEEPS_IT, reply.text
            kept += [] if reply.status == 201 else [form]
        assert boxes[0] in kept
        broken = {part.name: part for part in look(both, servers) if part.state == health.BROKEN}
        assert "disk" in broken and "Add room" in broken["disk"].en
    if not servers.postgres.is_running:  # without room for its log it ends, and whoever supervises it begins again
        servers.postgres.start()

    assert {phone.send(form).status for form in kept} == {201}
    both.becomes(len(boxes) + 1, STORED)
    with servers.postgres.connect("yudee") as connection:
        both.becomes(0, "select count(*) from pending_submission")
        assert list(judge.unlike(connection, FileStore(both.settings.blobs))) == []
    assert {part.name for part in look(both, servers) if part.state == health.BROKEN} <= {"disk"}


def look(both: Running, servers: PrivateServers) -> list[health.Part]:
    """What `yudee check` says."""
    queue.connect(both.settings.redis_url)
    engine = connect(both.settings.database_url, pooled=False)
    try:
        store = FileStore(both.settings.blobs)
        return health.look(health.Places(store, servers.postgres.folder, both.settings.database_url))
    finally:
        disconnect(engine)
