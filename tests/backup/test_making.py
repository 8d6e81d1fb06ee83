"""A backup is whole under its name or not there; stored files that are not what they were are named."""

import fcntl
import os
import resource
import signal
import subprocess
import sys
import tarfile
from dataclasses import replace

import pytest
from sqlalchemy import select, text

from server.backup import making, postgresql, restoring
from server.backup.contents import Index, index_of
from server.backup.problems import BackupRuns, EarlierUnusable, FileExists, NoRoom, ToolFailed, ToolMissing
from server.db.models import Event
from server.stack.program import wait_until
from tests.backup.conftest import NOW, blob_files, left_in, opened, send_photos


def files_of(settings):
    return {path.read_bytes(): path for path in making.store_of(settings).folder.glob("??/*")}


def test_the_file_is_opened_by_age_and_tar(village, back_up, folder, keypair):
    back_up()

    with tarfile.open(fileobj=opened(folder / "a.age", keypair[1])) as tar:
        names = tar.getnames()
        sums = tar.extractfile("SHA256SUMS").read().decode()

    assert names[:2] == ["manifest.json", "database.dump/00000"]
    assert names[-2:] == ["report.json", "SHA256SUMS"]
    assert [line.split("  ")[1] for line in sums.splitlines()] == [n for n in names[:-1] if not n.startswith("blobs/")]


def test_a_backup_is_an_event_and_its_index_holds_sums_alone(village, back_up, folder, session):
    made = back_up()

    event = session.scalars(select(Event).where(Event.verb == "backup.make")).one()
    assert (event.subject, event.subject_id) == ("backup", "a.age")
    assert event.details == {"full": True, "bytes": made.bytes, "blobs": 2, "damaged": 0, "missing": 0}
    index = Index.read(index_of(folder / "a.age").read_bytes())
    assert (index.size, len(index.blobs), index.earlier) == ((folder / "a.age").stat().st_size, 2, ())


def test_a_changed_bit_and_a_deleted_file_are_named_and_the_rest_is_backed_up(village, back_up, restore, settings):
    files = files_of(settings)
    files[b"one"].write_bytes(b"onf")
    files[b"two"].unlink()

    made = back_up()

    assert (made.damaged, made.missing, made.blobs) == ((files[b"one"].name,), (files[b"two"].name,), 0)
    assert not made.is_whole
    restored, place = restore()
    assert restored.absent == tuple(sorted((files[b"one"].name, files[b"two"].name)))
    assert (restored.differing, blob_files(place.blobs)) == ((), {})


def test_what_is_damaged_now_comes_back_from_the_earlier_backup(village, back_up, restore, settings):
    back_up("a.age")
    damaged = files_of(settings)[b"one"]
    damaged.write_bytes(b"onf")

    made = back_up("b.age", onto="a.age")

    assert made.damaged == made.in_earlier == (damaged.name,)
    restored, place = restore("b.age")
    assert restored.absent == ()
    assert sorted(blob_files(place.blobs).values()) == [b"one", b"two"]


def test_a_file_erased_while_the_backup_is_made_is_no_fault(village, back_up, restore, session, settings, monkeypatch):
    erased = files_of(settings)[b"one"]
    add_blobs = making.add_blobs

    def after_erasing(*words):
        erased.unlink()
        name = {"sha256": bytes.fromhex(erased.name)}
        session.execute(text("update attachment set sha256 = null where sha256 = :sha256"), name)
        session.execute(text("delete from photo where sha256 = :sha256"), name)
        session.execute(text("delete from blob where sha256 = :sha256"), name)
        session.commit()
        return add_blobs(*words)

    monkeypatch.setattr(making, "add_blobs", after_erasing)

    assert back_up().is_whole
    assert restore()[0].absent == (erased.name,)


def test_a_backup_is_never_written_over(village, back_up, folder):
    back_up()
    before = (folder / "a.age").read_bytes()

    with pytest.raises(FileExists):
        back_up()

    assert (folder / "a.age").read_bytes() == before


def test_one_that_another_finishes_in_that_very_moment_is_not_written_over(village, back_up, folder, monkeypatch):
    lock = fcntl.flock

    def once_finished(held, how):
        (folder / ".a.age.yudee-unfinished").rename(folder / "a.age")
        (folder / "a.age").write_bytes(b"whole")
        lock(held, how)

    monkeypatch.setattr(fcntl, "flock", once_finished)
    with pytest.raises(BackupRuns):
        back_up()

    assert (folder / "a.age").read_bytes() == b"whole"


