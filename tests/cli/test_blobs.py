"""`yudee blobs`: stored files copied to another place, and all of them looked at."""

import io

import pytest

from server import storage
from server.storage import WHOLE, FileStore
from tests.backup.conftest import send_photos
from tests.fixtures.buckets import in_bucket, in_folder


@pytest.fixture(params=["folder", "bucket"])
def held(request, app, bucket, tmp_path, monkeypatch):
    """The application's store, of each kind; the environment names it."""
    held = in_folder(tmp_path / "here") if request.param == "folder" else in_bucket(bucket)
    monkeypatch.setenv("YUDEE_BLOBS", held.store.place)
    app.extensions["blobs"] = storage.connect(held.store)
    return held


@pytest.fixture
def elsewhere(request, held, bucket, tmp_path):
    """An empty store of the other kind."""
    return bucket.open() if isinstance(held.store, FileStore) else FileStore(str(tmp_path / "there"))


@pytest.fixture
def photos(held, phone):
    send_photos(phone, b"one", b"two")


def kept(store):
    return {blob.sha256: store.verify(blob.sha256) for blob in store.listed()}


def test_all_that_rows_name_is_copied_and_the_place_to_set_is_told(photos, held, elsewhere, yudee):
    stray = held.store.put(io.BytesIO(b"stray"))
    before = kept(held.store)
    ended = yudee("blobs", "move", elsewhere.place)

    assert ended.status == 0, ended.err
    assert "2 files copied, 0 were there" in ended.out
    assert f"Set YUDEE_BLOBS={elsewhere.place}" in ended.out
    assert f"yudee blobs move {elsewhere.place} --from {held.store.place}" in ended.out
    assert kept(elsewhere) == {sha256: WHOLE for sha256 in before if sha256 != stray.sha256}
    assert kept(held.store) == before


def test_run_again_it_copies_what_came_since(photos, phone, elsewhere, yudee):
    yudee("blobs", "move", elsewhere.place)
    send_photos(phone, b"three")
    again = yudee("blobs", "move", elsewhere.place, "--json").json

    assert (again["files"], again["there_already"]) == (3, 2)
    assert len(kept(elsewhere)) == 3


def test_after_the_switch_the_last_ones_are_fetched_from_the_old_place(photos, held, elsewhere, yudee, monkeypatch):
    monkeypatch.setenv("YUDEE_BLOBS", elsewhere.place)
    ended = yudee("blobs", "move", elsewhere.place, "--from", held.store.place)

    assert (ended.status, "Set YUDEE_BLOBS" in ended.out, len(kept(elsewhere))) == (0, False, 2)


def test_a_damaged_and_a_missing_file_are_named_and_the_others_copied(photos, phone, held, elsewhere, yudee):
    send_photos(phone, b"three")
    damaged, missing, _whole = (blob.sha256 for blob in held.store.listed())
    held.damage(damaged)
    held.store.discard(missing)
    ended = yudee("blobs", "move", elsewhere.place)

    assert ended.status == 1
    assert f"damaged: {damaged.hex()}" in ended.out
    assert f"missing: {missing.hex()}" in ended.out
    assert list(kept(elsewhere).values()) == [WHOLE]


def test_verify_says_that_all_is_whole(photos, held, yudee):
    ended = yudee("blobs", "verify")

    assert (ended.status, "2 files of 6 bytes looked at" in ended.out) == (0, True)


def test_verify_names_what_is_damaged_or_missing(photos, held, yudee):
    damaged, missing = (blob.sha256 for blob in held.store.listed())
    held.damage(damaged)
    held.store.discard(missing)
    ended = yudee("blobs", "verify", "--json")

    assert ended.status == 1
    assert (ended.json["damaged"], ended.json["missing"]) == ([damaged.hex()], [missing.hex()])


def test_another_place_is_verified_before_it_is_used(photos, elsewhere, yudee):
    yudee("blobs", "move", elsewhere.place)

    assert yudee("blobs", "verify", elsewhere.place).status == 0


def test_the_same_place_and_one_that_is_none_are_refused(photos, held, yudee):
    assert "already" in yudee("blobs", "move", held.store.place).err
    assert "is not file:/folder or s3://" in yudee("blobs", "move", "gs://bucket").err
    assert "is not file:/folder or s3://" in yudee("blobs", "move", "s3://").err


def test_a_bucket_that_lets_nobody_in_is_one_clear_line(photos, bucket, yudee, tmp_path):
    bucket.fails("denied")
    ended = yudee("blobs", "move", f"s3://{bucket.name}/other")

    assert (ended.status, ended.err.count("\n"), "[storage-refused]" in ended.err) == (1, 1, True)
    assert "Look at the place's name, the keys (AWS_…) and the bucket's rights." in ended.err
    assert "phone" not in ended.err


def test_a_store_that_is_away_is_told_with_what_to_look_at(photos, bucket, yudee, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
    monkeypatch.setenv("LC_ALL", "th_TH.UTF-8")
    ended = yudee("blobs", "move", f"s3://{bucket.name}/other")

    assert (ended.status, ended.err.count("\n"), "[storage-away]" in ended.err) == (1, 1, True)
    assert "ตรวจเครือข่ายและ AWS_ENDPOINT_URL_S3" in ended.err and "โทรศัพท์" not in ended.err
