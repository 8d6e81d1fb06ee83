"""Blobs in a bucket of S3 or of what speaks like it.

Every upload has a key of its own, `prefix/ab/<sha256>/<upload>`, and is never written over. So whoever removes a stray
removes uploads that were listed as old, and never the one with which a request stores the same content just now.
"""

import base64
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, NamedTuple

from botocore.exceptions import ClientError

from server.storage import s3_client
from server.storage.cache import OF_THE_GROUP, Cache
from server.storage.passing import CHUNK, Incoming, room, written
from server.storage.s3_client import code_of
from server.storage.store import NAME, BlobStore, Known, StoredBlob

AT_ONCE = 4  # uploads of one request
TRIES = 3  # what was listed may have gone since; nobody is that quick three times
MOST_KEYS = 1000  # of one answer, and of one removal
IN_MEMORY = 4_000_000  # bytes; with a larger body S3 is asked first whether it may come


class Upload(NamedTuple):
    """One upload of a blob. size in bytes."""

    sha256: bytes
    key: str
    at: datetime
    size: int


class S3Store(BlobStore):
    """A bucket, or what lies under a prefix in it. Endpoint, region and keys are those of boto3's own environment."""

    is_shared = True

    def __init__(self, place: str, cache: Cache) -> None:
        self.bucket, _, prefix = place.removeprefix("s3://").partition("/")
        self.prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self.place = f"s3://{self.bucket}/{self.prefix}".rstrip("/")
        self.cache, self.folder = cache, cache.folder
        self.client, self.answering = s3_client.make(), s3_client.Answering()

    def put_all(self, streams: Sequence[BinaryIO]) -> list[StoredBlob]:
        if not streams:
            return []
        with written(self.folder, streams, mode=OF_THE_GROUP, durable=False) as incoming:
            each = {file.sha256: file for file in incoming}.values()
            self.upload_all(list(each))
            for file in each:
                self.cache.take(file)  # whoever reads it first is on this machine, as a rule
        return [StoredBlob(file.sha256, file.size) for file in incoming]

    def upload_all(self, files: Sequence[Incoming]) -> None:
        """Several at once; after one that failed, no more are begun."""
        if len(files) == 1:
            return self.upload(files[0])
        with ThreadPoolExecutor(min(len(files), AT_ONCE)) as pool:
            uploads = [pool.submit(copy_context().run, self.upload, file) for file in files]
            try:
                for one in uploads:
                    one.result()
            finally:
                pool.shutdown(cancel_futures=True)
        return None

    def upload(self, file: Incoming) -> None:
        """Also what is there already: it is no stray from now on. S3 refuses what arrives otherwise than it was."""
        key = f"{self.key_of(file.sha256)}{uuid.uuid4().hex}"
        with self.answering(), file.path.open("rb") as opened:
            self.client.put_object(
                Bucket=self.bucket,
                Key=key,
                Body=opened.read() if file.size <= IN_MEMORY else opened,
                ChecksumSHA256=base64.b64encode(file.sha256).decode(),
            )

    def path(self, sha256: bytes) -> Path:
        if not self.cache.holds(sha256):
            self.fetch(sha256)
        return self.cache.path(sha256)

    def fetch(self, sha256: bytes) -> None:
        """Copy a blob into the cache, if it is there and whole."""
        body = self.body(sha256)
        if body is None:
            return
        with self.answering(), written(self.folder, [body], mode=OF_THE_GROUP, durable=False) as (file,):
            if file.sha256 == sha256:
                self.cache.take(file)
            else:
                s3_client.log.error("damaged blob=%s", sha256.hex())

    def open(self, sha256: bytes) -> BinaryIO:
        body = self.body(sha256)
        if body is None:
            raise FileNotFoundError(sha256.hex())
        with self.answering(), room(), ExitStack() as opened:
            self.folder.mkdir(parents=True, exist_ok=True)
            file = opened.enter_context(tempfile.TemporaryFile(dir=self.folder))
            while piece := body.read(CHUNK):
                file.write(piece)
            file.seek(0)
            opened.pop_all()  # whoever asked closes it
        return file

    def body(self, sha256: bytes) -> BinaryIO | None:
        """The stream of the newest upload of a blob; None when there is none."""
        with self.answering():
            for _ in range(TRIES):
                if not (uploads := self.uploads(sha256)):
                    break
                try:
                    return self.client.get_object(Bucket=self.bucket, Key=newest(uploads).key)["Body"]
                except ClientError as error:
                    if code_of(error) != "NoSuchKey":  # removed since it was listed, for a newer one or for good
                        raise
        return None

    def exists(self, sha256: bytes) -> bool:
        with self.answering():
            return bool(self.uploads(sha256))

    def listed(self) -> Iterator[StoredBlob]:
        with self.answering():
            for sha256, uploads in self.by_blob(self.all_uploads()):
                yield StoredBlob(sha256, newest(uploads).size)

    def remove_strays(self, known: Known) -> int:
        removed, batch = 0, list[Upload]()
        with self.answering():
            for _, uploads in self.by_blob(self.all_uploads()):
                batch += uploads
                if len(batch) >= MOST_KEYS:
                    removed += self.remove_unknown(batch, known, self.STRAY_AFTER_S)
                    batch = []
            removed += self.remove_unknown(batch, known, self.STRAY_AFTER_S)
        self.cache.forget_unknown(known)
        return removed

    def remove(self, sha256s: Sequence[bytes], known: Known) -> int:
        with self.answering():
            uploads = [upload for sha256 in sha256s for upload in self.uploads(sha256)]
            return self.remove_unknown(uploads, known, self.IN_USE_S)

    def remove_unknown(self, uploads: Sequence[Upload], known: Known, after_s: float) -> int:
        """Remove the old uploads of blobs that are not known, and of the others all but the newest.

        Returns how many blobs are gone.
        """
        limit, going, gone = datetime.now(UTC) - timedelta(seconds=after_s), list[Upload](), list[bytes]()
        old = {one.sha256 for one in uploads if one.at < limit}
        kept = known(list(old))
        for sha256, of_blob in self.by_blob(one for one in uploads if one.sha256 in old):
            staying = newest(of_blob) if sha256 in kept else None
            going += (one for one in of_blob if one.at < limit and one is not staying)
            if sha256 not in kept and all(one.at < limit for one in of_blob):
                gone.append(sha256)
        self.delete(going)
        for sha256 in gone:
            self.cache.forget(sha256)
        return len(gone)

    def discard(self, sha256: bytes) -> None:
        with self.answering():
            self.delete(self.uploads(sha256))
        self.cache.forget(sha256)

    def delete(self, uploads: Sequence[Upload]) -> None:
        for start in range(0, len(uploads), MOST_KEYS):
            keys = [{"Key": one.key} for one in uploads[start : start + MOST_KEYS]]
            done = self.client.delete_objects(Bucket=self.bucket, Delete={"Objects": keys, "Quiet": True})
            s3_client.must_be_well(done.get("Errors", ()))

    def try_writing(self) -> None:
        with self.answering():
            self.client.put_object(Bucket=self.bucket, Key=f"{self.prefix}check", Body=b".")

    def key_of(self, sha256: bytes) -> str:
        """What the keys of all uploads of a blob begin with."""
        name = sha256.hex()
        return f"{self.prefix}{name[:2]}/{name}/"

    def uploads(self, sha256: bytes) -> list[Upload]:
        return list(self.under(self.key_of(sha256)))

    def all_uploads(self) -> Iterator[Upload]:
        return self.under(self.prefix)

    def under(self, prefix: str) -> Iterator[Upload]:
        """The uploads under a prefix, by blob; what else lies there is not ours."""
        for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix):
            for found in page.get("Contents", ()):
                name = found["Key"].removeprefix(self.prefix).split("/")
                if len(name) == 3 and NAME.fullmatch(name[1]) and name[1].startswith(name[0]):
                    yield Upload(bytes.fromhex(name[1]), found["Key"], found["LastModified"], found["Size"])

    @staticmethod
    def by_blob(uploads: Iterable[Upload]) -> Iterator[tuple[bytes, list[Upload]]]:
        """Uploads as they are listed, those of one blob together."""
        for sha256, of_blob in groupby(uploads, key=lambda one: one.sha256):
            yield sha256, list(of_blob)


def newest(uploads: Sequence[Upload]) -> Upload:
    return max(uploads, key=lambda one: one.at)
