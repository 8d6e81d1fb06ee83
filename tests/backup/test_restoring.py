"""Only into an empty place, only what was written, and all of it or nothing."""

import io
import resource
from dataclasses import replace

import pytest
from alembic import command
from sqlalchemy import text

from server.backup import keys, making, postgresql, reading, restoring
from server.backup.problems import (
    BackupUnreadable,
    NewerThanCode,
    NoRoomToRestore,
    NotEmpty,
    OlderServer,
    OtherSecret,
    ToolFailed,
)
from server.db.migrate import config
from server.db.queries import backups
from tests.backup.conftest import NOW, blob_files, send_photos, stored_now, tables_in


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
    half = place.blobs.path(bytes.fromhex(next(iter(stored_now()))))
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"torn")  # of one that was killed

    restored, _ = restore(place=place)

    assert (restored.differing, restored.blobs) == ((), 2)
    assert sorted(blob_files(place.blobs).values()) == [b"one", b"two"]


def test_what_fails_after_the_database_is_filled_takes_nothing_away(village, back_up, restore, new_place, monkeypatch):
    back_up()
    place = new_place()
    fill = restoring.fill

    def stopped(*words):
        fill(*words)
        raise KeyboardInterrupt

    monkeypatch.setattr(restoring, "fill", stopped)
    with pytest.raises(KeyboardInterrupt):
        restore(place=place)

    assert sorted(blob_files(place.blobs).values()) == [b"one", b"two"]
    assert place.secret.exists()


def test_a_full_disk_is_told_while_restoring(village, back_up, restore, new_place, nothing_in):
    send_photos(village.phone, bytes(200_000))
    back_up()
    place = new_place()
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, most))
    try:
        with pytest.raises(NoRoomToRestore, match="blobs"):
            restore(place=place)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    assert nothing_in(place)


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
