"""The story of a server that is lost: backed up, backed up again with what is new, and brought back elsewhere."""

import datetime as dt

from sqlalchemy import text

from server.backup import figures, postgresql, restoring
from server.domain import recompute
from tests.backup.conftest import blob_files, send_photos
from tests.fixtures.field import drain


def told(database_url):
    with restoring.asked(database_url) as session:
        return figures.tables(session), figures.roll_ups(session)


def test_what_is_restored_is_the_same_to_the_digit(village, back_up, restore, settings):
    full = back_up("a.age")
    send_photos(village.phone, b"three")
    drain()
    before = told(settings.database_url)
    more = back_up("b.age", onto="a.age")

    restored, place = restore("b.age")

    assert (full.blobs, more.blobs, more.blobs_in_earlier) == (2, 1, 2)
    assert restored.differing == ()
    tables, roll_ups = told(place.database_url)
    assert figures.differing(before[0], tables) == ()
    assert roll_ups == before[1]
    assert roll_ups["50/2570/official"]["accounts_num"] == 7
    assert sorted(blob_files(place.blobs).values()) == [b"one", b"three", b"two"]
    assert place.secret.read_text() == settings.secret
    assert place.secret.stat().st_mode & 0o777 == 0o600


def test_phones_go_on_without_a_new_code_and_recomputing_changes_nothing(village, back_up, restore, move_to):
    filled = village.phone.fill("community_plan", files={"plan_photo_1": b"four"})
    assert village.phone.send(filled).status == 201
    drain()
    back_up()
    _, place = restore()

    move_to(place)

    assert village.phone.send(filled).status == 201  # the same again
    assert village.phone.send(village.phone.fill("household_register")).status == 201
    village.phone.sync()
    drain()
    assert recompute.recompute(1, now=dt.datetime.now(dt.UTC)).changes == ()


def test_what_people_may_see_is_kept(village, back_up, restore):
    """Grants and row-level security are those of the migrations."""
    back_up()
    _, place = restore()

    with restoring.asked(place.database_url) as connection:
        policies = connection.execute(text("select count(*) from pg_policies where schemaname = 'public'")).scalar_one()
        assert policies > 5
        assert connection.execute(text("select count(*) from submission_version")).scalar_one() > 0
        connection.execute(text("select set_config('role', 'yudee_scoped', true)"))
        assert connection.execute(text("select count(*) from submission_version")).scalar_one() == 0
        assert connection.execute(text("select count(*) from workspace")).scalar_one() == 1


def test_rows_that_came_after_the_moment_of_the_backup_are_not_in_it(village, back_up, restore, monkeypatch, settings):
    dumping = postgresql.dumping

    def later(*words):
        send_photos(village.phone, b"too late")
        return dumping(*words)

    monkeypatch.setattr(postgresql, "dumping", later)
    back_up()
    restored, place = restore()

    assert restored.differing == ()
    assert b"too late" not in blob_files(place.blobs).values()
    assert told(settings.database_url)[0] != told(place.database_url)[0]
