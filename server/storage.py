"""The blob store: files by the sha256 of their content, written whole and fsynced before anybody hears of them."""

import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from server.errors import StorageFull

CHUNK = 1 << 18
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
INCOMING, STRAY = ".incoming-", ".stray-"
STRAY_AFTER_S = 24 * 3600
IN_USE_S = 15 * 60  # a request that stored or found a file so lately may be about to name it


@dataclass(frozen=True)
class StoredBlob:
    """What is known of a stored file. size in bytes."""

    sha256: bytes
    size: int


@dataclass(frozen=True)
class Incoming:
    """A file written and fsynced under a passing name."""

    path: Path
    blob: StoredBlob


class BlobStore:
    """A folder of blobs; `file:` places only (others come with the operator's page).

    durable=False is for files that nobody will miss should the machine (not just this process) go down.
    """

    def __init__(self, place: str, *, durable: bool = True) -> None:
        self.folder = Path(place.removeprefix("file:"))
        self.durable = durable

    def path(self, sha256: bytes) -> Path:
        """Where a blob lies."""
        name = sha256.hex()
        return self.folder / name[:2] / name

    def put(self, stream: BinaryIO) -> StoredBlob:
        """Store one stream; see put_all."""
        return self.put_all([stream])[0]

    def put_all(self, streams: Sequence[BinaryIO]) -> list[StoredBlob]:
        """Store all of these streams or none. Raises StorageFull, leaving nothing behind."""
        if not streams:
            return []
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with ExitStack() as passing:
                incoming = [self.write(stream, passing) for stream in streams]
                changed = {folder for file in incoming for folder in self.settle(file)}
                for folder in changed if self.durable else ():
                    sync_folder(folder)
            return [file.blob for file in incoming]
        except OSError as error:
            if error.errno in NO_ROOM:
                raise StorageFull from error
            raise

    def write(self, stream: BinaryIO, passing: ExitStack) -> Incoming:
        """Copy and fsync under a passing name, which goes whatever happens."""
        descriptor, name = tempfile.mkstemp(dir=self.folder, prefix=INCOMING)
        passing.callback(Path(name).unlink, missing_ok=True)
        digest, size = hashlib.sha256(), 0
        with os.fdopen(descriptor, "wb") as file:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += file.write(chunk)
            file.flush()
            os.fchmod(
                descriptor, 0o640
            )  # the group is the folder's: web, workers and the command may be different users
            if self.durable:
                os.fsync(descriptor)
        return Incoming(Path(name), StoredBlob(digest.digest(), size))

    def settle(self, file: Incoming) -> tuple[Path, ...]:
        """Give a file its final name; returns the folders that are to be synced before anybody hears of it.

        One that is there already is kept, and is no stray from now on; that of another user, which only its owner may
        touch, is replaced by ours.
        """
        final = self.path(file.blob.sha256)
        try:
            os.utime(final)
        except (FileNotFoundError, PermissionError):
            final.parent.mkdir(exist_ok=True)
            file.path.replace(final)
            return final.parent, self.folder
        return ()

    def remove_strays(self, known: Callable[[list[bytes]], set[bytes]]) -> int:
        """Remove files that no row has spoken of for a day: of requests that broke off before their commit.

        known: which of these sha256 the database has. Returns how many went.
        """
        limit = time.time() - STRAY_AFTER_S
        for aside in self.folder.glob(f"??/{STRAY}*"):
            put_back(aside)
        removed = remove_unknown(self.folder.glob("??/*"), known, limit)
        incoming = [path for path in self.folder.glob(f"{INCOMING}*") if is_older(path, limit)]
        for path in incoming:
            path.unlink()
        return len(incoming) + removed

    def remove(self, sha256s: Sequence[bytes], known: Callable[[list[bytes]], set[bytes]]) -> int:
        """Remove these files at once, as far as the database does not have them and no request may be at them.

        The others go with the strays. Returns how many went.
        """
        paths = (self.path(sha256) for sha256 in sha256s)
        return remove_unknown((path for path in paths if path.exists()), known, time.time() - IN_USE_S)


def remove_unknown(paths: Iterable[Path], known: Callable[[list[bytes]], set[bytes]], limit: float) -> int:
    """Remove those of these files that are older than the limit and not known; returns how many went."""
    old = [path for path in paths if is_older(path, limit)]
    kept = known([bytes.fromhex(path.name) for path in old])
    return sum(discard(path, limit) for path in old if bytes.fromhex(path.name) not in kept)


_connected: list[BlobStore] = []


def connect(place: str, *, durable: bool = True) -> BlobStore:
    """Point this process at its blobs, as the database and Redis are."""
    _connected[:] = [BlobStore(place, durable=durable)]
    return _connected[0]


def blobs() -> BlobStore:
    """The store of this process."""
    return _connected[0]


def discard(path: Path, limit: float) -> bool:
    """Remove a stray, unless a request has begun to rest on it in this very moment."""
    aside = path.with_name(STRAY + path.name)
    path.rename(aside)
    if is_older(aside, limit):
        aside.unlink()
        return True
    put_back(aside)
    return False


def put_back(aside: Path) -> None:
    """Under its own name again, unless it has been stored once more since."""
    final = aside.with_name(aside.name.removeprefix(STRAY))
    if final.exists():
        aside.unlink()
    else:
        aside.rename(final)


def is_older(path: Path, limit: float) -> bool:
    return path.stat().st_mtime < limit


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
