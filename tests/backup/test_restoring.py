"""Only into an empty place, only what was written, and all of it or nothing."""

import io
import shutil
from dataclasses import replace

import pyrage
import pytest
from alembic import command
from sqlalchemy import text

from server import storage
from server.backup import keys, making, postgresql, reading, restoring
from server.backup.contents import index_of
from server.backup.problems import (
    BackupUnreadable,
    BlobsMissing,
    EarlierMissing,
    KeyDoesNotFit,
    KeyUnreadable,
    NewerThanCode,
    NotEmpty,
    OlderServer,
    OtherSecret,
    ToolFailed,
)
from server.db.migrate import config
from server.db.queries import backups
from tests.backup.conftest import NOW, blob_files, send_photos


def tables_in(place):
    with restoring.asked(place.database_url) as connection:
        return connection.execute(
            text("select count(*) from pg_tables where schemaname = 'public' and tablename <> 'spatial_ref_sys'")
        ).scalar_one()


@pytest.fixture
def nothing_in():
    def check(place):
        return tables_in(place) == 0 and blob_files(place.blobs) == {} and not place.secret.exists()

    return check


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
    stored = [name for name, content in village_blobs(village).items() if content == b"four"]
    index.write_text(index.read_text().replace('"blobs": [', f'"blobs": ["{stored[0]}",'))
    back_up("b.age", onto="a.age")
    place = new_place()

    with pytest.raises(BlobsMissing, match=stored[0]):
        restore("b.age", place)

    assert nothing_in(place)


def village_blobs(village):
    return blob_files(storage.blobs())


def test_data_that_is_there_is_never_written_over(village, back_up, restore, new_place):
    back_up()
    _, place = restore()

    with pytest.raises(NotEmpty, match="database"):
        restore(place=place)
    assert len(blob_files(place.blobs)) == 2


def test_stored_files_of_somebody_else_are_left_alone(village, back_up, restore, new_place):
    back_up()
    place = new_place()
    place.blobs.put(io.BytesIO(b"somebody else's"))

    with pytest.raises(NotEmpty, match="blobs"):
        restore(place=place)
    assert list(blob_files(place.blobs).values()) == [b"somebody else's"]


def test_another_secret_is_left_alone(village, back_up, restore, new_place):
    back_up()
    place = new_place()
    place.secret.write_text("another secret")

    with pytest.raises(NotEmpty, match="secret"):
        restore(place=place)
    assert (tables_in(place), place.secret.read_text()) == (0, "another secret")


def test_a_secret_the_operator_gives_has_to_be_that_of_the_backup(
    village, back_up, restore, new_place, settings, folder, keypair
):
    back_up()
    place = new_place()
    with pytest.raises(OtherSecret, match="yudee backup secret"):
        restore(place=replace(place, given_secret="another secret"))
    assert (tables_in(place), reading.secret(folder / "a.age", keypair[1])) == (0, settings.secret)

    restore(place=replace(place, given_secret=settings.secret))

    assert not place.secret.exists()


def test_a_restoring_that_broke_off_is_started_again(village, back_up, restore, new_place, monkeypatch, nothing_in):
    back_up()
    place = new_place()
    with monkeypatch.context() as broken:
        broken.setattr(postgresql, "RESTORE", ("--format=custom", "--no-such-option"))
        with pytest.raises(ToolFailed):
            restore(place=place)
    assert nothing_in(place)
    half = place.blobs.path(bytes.fromhex(next(iter(village_blobs(village)))))
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"torn")  # of one that was killed

    restored, _ = restore(place=place)

    assert (restored.differing, restored.blobs) == ((), 2)
    assert sorted(blob_files(place.blobs).values()) == [b"one", b"two"]


def test_a_dump_that_cannot_be_read_twice_leaves_nothing(village, back_up, restore, new_place, monkeypatch, nothing_in):
    """The file goes away between checking and filling in."""
    back_up()
    place = new_place()

    def half(file, identities):
        yield from list(dump(file, identities))[:0]
        raise BackupUnreadable(file=file, why="gone")

    dump = reading.dump
    monkeypatch.setattr(reading, "dump", half)
    with pytest.raises(BackupUnreadable):
        restore(place=place)
    assert nothing_in(place)


def test_a_backup_of_a_newer_yudee_is_refused(village, back_up, restore, monkeypatch):
    monkeypatch.setattr(backups, "schema", lambda session: "9999")
    back_up()

    with pytest.raises(NewerThanCode, match="9999"):
        restore()


def test_a_backup_of_an_older_schema_is_migrated(village, back_up, restore, new_place, move_to):
    """As the code of that time left the database; the newest migration is taken back for this."""
    back_up()
    _, place = restore()
    move_to(place)
    command.downgrade(config(place.database_url), "0018")
    older = making.Settings(
        place.database_url, "redis://x", "s" * 40, "http://x", f"file:{place.blobs.folder}", place.secret.parent
    )
    made_in = place.secret.parent / "old.age"
    public = keys.make(place.secret.parent / "key", now=NOW)
    making.make(made_in, older, keys.recipients([public]), now=NOW)
    other = new_place()

    restored = restoring.restore(made_in, keys.identities(place.secret.parent / "key"), other)

    assert (restored.manifest.schema, restored.differing) == ("0018", ())
    with restoring.asked(other.database_url) as connection:
        now_at = connection.execute(text("select version_num from alembic_version")).scalar_one()
    assert now_at > "0018"


def test_an_older_postgresql_is_refused(village, back_up, restore, monkeypatch):
    back_up()
    monkeypatch.setattr(backups, "server_version", lambda session: 14)
    with pytest.raises(OlderServer, match="14"):
        restore()
