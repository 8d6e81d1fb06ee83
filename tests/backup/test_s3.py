"""Backups while stored files lie in S3, and restoring into S3."""

from dataclasses import replace

import pytest

from server.errors import StorageAway
from server.storage import WHOLE
from tests.backup.conftest import send_photos


@pytest.fixture
def settings(settings, in_s3):
    """Of the running system, whose files lie in a bucket."""
    return replace(settings, blobs=in_s3.place, var=in_s3.folder.parent)


@pytest.fixture
def village(in_s3, village):
    """It sends when the bucket is there."""
    return village


@pytest.fixture
def empty_bucket(bucket):
    """Somewhere else in the bucket."""
    return replace(bucket, prefix="restored").open()


def contents(store):
    return {blob.sha256: store.verify(blob.sha256) for blob in store.listed()}


def test_what_lies_in_s3_is_backed_up_and_restored_into_s3(village, in_s3, back_up, restore, new_place, empty_bucket):
    made = back_up()
    restored, place = restore(place=replace(new_place(), blobs=empty_bucket))

    assert (made.blobs, made.is_whole, restored.differing, restored.blobs) == (2, True, (), 2)
    assert contents(place.blobs) == contents(in_s3)
    assert set(contents(place.blobs).values()) == {WHOLE}


def test_a_bucket_restores_into_a_folder(village, in_s3, back_up, restore):
    back_up()
    _, place = restore()

    assert contents(place.blobs) == contents(in_s3)


def test_what_an_earlier_backup_has_is_not_written_again(village, in_s3, back_up):
    back_up()
    send_photos(village.phone, b"three")

    assert back_up("b.age", onto="a.age").blobs == 1


def test_a_file_that_was_changed_in_the_bucket_is_named(village, in_s3, back_up):
    blob = next(in_s3.listed())
    (upload,) = in_s3.uploads(blob.sha256)
    in_s3.client.put_object(Bucket=in_s3.bucket, Key=upload.key, Body=b"changed")
    made = back_up()

    assert (made.damaged, made.missing) == ((blob.sha256.hex(),), ())


def test_a_bucket_that_fails_ends_the_backup_and_names_no_file(village, in_s3, bucket, back_up, folder):
    bucket.fails("denied")
    with pytest.raises(StorageAway):
        back_up()

    assert list(folder.iterdir()) == []
