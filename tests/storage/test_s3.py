"""S3: its faults become answers that a phone understands; copies on this machine; its keys."""

import io
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.errors import StorageAway, StorageFull, StorageRefused
from server.storage import s3, s3_client, store_at
from tests.fixtures.buckets import KEYS_IN_AN_ANSWER

DAY_S = 25 * 3600


@pytest.fixture
def hasty(monkeypatch):
    """Nobody waits long, and everybody asks once."""
    monkeypatch.setattr(s3_client, "ANSWER_S", 0.5)
    monkeypatch.setattr(s3_client, "TRIES", 1)
    monkeypatch.setattr(s3_client, "QUIET_S", 0)


@pytest.fixture
def store(bucket):
    return bucket.open()


def put(store, content=b"photo"):
    return store.put(io.BytesIO(content))


def copies(store):
    return [path for path in store.folder.iterdir() if not path.name.startswith(".")] if store.folder.exists() else []


@pytest.mark.parametrize(
    ("fault", "problem"),
    [("denied", StorageRefused), ("overloaded", StorageAway), ("full", StorageFull), ("silent", StorageAway)],
)
def test_what_s3_refuses_is_told_and_leaves_nothing(hasty, bucket, fault, problem):
    store = bucket.open()
    bucket.fails(fault)
    with pytest.raises(problem) as told:
        store.put_all([io.BytesIO(b"one"), io.BytesIO(b"two")])
    bucket.fails()

    assert type(told.value) is problem
    assert list(store.listed()) == []
    assert list(store.folder.iterdir()) == []


def test_after_a_silence_nobody_else_waits_for_some_seconds(hasty, bucket, monkeypatch):
    monkeypatch.setattr(s3_client, "QUIET_S", 1000)
    store = bucket.open()
    bucket.fails("silent")
    with pytest.raises(StorageAway):
        put(store)
    bucket.fails()
    with pytest.raises(StorageAway, match="ReadTimeoutError"):
        put(store)
    store.answering.quiet_until = 0  # the seconds are over

    assert put(store).size == 5


@pytest.mark.parametrize("fault", ["denied", "overloaded", "silent"])
def test_what_cannot_be_read_now_is_told_as_such_and_not_as_missing(hasty, bucket, tmp_path, fault):
    blob = put(bucket.open())
    elsewhere = bucket.open(var=tmp_path / "other")
    bucket.fails(fault)

    for ask in (elsewhere.path, elsewhere.open, elsewhere.exists, elsewhere.verify):
        with pytest.raises(StorageAway):
            ask(blob.sha256)
    with pytest.raises(StorageAway):
        list(elsewhere.listed())


def test_what_arrives_otherwise_than_it_was_sent_is_refused(hasty, bucket):
    store = bucket.open()
    bucket.fails("garbling")
    with pytest.raises(StorageAway):
        put(store)

    assert list(store.listed()) == []


def test_an_endpoint_where_nobody_answers_is_away(bucket, monkeypatch, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{port}")
    store = store_at(bucket.place, var=tmp_path, cache_mb=16)

    with pytest.raises(StorageAway):
        put(store)
    with pytest.raises(StorageAway):
        store.try_writing()


def test_a_bucket_that_is_not_there_is_told_by_its_code(bucket, tmp_path):
    store = store_at("s3://no-such-bucket", var=tmp_path, cache_mb=16)

    with pytest.raises(StorageRefused) as told:
        store.try_writing()
    assert told.value.why == "NoSuchBucket"


def test_without_keys_nobody_is_let_in(bucket, monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))

    with pytest.raises(StorageRefused) as told:
        bucket.open().try_writing()
    assert told.value.why == "NoCredentialsError"


def test_a_read_copy_serves_while_s3_is_away(hasty, bucket):
    store = bucket.open()
    blob = put(store)
    bucket.fails("overloaded")

    assert store.path(blob.sha256).read_bytes() == b"photo"


def test_what_another_machine_stored_is_fetched_once(bucket, tmp_path):
    blob = put(bucket.open())
    here = bucket.open(var=tmp_path / "here")

    assert here.path(blob.sha256).read_bytes() == b"photo"
    bucket.fails("denied")
    assert here.path(blob.sha256).read_bytes() == b"photo"


def test_what_breaks_off_while_it_is_read_is_away_and_gets_no_copy(hasty, bucket, tmp_path):
    blob = put(bucket.open(), b"a photo" * 1000)
    here = bucket.open(var=tmp_path / "here")
    bucket.fails("cutting")
    for read in (here.path, here.open):
        with pytest.raises(StorageAway):
            read(blob.sha256)
    assert copies(here) == []
    bucket.fails()

    assert here.path(blob.sha256).read_bytes() == b"a photo" * 1000


