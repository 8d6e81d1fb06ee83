"""Files on their way in: under a passing name, hashed while they are written."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from server.errors import StorageFull

CHUNK = 1 << 18
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
INCOMING = ".incoming-"


@dataclass(frozen=True)
class Incoming:
    """A file that was written under a passing name. size in bytes."""

    path: Path
    sha256: bytes
    size: int


@contextmanager
def written(folder: Path, streams: Sequence[BinaryIO], *, mode: int, durable: bool) -> Iterator[list[Incoming]]:
    """Copy these streams into the folder; what has not got another name by the end goes. Raises StorageFull.

    durable: each is fsynced; what is done with them inside is under the same promise of StorageFull.
    """
    with room(), ExitStack() as passing:
        folder.mkdir(parents=True, exist_ok=True)
        yield [write(folder, stream, passing, mode=mode, durable=durable) for stream in streams]


def write(folder: Path, stream: BinaryIO, passing: ExitStack, *, mode: int, durable: bool) -> Incoming:
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=INCOMING)
    passing.callback(Path(name).unlink, missing_ok=True)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(descriptor, "wb") as file:
        while piece := stream.read(CHUNK):
            digest.update(piece)
            size += file.write(piece)
        file.flush()
        os.fchmod(descriptor, mode)
        if durable:
            os.fsync(descriptor)
    return Incoming(Path(name), digest.digest(), size)


@contextmanager
def room() -> Iterator[None]:
    """A disk that takes no more is a StorageFull."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StorageFull from error
        raise


def digest_of(stream: BinaryIO) -> bytes:
    """The sha256 of what is left of a stream."""
    digest = hashlib.sha256()
    while piece := stream.read(CHUNK):
        digest.update(piece)
    return digest.digest()


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
