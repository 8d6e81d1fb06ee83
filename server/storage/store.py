"""What every store of blobs can do; nobody who uses one knows which kind it is."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, ClassVar

from server.storage.passing import digest_of

WHOLE, DAMAGED, MISSING = "whole", "damaged", "missing"
NAME = re.compile(r"[0-9a-f]{64}")  # a sha256; what is called otherwise is not ours
QUICK_TO_READ = 16_000_000  # bytes that are hashed in the time it takes to send them

Known = Callable[[list[bytes]], set[bytes]]  # which of these sha256 the database has


class BlobFaulty(OSError):
    """A file that was stored is not there any more as it was."""


@dataclass(frozen=True)
class StoredBlob:
    """What is known of a stored file. size in bytes."""

    sha256: bytes
    size: int


class BlobStore(ABC):
    """place: file:/folder or s3://bucket/prefix; folder: where it takes room on this machine.

    is_shared: it lies elsewhere, and where it fails this machine, it fails all of them.
    """

    STRAY_AFTER_S: ClassVar[float] = 24 * 3600
    IN_USE_S: ClassVar[float] = 15 * 60  # a request that stored a file so lately may be about to name it

    place: str
    folder: Path
    is_shared: ClassVar[bool] = False

    def put(self, stream: BinaryIO) -> StoredBlob:
        """Store one stream; see put_all."""
        return self.put_all([stream])[0]

    @abstractmethod
    def put_all(self, streams: Sequence[BinaryIO]) -> list[StoredBlob]:
        """Store all of these streams; when this returns they are safe. What is not, is a stray at most.

        Raises StorageFull, StorageAway, StorageRefused.
        """

    @abstractmethod
    def path(self, sha256: bytes) -> Path:
        """A file on this machine with a blob's content; nothing lies there when the store does not have it.

        Open it now: a copy of what lies elsewhere does not stay. Raises StorageAway, StorageRefused, StorageFull.
        """

    @abstractmethod
    def open(self, sha256: bytes) -> BinaryIO:
        """The bytes as the store has them now, not compared with their name: a real file, at its start.

        Raises FileNotFoundError, other OSErrors of a disk that cannot read it, and what `path` raises.
        """

    @abstractmethod
    def exists(self, sha256: bytes) -> bool:
        """Whether the store itself has a blob. Raises StorageAway, StorageRefused."""

    @abstractmethod
    def listed(self) -> Iterator[StoredBlob]:
        """Every blob the store has, strays too. Raises StorageAway, StorageRefused."""

    @abstractmethod
    def remove_strays(self, known: Known) -> int:
        """Remove files that no row has spoken of for a day: of requests that broke off before their commit.

        Returns how many went. Raises StorageAway, StorageRefused.
        """

    @abstractmethod
    def remove(self, sha256s: Sequence[bytes], known: Known) -> int:
        """Remove these files at once, as far as the database does not have them and no request may be at them.

        The others go with the strays. Returns how many went. Raises StorageAway, StorageRefused.
        """

    @abstractmethod
    def discard(self, sha256: bytes) -> None:
        """Remove a file of which nobody else knows, if it is there."""

    @abstractmethod
    def try_writing(self) -> None:
        """Find out whether files can be kept. Raises OSError, StorageAway, StorageRefused, StorageFull."""

    def verify(self, sha256: bytes) -> str:
        """WHOLE, DAMAGED or MISSING: its bytes read from where they lie and compared with their name.

        Raises PermissionError, StorageAway, StorageRefused.
        """
        try:
            with self.open(sha256) as content:
                return WHOLE if digest_of(content) == sha256 else DAMAGED
        except FileNotFoundError:
            return MISSING
        except PermissionError:
            raise
        except OSError:  # the disk cannot read it
            return DAMAGED

    def sound(self, sha256: bytes) -> Path:
        """As `path`, unless the bytes there are others by now; those of a very long one are not looked at.

        Raises BlobFaulty.
        """
        path = self.path(sha256)
        try:
            with path.open("rb") as content:
                if path.stat().st_size > QUICK_TO_READ or digest_of(content) == sha256:
                    return path
        except FileNotFoundError:
            raise BlobFaulty(MISSING) from None
        raise BlobFaulty(DAMAGED)

    def is_there(self) -> bool:
        """Whether the place itself is: a disk that is not mounted is no fault of every file."""
        return True