def test_many_may_ask_for_the_same_file_at_once(bucket, tmp_path):
    blob = put(bucket.open(), b"a photo" * 1000)
    here = bucket.open(var=tmp_path / "here")
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda _: here.path(blob.sha256).read_bytes(), range(16)))

    assert read == [b"a photo" * 1000] * 16
    assert len(copies(here)) == 1


def test_a_damaged_file_gets_no_copy(bucket, tmp_path, caplog):
    blob = put(bucket.open())
    here = bucket.open(var=tmp_path / "here")
    (upload,) = here.uploads(blob.sha256)
    here.client.put_object(Bucket=here.bucket, Key=upload.key, Body=b"damaged")

    assert not here.path(blob.sha256).exists()
    assert copies(here) == []
    assert f"damaged blob={blob.sha256.hex()}" in caplog.text


def test_copies_are_no_more_than_there_is_room_for(bucket, monkeypatch):
    store = bucket.open()
    store.cache.limit = 40_000
    monkeypatch.setattr("server.storage.cache.Cache.OPENED_WITHIN_S", -1)
    blobs = [put(store, bytes([number]) * 10_000) for number in range(10)]

    assert sum(path.stat().st_size for path in copies(store)) <= 40_000
    assert {store.path(blob.sha256).read_bytes()[0] for blob in blobs} == set(range(10))


def test_the_copy_that_was_used_last_stays(bucket, monkeypatch):
    store = bucket.open()
    store.cache.limit = 35_000
    monkeypatch.setattr("server.storage.cache.Cache.OPENED_WITHIN_S", -1)
    used, *others = [put(store, bytes([number]) * 10_000) for number in range(3)]
    store.path(used.sha256)
    for number in range(3, 6):
        put(store, bytes([number]) * 10_000)
        store.path(used.sha256)

    assert store.cache.path(used.sha256).exists()
    assert not any(store.cache.path(one.sha256).exists() for one in others)


def test_a_copy_that_was_asked_for_just_now_is_not_taken_away(bucket):
    store = bucket.open()
    store.cache.limit = 10
    path = store.path(put(store, b"one" * 1000).sha256)
    put(store, b"two" * 1000)

    assert path.exists()


def test_copies_of_what_was_erased_elsewhere_go_with_the_strays(bucket, tmp_path, monkeypatch):
    blob = put(bucket.open())
    here = bucket.open(var=tmp_path / "here")
    here.path(blob.sha256)
    bucket.age(DAY_S)
    bucket.open().remove([blob.sha256], lambda _: set())
    monkeypatch.setattr("server.storage.cache.Cache.HALF_WRITTEN_S", -1)
    here.remove_strays(lambda _: set())

    assert copies(here) == []


def test_uploads_of_the_same_file_become_one_again(bucket, store):
    blob = put(store)
    put(store)
    assert len(store.uploads(blob.sha256)) == 2
    bucket.age(DAY_S)
    store.remove_strays(lambda sha256s: set(sha256s))

    assert len(store.uploads(blob.sha256)) == 1


def test_more_keys_than_one_answer_or_one_removal_holds_are_all_seen(bucket, store, monkeypatch):
    monkeypatch.setattr(s3, "MOST_KEYS", 4)
    for number in range(3 * KEYS_IN_AN_ANSWER):
        put(store, bytes([number]))
    bucket.age(DAY_S)

    assert len(list(store.listed())) == 3 * KEYS_IN_AN_ANSWER
    assert store.remove_strays(lambda _: set()) == 3 * KEYS_IN_AN_ANSWER
    assert list(store.listed()) == []


def test_what_else_lies_in_the_bucket_is_left_alone(bucket, store):
    others = ("yudee/notes.txt", "yudee/ab/c/d", "other/ab/x", "yudee-too/x", f"yudee/zz/{'z' * 64}/x")
    for key in others:
        store.client.put_object(Bucket=bucket.name, Key=key, Body=b"not ours")
    bucket.age(DAY_S)
    blob = put(store)

    assert list(store.listed()) == [blob]
    assert store.remove_strays(lambda _: set()) == 0
    keys = [one["Key"] for one in store.client.list_objects_v2(Bucket=bucket.name)["Contents"]]
    assert len(keys) == len(others) + 1


def test_whoever_keeps_files_in_a_folder_does_without_the_libraries_of_s3(tmp_path):
    program = "import sys; from server import storage; storage.store_at('file:x', var=None, cache_mb=1);"
    program += "sys.exit('boto3' in sys.modules or 'botocore' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program]).returncode == 0
