"""What is not, byte for byte, what was backed up is refused in words, and nothing of it stays."""

import shutil

import pyrage
import pytest

from server.backup import keys, reading, restoring
from server.backup.contents import index_of
from server.backup.problems import (
    BackupUnreadable,
    BlobsMissing,
    EarlierMissing,
    KeyDoesNotFit,
    KeyUnreadable,
)
from tests.backup.conftest import NOW, send_photos, stored_now


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_a_changed_byte_is_refused(village, back_up, restore, folder, new_place, nothing_in, at):
    back_up()
    content = bytearray((folder / "a.age").read_bytes())
    content[int(len(content) * at)] ^= 1
    (folder / "a.age").write_bytes(content)
    place = new_place()

    with pytest.raises(BackupUnreadable, match="a.age"):
        restore(place=place)

    assert nothing_in(place)


@pytest.mark.parametrize("kept", [0, 100, 70_000, -1])
def test_a_file_that_was_cut_off_is_refused(village, back_up, restore, folder, new_place, nothing_in, kept):
    back_up()
    (folder / "a.age").write_bytes((folder / "a.age").read_bytes()[:kept])
    place = new_place()

    with pytest.raises(BackupUnreadable):
        restore(place=place)

    assert nothing_in(place)


def test_what_is_no_backup_is_refused(village, restore, folder, keypair):
    (folder / "a.age").write_bytes(b"hello")
    with pytest.raises(BackupUnreadable):
        restore()
    (folder / "a.age").write_bytes(pyrage.encrypt(b"a letter to somebody", keypair[0]))
    with pytest.raises(BackupUnreadable):
        restore()


def test_another_key_is_refused_in_words(village, back_up, folder, tmp_path, new_place, nothing_in):
    back_up()
    keys.make(tmp_path / "other", now=NOW)
    place = new_place()

    with pytest.raises(KeyDoesNotFit, match="does not open"):
        restoring.restore(folder / "a.age", keys.identities(tmp_path / "other"), place)

    assert nothing_in(place)
    (tmp_path / "none").write_text("age1 nothing private")
    with pytest.raises(KeyUnreadable):
        keys.identities(tmp_path / "none")


def test_what_is_wrong_is_told_in_one_line(village, back_up, folder, keypair):
    """age has a second line for what it takes for a format to come."""
    back_up()
    content = bytearray((folder / "a.age").read_bytes())
    content[content.index(b"\n---") + 1] ^= 1
    (folder / "a.age").write_bytes(content)

    with pytest.raises(BackupUnreadable) as told:
        reading.secret(folder / "a.age", keypair[1])
    assert len(told.value.text("en").splitlines()) == 1


def test_an_earlier_file_that_is_missing_or_another_one_is_named(
    village, back_up, restore, folder, new_place, nothing_in
):
    back_up("a.age")
    back_up("other.age")
    send_photos(village.phone, b"three")
    back_up("b.age", onto="a.age")
    (folder / "a.age").unlink()
    place = new_place()

    with pytest.raises(EarlierMissing, match=r"a\.age"):
        restore("b.age", place)
    shutil.copy(folder / "other.age", folder / "a.age")
    with pytest.raises(EarlierMissing, match=r"a\.age"):
        restore("b.age", place)

    assert nothing_in(place)


def test_a_blob_that_an_index_promised_in_vain_is_missed(village, back_up, restore, folder, new_place, nothing_in):
    """Whoever changes an index can make a backup poorer, but not unnoticed."""
    send_photos(village.phone, b"three")
    back_up("a.age")
    send_photos(village.phone, b"four")
    index = index_of(folder / "a.age")
    stored = [name for name, content in stored_now().items() if content == b"four"]
    index.write_text(index.read_text().replace('"blobs": [', f'"blobs": ["{stored[0]}",'))
    back_up("b.age", onto="a.age")
    place = new_place()

    with pytest.raises(BlobsMissing, match=stored[0]):
        restore("b.age", place)

    assert nothing_in(place)
