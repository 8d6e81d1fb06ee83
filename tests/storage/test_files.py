"""Blobs in a folder: whole or not at all, and nothing left lying about. What S3 does as well is in test_both.py."""

import errno
import hashlib
import io
import os
import stat
import time

import pytest

from server.errors import StorageFull
from server.storage import BlobFaulty, FileStore
from tests.kernel import files_up_to

LIMIT = 100_000


@pytest.fixture
def store(tmp_path):
    return FileStore(f"file:{tmp_path / 'blobs'}")


def files(store):
    return [path for path in store.folder.rglob("*") if path.is_file()]


def old(path):
    then = time.time() - FileStore.STRAY_AFTER_S - 60
    os.utime(path, (then, then))


@pytest.mark.parametrize("content", [b"", b"x", os.urandom(1_000_000)])
def test_a_file_is_kept_under_the_name_of_its_content(store, content):
    blob = store.put(io.BytesIO(content))

    assert (blob.sha256, blob.size) == (hashlib.sha256(content).digest(), len(content))
    assert store.path(blob.sha256).read_bytes() == content
    assert files(store) == [store.path(blob.sha256)]


def test_the_same_content_is_kept_once(store):
    first, second = store.put_all([io.BytesIO(b"photo"), io.BytesIO(b"photo")])

    assert first == second == store.put(io.BytesIO(b"photo"))
    assert len(files(store)) == 1


def test_only_the_services_users_may_read_it(store):
    blob = store.put(io.BytesIO(b"photo"))

    assert stat.S_IMODE(store.path(blob.sha256).stat().st_mode) == 0o640


def test_content_that_a_command_of_another_user_stored_is_taken_too(store, monkeypatch):
    blob = store.put(io.BytesIO(b"photo"))
    old(store.path(blob.sha256))

    def only_its_owner(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("server.storage.files.os.utime", only_its_owner)

    assert store.put(io.BytesIO(b"photo")) == blob
    assert files(store) == [store.path(blob.sha256)]
    assert store.path(blob.sha256).stat().st_mtime > time.time() - 60


def test_nothing_to_put_makes_no_folder(store):
    assert store.put_all([]) == []
    assert not store.folder.exists()


def test_when_there_is_no_room_nothing_is_left(store):
    kept = store.put(io.BytesIO(b"earlier"))
    with files_up_to(LIMIT), pytest.raises(StorageFull):
        store.put_all([io.BytesIO(b"small"), io.BytesIO(bytes(LIMIT + 1)), io.BytesIO(b"never begun")])

    assert files(store) == [store.path(kept.sha256)]


def test_when_there_is_room_again_it_is_taken(store):
    with files_up_to(LIMIT), pytest.raises(StorageFull):
        store.put(io.BytesIO(bytes(LIMIT + 1)))

    assert store.put(io.BytesIO(bytes(LIMIT + 1))).size == LIMIT + 1


def test_a_source_that_breaks_leaves_nothing(store):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            if self.tell():
                raise ConnectionResetError
            return super().read(3)

    with pytest.raises(ConnectionResetError):
        store.put_all([io.BytesIO(b"whole"), Broken(b"broken")])

    assert files(store) == []


def test_a_stray_of_yesterday_goes_and_what_a_row_speaks_of_stays(store):
    known, stray = store.put_all([io.BytesIO(b"known"), io.BytesIO(b"stray")])
    for path in files(store):
        old(path)

    assert store.remove_strays(lambda sha256s: {known.sha256} & set(sha256s)) == 1
    assert files(store) == [store.path(known.sha256)]
    assert not store.path(stray.sha256).exists()


@pytest.mark.parametrize("name", [".nfs000000000001", "notes.txt", "z" * 64])
def test_what_else_lies_in_the_folder_is_left_alone(store, name):
    stray = store.put(io.BytesIO(b"stray"))
    other = store.path(stray.sha256).with_name(name)
    other.write_bytes(b"not ours")
    old(store.path(stray.sha256)), old(other)

    assert list(store.listed()) == [stray]
    assert store.remove_strays(lambda _: set()) == 1
    assert files(store) == [other]


def test_a_file_of_today_may_still_get_its_row(store):
    store.put(io.BytesIO(b"in flight"))

    assert store.remove_strays(lambda _: set()) == 0
    assert len(files(store)) == 1


def test_a_stray_that_is_sent_again_is_no_stray(store):
    old(store.path(store.put(io.BytesIO(b"photo")).sha256))
    store.put(io.BytesIO(b"photo"))

    assert store.remove_strays(lambda _: set()) == 0


def test_a_stray_that_is_sent_again_while_it_is_looked_at_stays(store):
    blob = store.put(io.BytesIO(b"photo"))
    old(store.path(blob.sha256))

    def known(_):
        store.put(io.BytesIO(b"photo"))
        return set()

    assert store.remove_strays(known) == 0
    assert store.path(blob.sha256).read_bytes() == b"photo"


def test_half_written_files_of_a_dead_process_go(store):
    store.put(io.BytesIO(b"photo"))
    half = store.folder / ".incoming-dead"
    half.write_bytes(b"ha")
    old(half)

    assert store.remove_strays(lambda sha256s: set(sha256s)) == 1
    assert not half.exists()


@pytest.mark.parametrize("is_sent_again", [False, True])
def test_a_clean_up_that_was_cut_off_loses_nothing_that_a_row_speaks_of(store, is_sent_again):
    blob = store.put(io.BytesIO(b"photo"))
    store.path(blob.sha256).rename(store.path(blob.sha256).with_name(f".stray-{blob.sha256.hex()}"))
    if is_sent_again:
        store.put(io.BytesIO(b"photo"))
    store.remove_strays(lambda sha256s: set(sha256s))

    assert files(store) == [store.path(blob.sha256)]
    assert store.path(blob.sha256).read_bytes() == b"photo"


def test_what_is_wrong_with_a_file_is_known(store):
    whole, changed, gone = store.put_all([io.BytesIO(content) for content in (b"whole", b"changed", b"gone")])
    store.path(changed.sha256).write_bytes(b"chanGed")
    store.path(gone.sha256).unlink()

    assert [store.verify(one.sha256) for one in (whole, changed, gone)] == ["whole", "damaged", "missing"]
    assert store.sound(whole.sha256) == store.path(whole.sha256)
    for one in (changed, gone):
        with pytest.raises(BlobFaulty):
            store.sound(one.sha256)


def test_a_damaged_file_is_replaced_when_its_content_comes_again(store):
    blob = store.put(io.BytesIO(b"photo"))
    store.path(blob.sha256).write_bytes(b"phoTo")

    store.put(io.BytesIO(b"photo"))

    assert store.path(blob.sha256).read_bytes() == b"photo"
    assert len(files(store)) == 1


def test_to_look_whether_files_can_be_kept_makes_nothing(tmp_path):
    FileStore(f"{tmp_path}/not/yet/there").try_writing()

    assert not list(tmp_path.iterdir())
