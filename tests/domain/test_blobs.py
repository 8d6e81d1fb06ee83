"""Files and rows are kept in step."""

import hashlib
import io
import os

import pytest
from psycopg import OperationalError
from sqlalchemy import text

from server.db.queries import blob_checks
from server.domain import blobs
from server.domain.blobs import check, check_all, check_some, remove, remove_strays
from tests.fixtures.field import drain


def test_a_photo_that_a_submission_speaks_of_stays_and_a_stray_goes(app, phone):
    store = app.extensions["blobs"]
    phone.send(phone.fill("community_plan", files={"plan_photo_1": b"one"}))
    stray = store.put(io.BytesIO(b"stray"))
    for path in store.folder.glob("??/*"):
        os.utime(path, (0, 0))

    assert remove_strays(store) == 1
    assert not store.path(stray.sha256).exists()
    assert len(list(store.folder.glob("??/*"))) == 1


def test_a_row_that_no_submission_has_goes_a_day_later_with_its_file(app, phone, session):
    """A photo that came in the very moment its submission was erased."""
    store = app.extensions["blobs"]
    phone.send(phone.fill("community_plan", files={"plan_photo_1": b"one"}))
    for name, age in (("an hour", "1 hour"), ("two days", "2 days")):
        store.put(io.BytesIO(name.encode()))
        session.execute(
            text(
                "insert into blob (workspace_id, sha256, size, content_type, created_at)"
                f" values (1, :sha256, 1, 'image/jpeg', now() - interval '{age}')"
            ),
            {"sha256": hashlib.sha256(name.encode()).digest()},
        )
    session.commit()
    for path in store.folder.glob("??/*"):
        os.utime(path, (0, 0))

    assert remove_strays(store) == 1
    assert {path.read_bytes() for path in store.folder.glob("??/*")} == {b"one", b"an hour"}


# Looked at


@pytest.fixture
def store(app):
    return app.extensions["blobs"]


@pytest.fixture
def photos(app, phone, store):
    """The paths of three photos that a submission has, by name."""
    named = {f"plan_photo_{number}": f"photo {number}".encode() for number in (1, 2, 3)}
    phone.send(phone.fill("community_plan", files=named))
    return {name: store.path(hashlib.sha256(content).digest()) for name, content in named.items()}


def change_a_bit(path):
    content = bytearray(path.read_bytes())
    content[3] ^= 1
    path.write_bytes(content)


def age(session, days, which="true"):
    session.execute(text(f"update blob set checked_at = now() - interval '{days} days' where {which}"))
    session.commit()


def faults(session):
    session.rollback()
    rows = session.execute(text("select sha256, fault from blob where fault is not null"))
    return {bytes(sha256).hex(): fault for sha256, fault in rows}


def test_a_changed_bit_and_a_lost_file_are_found_within_thirty_days_and_told(store, photos, session, caplog):
    change_a_bit(photos["plan_photo_1"])
    photos["plan_photo_2"].unlink()
    assert check_some(store, longest_s=5) == 0  # they were hashed when they came
    age(session, 31)

    assert check_some(store, longest_s=5) == session.scalar(text("select count(*) from blob"))
    expected = {photos["plan_photo_1"].name: "damaged", photos["plan_photo_2"].name: "missing"}
    assert faults(session) == expected
    assert all(f"stored file {fault} file={name}" in caplog.text for name, fault in expected.items())
    assert check_some(store, longest_s=5) == 0  # each once


def test_what_was_never_looked_at_comes_first_and_what_there_is_no_time_for_comes_later(store, photos, session):
    age(session, 31)
    session.execute(text("update blob set checked_at = null where sha256 = :one"), {"one": name_of(photos, 3)})
    session.commit()

    assert check_some(store, longest_s=0.0) == 0
    (first, *_) = blob_checks.due(session, 200)
    assert first.sha256 == name_of(photos, 3)
    assert len(check(store, blob_checks.due(session, 200), until=0.0)) == 1


def name_of(photos, number):
    return bytes.fromhex(photos[f"plan_photo_{number}"].name)


def test_a_file_that_was_found_at_fault_is_looked_at_again_soon_and_may_be_well(store, photos, session):
    content = photos["plan_photo_1"].read_bytes()
    photos["plan_photo_1"].unlink()
    age(session, 31)
    check_some(store, longest_s=5)
    photos["plan_photo_1"].write_bytes(content)
    assert check_some(store, longest_s=5) == 0
    age(session, 1)

    assert check_some(store, longest_s=5) == 1
    assert faults(session) == {}


def test_a_disk_that_is_not_there_is_no_fault_of_every_file(store, photos, session):
    age(session, 31)
    store.folder.rename(store.folder.with_name("elsewhere"))

    assert check_some(store, longest_s=5) == 0
    assert faults(session) == {}


@pytest.mark.parametrize("spoil", [change_a_bit, lambda path: path.unlink()])
def test_a_phone_that_sends_again_brings_its_photo_back(store, phone, session, spoil):
    plan = phone.fill("community_plan", files={"plan_photo_1": b"a photo"})
    phone.send(plan)
    path = store.path(hashlib.sha256(b"a photo").digest())
    spoil(path)
    age(session, 31)
    check_some(store, longest_s=5)
    assert len(faults(session)) == 1

    assert phone.send(plan).status == 201
    assert path.read_bytes() == b"a photo"
    age(session, 1)
    check_some(store, longest_s=5)
    assert faults(session) == {}


def test_a_damaged_file_is_given_to_nobody(store, phone, session, officer):
    plan = phone.fill("community_plan", files={"plan_photo_1": b"\xff\xd8\xff a photo"})
    phone.send(plan)
    drain()
    (name,) = plan.files
    submission = session.scalar(text("select id from submission"))
    assert officer.get(f"/files/{submission}/{name}").status == 200
    change_a_bit(store.path(hashlib.sha256(plan.files[name]).digest()))

    assert officer.get(f"/files/{submission}/{name}").status == 404


def test_all_are_looked_at_when_somebody_wants_to_know_now(store, photos, session):
    change_a_bit(photos["plan_photo_3"])

    check_all(store)

    assert faults(session) == {photos["plan_photo_3"].name: "damaged"}


def test_a_file_that_may_not_be_read_holds_up_no_other_and_comes_again_in_its_turn(store, photos, session, monkeypatch):
    closed, verify = name_of(photos, 1), store.verify

    def asked(sha256):
        if sha256 == closed:
            raise PermissionError
        return verify(sha256)

    monkeypatch.setattr(store, "verify", asked)
    change_a_bit(photos["plan_photo_2"])
    age(session, 31)

    check_some(store, longest_s=5)
    assert faults(session) == {photos["plan_photo_2"].name: "damaged"}
    assert check_some(store, longest_s=5) == 0


def test_a_database_that_stops_leaves_files_that_were_erased_to_the_strays(store, photos, monkeypatch, caplog):
    def away():
        raise OperationalError

    monkeypatch.setattr(blobs, "connection", away)
    remove(store, [name_of(photos, 1)])

    assert "files left to the strays" in caplog.text
    assert photos["plan_photo_1"].exists()
