"""`yudee backup` and `yudee restore`, as the operator calls them."""

import datetime as dt
import os

import orjson
import pytest
from sqlalchemy import select, text

from server.db.models import Event
from server.db.queries import chores, results
from server.domain import new_day
from server.domain.indicators.calendar import bangkok_date
from tests.backup.conftest import send_photos
from tests.factories import SECRET
from tests.fixtures.field import drain
from tests.servers import own_folder

PASSED = ("YUDEE_BACKUP", "YUDEE_BACKUP_TO", "YUDEE_BACKUP_KEEP")


@pytest.fixture
def key_file(yudee, tmp_path):
    assert yudee("backup", "key", tmp_path / "key").status == 0
    return tmp_path / "key"


@pytest.fixture
def public(key_file):
    return key_file.read_text().split("public key: ")[1].split()[0]


@pytest.fixture
def blobs(field, app, monkeypatch):
    """The stored files of a village with one photo."""
    send_photos(field.phone, b"one")
    folder = app.extensions["blobs"].folder
    monkeypatch.setenv("YUDEE_BLOBS", str(folder))
    for name in PASSED:
        monkeypatch.delenv(name, raising=False)
    return folder


def test_a_key_is_for_its_owner_alone_and_the_public_one_is_printed(yudee, tmp_path):
    ended = yudee("backup", "key", tmp_path / "key")

    assert ended.out.startswith("age1")
    assert "Keep the private key off this server" in ended.err
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert f"# public key: {ended.out.strip()}" in (tmp_path / "key").read_text()
    piped = yudee("backup", "key")
    assert piped.out.splitlines()[-1].startswith("AGE-SECRET-KEY-1")
    assert piped.err.startswith("age1")
    again = yudee("backup", "key", tmp_path / "key")
    assert (again.status, "[backup-file-exists]" in again.err) == (1, True)


def test_a_name_that_is_no_utf_8_is_refused_before_anything_is_done(yudee, tmp_path, public):
    ended = yudee("backup", os.fsdecode(os.fsencode(tmp_path) + b"/\xca\xd3.age"), "--to", public)

    assert (ended.status, "not UTF-8" in ended.err) == (2, True)


def test_without_a_key_it_says_how_to_make_one(blobs, yudee, tmp_path):
    ended = yudee("backup", tmp_path / "a.age")

    assert ended.status == 1
    assert "yudee backup key FILE" in ended.err
    assert not (tmp_path / "a.age").exists()


def test_a_key_that_is_none_is_refused(blobs, yudee, tmp_path):
    ended = yudee("backup", tmp_path / "a.age", "--to", "ssh-rsa")

    assert (ended.status, "[backup-recipient-unclear]" in ended.err) == (1, True)


def test_options_may_come_first_and_the_environment_names_the_key(blobs, yudee, tmp_path, public, monkeypatch):
    assert yudee("backup", "--to", public, tmp_path / "a.age").status == 0
    assert yudee("backup", "secret", tmp_path / "a.age", "--key", tmp_path / "key").out == SECRET + "\n"
    monkeypatch.setenv("YUDEE_BACKUP_TO", f"{public}, {public}")
    ended = yudee("backup", tmp_path / "b.age", "--onto", "newest", "--json")

    assert (ended.json["blobs"], ended.json["blobs_in_earlier"]) == (0, 1)


def test_what_is_damaged_is_named_and_the_status_is_1(blobs, yudee, tmp_path, public):
    (stored,) = blobs.glob("??/*")
    stored.write_bytes(b"onf")

    ended = yudee("backup", tmp_path / "a.age", "--to", public)

    assert ended.status == 1
    assert f"damaged: {stored.name}" in ended.out
    assert (tmp_path / "a.age").exists()


def test_the_night_is_made_by_hand_as_well(blobs, yudee, tmp_path, public, monkeypatch):
    (tmp_path / "nights").mkdir()
    assert "[backup-folder-missing]" in yudee("backup", "nightly").err
    monkeypatch.setenv("YUDEE_BACKUP", str(tmp_path / "nights"))
    monkeypatch.setenv("YUDEE_BACKUP_TO", public)

    assert yudee("backup", "nightly").status == 0
    assert "Today's backup is there." in yudee("backup", "nightly").out
    assert len(list((tmp_path / "nights").glob("*.age"))) == 1


