"""The blob store: files by the sha256 of their content, written whole and fsynced before anybody hears of them."""

import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from server.errors import StorageFull

CHUNK = 1 << 18
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
INCOMING, STRAY = ".incoming-", ".stray-"
STRAY_AFTER_S = 24 * 3600
DAMAGED, MISSING = "damaged", "missing"
QUICK_TO_READ = 16_000_000  # bytes that are hashed in the time it takes to send them
IN_USE_S = 15 * 60  # a request that stored or found a file so lately may be about to name it


class BlobFaulty(OSError):
    """A file that was stored is not there any more as it was."""


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

    def fault(self, sha256: bytes) -> str | None:
        """What is wrong with a file: DAMAGED, MISSING, or nothing. Reads all of it."""
        try:
            with self.path(sha256).open("rb") as file:
                return None if hashlib.file_digest(file, "sha256").digest() == sha256 else DAMAGED
        except FileNotFoundError:
            return MISSING
        except PermissionError:
            raise
        except OSError:  # the disk cannot read it
            return DAMAGED

    def sound(self, sha256: bytes) -> Path:
        """Where a blob lies, unless its bytes are others by now; those of a very long one are not looked at.

        Raises BlobFaulty.
        """
        path = self.path(sha256)
        if not path.is_file():
            raise BlobFaulty(MISSING)
        if path.stat().st_size <= QUICK_TO_READ and (fault := self.fault(sha256)):
            raise BlobFaulty(fault)
        return path

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
        touch, is replaced by ours, and so is one whose bytes are others by now.
        """
        final = self.path(file.blob.sha256)
        with suppress(FileNotFoundError, PermissionError):
            os.utime(final)
            if self.fault(file.blob.sha256) is None:
                return ()
        final.parent.mkdir(exist_ok=True)
        file.path.replace(final)
        return final.parent, self.folder

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
