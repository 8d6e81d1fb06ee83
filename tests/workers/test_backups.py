"""The clock has a backup made each night in a process of its own, and rests when that fails."""

import datetime as dt

import pytest

from server.backup import keys
from server.config import Settings
from server.domain.indicators.calendar import bangkok_date
from server.stack.program import wait_until
from tests.factories import SECRET
from workers import backups, clock
from workers.backups import NightlyBackup

TODAY = dt.date(2027, 3, 2)


@pytest.fixture
def settings(app, province, database_url, redis_url, tmp_path):
    (tmp_path / "nights").mkdir()
    public = keys.make(tmp_path / "key", now=dt.datetime(2027, 3, 1, tzinfo=dt.UTC))
    places = {"public_url": "http://127.0.0.1:8000", "blobs": f"file:{tmp_path}", "var": tmp_path / "var"}
    return Settings(
        database_url, redis_url, SECRET, **places, backup=str(tmp_path / "nights"), backup_to=(public, public)
    )


def test_the_clock_starts_it_and_goes_on(settings):
    chore, today = NightlyBackup(settings), bangkok_date(dt.datetime.now(dt.UTC))

    assert not chore(1, today)
    assert wait_until(lambda: chore(1, today), 60)
    assert len(list((settings.var.parent / "nights").glob("yudee-*.age"))) == 1
    assert chore(2, today)  # of another province on the same server


def test_one_that_fails_is_tried_again_after_a_rest(settings, monkeypatch):
    started = []

    class Failed:
        returncode = 1

        def poll(self):
            return 1

    monkeypatch.setattr(backups, "start", lambda _settings: started.append(1) or Failed())
    chore = NightlyBackup(settings)

    assert [chore(1, TODAY) for _ in range(4)] == [False] * 4
    assert len(started) == 1
    chore.not_before -= backups.REST_S
    assert not chore(1, TODAY)
    assert len(started) == 2


def test_it_is_a_chore_only_where_a_folder_is_named(settings, app):
    assert "backup" not in clock.nightly(app.extensions["blobs"])
    assert "backup" in clock.nightly(app.extensions["blobs"], NightlyBackup(settings))