@pytest.mark.long
def test_a_restored_folder_is_one_that_make_run_goes_on_with(blobs, yudee, tmp_path, public, key_file):
    yudee("backup", tmp_path / "a.age", "--to", public)
    with own_folder() as folder:
        ended = yudee("restore", tmp_path / "a.age", "--key", key_file, "--into", folder / "new", "--json")

        assert (ended.status, ended.err) == (0, "")
        assert (ended.json["blobs"], ended.json["absent"]) == (1, [])
        assert [path.read_bytes() for path in (folder / "new" / "blobs").glob("??/*")] == [b"one"]
        assert (folder / "new" / "postgres").is_dir()
        assert (folder / "new" / "secret").stat().st_size > 30
        again = yudee("restore", tmp_path / "a.age", "--key", key_file, "--into", folder / "new")
        assert (again.status, "[restore-place-not-empty]" in again.err) == (1, True)


def test_a_database_of_ones_own_is_filled(blobs, yudee, tmp_path, public, key_file, new_database, monkeypatch):
    drain()
    yudee("backup", tmp_path / "a.age", "--to", public)
    monkeypatch.setenv("DATABASE_URL", new_database(template="template1"))
    monkeypatch.setenv("YUDEE_BLOBS", str(tmp_path / "restored"))
    monkeypatch.setenv("YUDEE_SECRET", "another secret, longer than thirty-two characters")
    refused = yudee("restore", tmp_path / "a.age", "--key", key_file)
    assert (refused.status, "[restore-other-secret]" in refused.err) == (1, True)
    monkeypatch.setenv("YUDEE_SECRET", SECRET)

    ended = yudee("restore", tmp_path / "a.age", "--key", key_file)

    assert (ended.status, ended.err) == (0, "")
    assert "every table is as it was" in ended.out
    assert [path.read_bytes() for path in (tmp_path / "restored").glob("??/*")] == [b"one"]
    assert yudee("recompute", "--all").out.endswith(", 0 changes\n")


@pytest.mark.long
def test_a_drill_says_that_everything_is_as_it_was_and_leaves_nothing(
    blobs, yudee, tmp_path, public, key_file, session, monkeypatch
):
    yudee("backup", tmp_path / "a.age", "--to", public)
    with own_folder() as folder:
        monkeypatch.setenv("YUDEE_VAR", str(folder / "var"))
        ended = yudee("backup", "drill", tmp_path / "a.age", "--key", key_file)

        assert (ended.status, ended.err) == (0, "")
        assert "0 changes when computed anew\nEverything is as it was." in ended.out
        assert [path.name for path in (folder / "var" / "drill").iterdir()] == ["lock"]
    event = session.scalars(select(Event).where(Event.verb == "backup.drill")).one()
    assert (event.subject_id, event.details) == ("a.age", {"well": True})


@pytest.mark.long
def test_a_drill_says_what_comes_out_otherwise(blobs, yudee, tmp_path, public, key_file, session, monkeypatch):
    """A figure that is not what its submissions say comes back as it was, and is found when it is computed anew."""

    results.mark_all_stale(session)
    session.commit()
    drain()
    chores.done(session, 1, new_day.CHORE, bangkok_date(dt.datetime.now(dt.UTC)))
    session.execute(text("update village_year set households = 7 where basis = 'official'"))
    session.commit()
    yudee("backup", tmp_path / "a.age", "--to", public)
    with own_folder() as folder:
        monkeypatch.setenv("YUDEE_VAR", str(folder / "var"))
        ended = yudee("backup", "drill", tmp_path / "a.age", "--key", key_file, "--json")

    assert ended.status == 1
    said = orjson.loads(ended.out)
    assert said["differing_tables"] == []
    assert [(change["figure"], change["before"]) for change in said["changes"]] == [("households", 7)]


def test_without_a_running_server_a_wrong_key_is_told_first(yudee, tmp_path):
    (tmp_path / "key").write_text("nothing")
    (tmp_path / "a.age").write_text("nothing")

    ended = yudee("restore", tmp_path / "a.age", "--key", tmp_path / "key")

    assert (ended.status, "[backup-key-unreadable]" in ended.err) == (1, True)


@pytest.mark.parametrize("words", [["restore"], ["backup", "drill"], ["backup", "secret"]])
def test_a_backup_that_is_not_there_is_told_in_a_line(yudee, tmp_path, key_file, words):
    ended = yudee(*words, tmp_path / "none.age", "--key", key_file)

    assert (ended.status, "none.age' does not exist" in ended.err) == (2, True)
