"""`yudee blobs`, as the operator calls it: what was damaged or lost comes back from a backup."""

import hashlib

import pytest

from tests.backup.conftest import send_photos

ONE, TWO, THREE = (hashlib.sha256(name).hexdigest() for name in (b"one", b"two", b"three"))


@pytest.fixture
def backed_up(field, app, yudee, tmp_path, monkeypatch):
    """The folder of stored files; backups `a.age` with one and two, and `b.age`, which rests on it, with three."""
    folder = app.extensions["blobs"].folder
    monkeypatch.setenv("YUDEE_BLOBS", str(folder))
    assert yudee("backup", "key", tmp_path / "key").status == 0
    public = (tmp_path / "key").read_text().split("public key: ")[1].split()[0]
    send_photos(field.phone, b"one", b"two")
    assert yudee("backup", tmp_path / "a.age", "--to", public).status == 0
    send_photos(field.phone, b"three")
    assert yudee("backup", tmp_path / "b.age", "--to", public, "--onto", "newest").status == 0
    return folder


@pytest.fixture
def repair(yudee, tmp_path):
    return lambda *words: yudee("blobs", "repair", "--from", tmp_path / "b.age", "--key", tmp_path / "key", *words)


def path(folder, name):
    return folder / name[:2] / name


def test_damaged_and_lost_files_come_back_from_the_chain_of_backups(backed_up, repair):
    path(backed_up, ONE).write_bytes(b"onE")
    path(backed_up, THREE).unlink()

    ended = repair("--all", "--json")

    assert ended.status == 0
    assert ended.json == {"repaired": sorted([ONE, THREE]), "damaged": [], "missing": []}
    assert [path(backed_up, name).read_bytes() for name in (ONE, TWO, THREE)] == [b"one", b"two", b"three"]
    assert repair("--all").out == "Stored files brought back: 0.\n"


def test_what_no_backup_has_is_named(backed_up, field, repair):
    send_photos(field.phone, b"four")
    four = hashlib.sha256(b"four").hexdigest()
    path(backed_up, four).unlink()
    path(backed_up, TWO).write_bytes(b"twO")

    ended = repair("--all")

    assert ended.status == 1
    assert ended.out.splitlines() == ["Stored files brought back: 1.", f"missing: {four}"]


def test_without_being_told_to_look_at_all_it_repairs_what_was_found(backed_up, repair, session):
    path(backed_up, ONE).unlink()

    assert repair("--json").json["repaired"] == []
    assert "With --all every file is looked at first." in repair().out


def test_a_key_that_does_not_fit_changes_nothing(backed_up, repair, yudee, tmp_path):
    path(backed_up, ONE).unlink()
    (tmp_path / "key").unlink()
    yudee("backup", "key", tmp_path / "key")

    ended = repair("--all")

    assert (ended.status, "[backup-key-does-not-fit]" in ended.err) == (1, True)
    assert not path(backed_up, ONE).exists()
