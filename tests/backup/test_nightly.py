"""By the clock: full each week, what is new in between; old ones go by whole chains, and never the newest."""

import datetime as dt
from dataclasses import replace

import pytest

from server.backup import nightly
from server.backup.problems import FolderMissing, NobodyToSealFor, NoRoom
from tests.backup.conftest import NOW


@pytest.fixture
def at_night(village, settings, folder, keypair):
    """The clock on the n-th night."""
    own = replace(settings, backup=str(folder), backup_to=(str(keypair[0][0]),), backup_keep_days=14)

    def run(night: int, **changes):
        return nightly.run(replace(own, **changes), now=NOW + dt.timedelta(days=night))

    return run


def test_each_week_begins_with_a_full_one(at_night, folder):
    blobs = [at_night(night).made.blobs for night in (0, 1, 6, 7, 8)]

    assert blobs == [2, 0, 0, 2, 0]
    assert (folder / "yudee-2027-03-02.age").exists()  # the day it is in Bangkok


def test_a_day_has_one_backup(at_night):
    assert at_night(0).made
    assert at_night(0).made is None


def test_chains_that_are_too_old_go_as_a_whole(at_night, folder):
    for night in (0, 3, 7, 14):
        assert at_night(night).removed == ()

    assert at_night(15).removed == ("yudee-2027-03-05.age", "yudee-2027-03-02.age")

    assert sorted(path.name for path in folder.glob("*.age"))[0] == "yudee-2027-03-09.age"
    assert len(list(folder.glob("*.age"))) == len(list(folder.glob("*.index"))) == 3


def test_the_newest_chain_stays_however_old_it_is(at_night, folder):
    at_night(0)
    nightly.remove_old(folder, dt.timedelta(days=14), NOW + dt.timedelta(days=400))

    assert len(list(folder.glob("*.age"))) == 1


def test_the_newest_is_that_of_today_also_when_the_clock_was_ahead(at_night, folder):
    at_night(100)
    at_night(0)
    nightly.remove_old(folder, dt.timedelta(days=14), NOW + dt.timedelta(days=20))

    assert len(list(folder.glob("*.age"))) == 2


def test_what_is_too_old_goes_also_when_there_is_no_room_for_a_new_one(at_night, folder, monkeypatch):
    for night in (0, 7):
        at_night(night)

    def full(*_words, **_more):
        raise NoRoom(folder=folder, why="No space left on device")

    monkeypatch.setattr(nightly, "make", full)
    with pytest.raises(NoRoom):
        at_night(15)

    assert [path.name for path in folder.glob("*.age")] == ["yudee-2027-03-09.age"]


def test_what_others_put_into_the_folder_stays(at_night, folder):
    (folder / "letter.age").write_text("mine")
    at_night(0)
    at_night(30)
    at_night(60)

    assert (folder / "letter.age").read_text() == "mine"
    assert len(list(folder.glob("yudee-*.age"))) == 1


def test_one_made_while_the_clock_was_ahead_is_nothing_to_rest_on_until_its_day_has_come(at_night, folder):
    blobs = [at_night(night).made.blobs for night in (100, 0, 1, 8)]

    assert blobs == [2, 2, 0, 2]


def test_a_gap_in_the_chain_makes_a_full_one(at_night, folder):
    at_night(0)
    at_night(1)
    (folder / "yudee-2027-03-02.age").unlink()

    assert at_night(2).made.blobs == 2


def test_without_folder_or_key_it_says_what_to_set(at_night):
    with pytest.raises(FolderMissing, match="YUDEE_BACKUP"):
        at_night(0, backup="")
    with pytest.raises(NobodyToSealFor):
        at_night(0, backup_to=())
