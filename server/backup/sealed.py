"""Streams through age: what is written comes out encrypted, what is read goes in encrypted; memory stays flat.

The library pulls from one file and pushes into another, we do the opposite: a pipe and a thread stand in between.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage.x25519 import Identity, Recipient

from server.backup.problems import BackupUnreadable, KeyDoesNotFit

BUFFER = 1 << 20
NO_KEY = "No matching keys"


class Summed:
    """A file on its way through us: its sha256, its size in bytes, and what went wrong with it first."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.digest = hashlib.sha256()
        self.size = 0
        self.fault: OSError | None = None

    def write(self, piece: bytes) -> int:
        try:
            self.file.write(piece)
        except OSError as error:
            self.fault = error
            raise
        self._count(piece)
        return len(piece)

    def flush(self) -> None:
        self.file.flush()

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self._count(piece)
        return piece

    def _count(self, piece: bytes) -> None:
        self.digest.update(piece)
        self.size += len(piece)


class Beside(threading.Thread):
    """A call in a thread of its own, whose exception is kept."""

    def __init__(self, call: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.call = call
        self.fault: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            self.call()
        except Exception as error:
            self.fault = error


@contextmanager
def sealing(out: Summed, recipients: Sequence[Recipient]) -> Iterator[BinaryIO]:
    """Yield a stream whose content reaches `out` encrypted. Raises the OSError of `out`."""
    source, target = os.pipe()

    def encrypt() -> None:
        with os.fdopen(source, "rb", 0) as plain:
            pyrage.encrypt_io(plain, out, recipients)

    thread = Beside(encrypt)
    try:
        with os.fdopen(target, "wb", BUFFER) as plain:
            yield plain
    except BrokenPipeError:
        thread.join()
        if not thread.fault:
            raise
    finally:
        thread.join()
    if thread.fault:
        raise out.fault or thread.fault


@contextmanager
def unsealing(file: Path, identities: Sequence[Identity]) -> Iterator[tuple[BinaryIO, Summed]]:
    """Yield a stream of what is in the file, and the file's sum, which is complete once the stream was read to its end.

    Raises KeyDoesNotFit or BackupUnreadable, whatever the reader made of the stream until then.
    """
    source, target = os.pipe()
    gone: list[BrokenPipeError] = []
    with file.open("rb", BUFFER) as raw:
        sealed = Summed(raw)

        def decrypt() -> None:
            with os.fdopen(target, "wb", BUFFER) as plain:
                try:
                    pyrage.decrypt_io(sealed, Listened(plain, gone), identities)
                    plain.flush()
                except BrokenPipeError as error:
                    gone.append(error)

        thread = Beside(decrypt)
        try:
            with os.fdopen(source, "rb", BUFFER) as plain:
                yield plain, sealed
        finally:
            thread.join()
            if thread.fault and not gone:
                raise in_words(file, thread.fault) from thread.fault


class Listened:
    """A stream that notes that its reader has had enough."""

    def __init__(self, stream: BinaryIO, gone: list[BrokenPipeError]) -> None:
        self.stream = stream
        self.gone = gone

    def write(self, piece: bytes) -> int:
        try:
            return self.stream.write(piece)
        except BrokenPipeError as error:
            self.gone.append(error)
            raise

    def flush(self) -> None:
        self.stream.flush()


def in_words(file: Path, fault: Exception) -> Exception:
    if isinstance(fault, pyrage.DecryptError) and NO_KEY in str(fault):
        return KeyDoesNotFit(file=file)
    return BackupUnreadable(file=file, why=str(fault).partition("\n")[0])
