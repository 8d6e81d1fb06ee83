"""The blob store: files by the sha256 of their content, written whole and fsynced before anybody hears of them."""

import errno
import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from server.errors import StorageFull

CHUNK = 1 << 18
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)


@dataclass(frozen=True)
class StoredBlob:
    """What is known of a stored file. size in bytes."""

    sha256: bytes
    size: int


class BlobStore:
    """A folder of blobs; `file:` places only (others come with the operator's page)."""

    def __init__(self, place: str) -> None:
        self.folder = Path(place.removeprefix("file:"))

    def path(self, sha256: bytes) -> Path:
        """Where a blob lies."""
        name = sha256.hex()
        return self.folder / name[:2] / name

    def put(self, stream: BinaryIO) -> StoredBlob:
        """Store a stream and return what it is. Raises StorageFull, leaving nothing behind."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".incoming-", delete=False) as incoming:
                return self.keep(incoming, stream)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise StorageFull from error
            raise

    def keep(self, incoming, stream: BinaryIO) -> StoredBlob:
        """Copy, fsync, and rename to the final name; the half-written file goes whatever happens."""
        written = Path(incoming.name)
        try:
            digest = hashlib.sha256()
            size = 0
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                incoming.write(chunk)
                size += len(chunk)
            incoming.flush()
            os.fsync(incoming.fileno())
            final = self.path(digest.digest())
            final.parent.mkdir(exist_ok=True)
            written.replace(final)
            sync_folder(final.parent)
            return StoredBlob(digest.digest(), size)
        finally:
            written.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