def test_a_full_disk_is_told_and_nothing_stays(village, back_up, folder):
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, most))
    try:
        with pytest.raises(NoRoom) as told:
            back_up()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    assert str(folder) in told.value.text("en")
    assert left_in(folder) == []
    assert back_up().is_whole


def test_a_killed_backup_leaves_nothing_under_its_name_and_the_next_one_clears_up(
    village, back_up, folder, settings, keypair
):
    stored = files_of(settings)[b"one"]
    stored.unlink()
    os.mkfifo(stored)  # reading it takes for ever
    words = [sys.executable, "-c", "from server.cli import main; main()", "backup", folder / "k.age", "--to"]
    process = subprocess.Popen([*words, str(keypair[0][0])], env=os.environ | settings.environment)
    wait_until(lambda: is_read(stored) or process.poll() is not None, 30)
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert left_in(folder) == [".k.age.yudee-unfinished"]
    stored.unlink()
    stored.write_bytes(b"one")
    assert back_up().is_whole
    assert left_in(folder) == ["a.age", "a.age.index"]


def is_read(fifo):
    """Whether somebody has opened it to read."""
    try:
        os.close(os.open(fifo, os.O_WRONLY | os.O_NONBLOCK))
    except OSError:
        return False
    return True


def test_a_failing_dump_is_told_and_nothing_stays(village, back_up, folder, monkeypatch):
    monkeypatch.setattr(postgresql, "DUMP", ("--format=custom", "--schema=nowhere"))
    with pytest.raises(ToolFailed, match="no matching schemas"):
        back_up()

    assert left_in(folder) == []


def test_rows_that_are_hidden_from_the_owner_are_a_fault_not_left_out(
    village, back_up, restore, move_to, keypair, settings, tmp_path
):
    back_up()
    _, place = restore()
    move_to(place)
    with restoring.asked(place.database_url) as session:
        session.execute(text("alter table submission_version force row level security"))
        session.commit()
    hidden = replace(settings, database_url=place.database_url)

    with pytest.raises(ToolFailed, match="row-level security"):
        making.make(tmp_path / "hidden.age", hidden, keypair[0], now=NOW)


def test_no_pg_dump_is_told_with_the_package_to_install(village, back_up, monkeypatch):
    monkeypatch.setattr(postgresql, "installed", lambda name: {})
    with pytest.raises(ToolMissing, match="postgresql-client-"):
        back_up()


def test_the_lowest_version_that_is_enough_is_taken(monkeypatch, tmp_path):
    monkeypatch.setattr(postgresql, "installed", lambda name: {tmp_path / str(v): v for v in (18, 14, 16)})
    assert postgresql.tool("pg_dump", 15) == (tmp_path / "16", 16)


@pytest.mark.parametrize("gone", ["a.age", "a.age.index"])
def test_nothing_rests_on_a_backup_that_is_not_complete(village, back_up, folder, gone):
    back_up()
    (folder / gone).unlink()

    with pytest.raises(EarlierUnusable, match=gone):
        back_up("b.age", onto="a.age")


def test_a_third_backup_rests_on_both_before_it(village, back_up, restore):
    back_up("a.age")
    send_photos(village.phone, b"three")
    back_up("b.age", onto="a.age")
    send_photos(village.phone, b"four")
    made = back_up("c.age", onto="b.age")

    assert (made.blobs, made.blobs_in_earlier) == (1, 3)
    assert sorted(blob_files(restore("c.age")[1].blobs).values()) == [b"four", b"one", b"three", b"two"]


def test_a_large_file_is_not_held_in_memory(village, back_up, keypair, settings, folder, monkeypatch):
    """Forty megabytes pass in pieces: no read asks for more than a piece."""
    asked = []

    class Listening:
        def __init__(self, file):
            self.file = file

        def read(self, size=-1):
            asked.append(size)
            return self.file.read(size)

    archive_add = making.Writer.add_blob
    monkeypatch.setattr(making.Writer, "add_blob", lambda self, n, s, size: archive_add(self, n, Listening(s), size))
    send_photos(village.phone, os.urandom(4_000_000))
    made = making.make(folder / "big.age", settings, keypair[0], now=NOW)

    assert made.blobs == 3
    assert 0 < max(asked) <= 9_000_000
    assert min(asked) >= 0
