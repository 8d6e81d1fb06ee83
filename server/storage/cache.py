"""Copies on this machine of files that lie elsewhere: as many as there is room for, the least recently used go."""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from server.storage.passing import INCOMING, Incoming
from server.storage.store import NAME, Known

OF_THE_GROUP = 0o660  # web, workers and the command note its use, and may be different users


class Cache:
    """A folder of copies by sha256, of at most so many bytes; any number of processes may share it.

    What was used within a minute stays whatever its size; what nobody has used for a day goes, so that what was
    erased does not lie here for long.
    """

    OPENED_WITHIN_S: ClassVar[float] = 60
    UNUSED_S: ClassVar[float] = 24 * 3600
    HALF_WRITTEN_S: ClassVar[float] = 3600

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder, self.limit = folder, limit
        self.added = limit  # since this process looked last; it has not looked yet

    def path(self, sha256: bytes) -> Path:
        return self.folder / sha256.hex()

    def holds(self, sha256: bytes) -> bool:
        """Whether there is a copy; if so, it was used now."""
        try:
            os.utime(self.path(sha256))
        except FileNotFoundError:
            return False
        except PermissionError:  # another user's that we may read alone
            return True
        return True

    def take(self, file: Incoming) -> None:
        """Keep a file whose sha256 was compared."""
        file.path.replace(self.path(file.sha256))
        self.added += file.size
        if self.added > self.limit // 32:
            self.added = 0
            self.make_room()

    def forget(self, sha256: bytes) -> None:
        self.path(sha256).unlink(missing_ok=True)

    def forget_unknown(self, known: Known) -> None:
        """Forget what the database does not have, unless it came so lately that it may be about to."""
        limit = time.time() - self.HALF_WRITTEN_S
        old = [bytes.fromhex(name) for used_at, _, name in self.files() if used_at < limit and NAME.fullmatch(name)]
        for sha256 in set(old) - known(old):
            self.forget(sha256)

    def make_room(self) -> None:
        """Remove what broke off, what is unused for long, and then the least recently used beyond the limit."""
        now, total = time.time(), 0
        for used_at, size, name in sorted(self.files(), reverse=True):
            unused_s, is_passing = now - used_at, name.startswith(INCOMING)
            total += size
            if is_passing and unused_s < self.HALF_WRITTEN_S:
                continue
            is_beyond = total > self.limit and unused_s > self.OPENED_WITHIN_S
            if is_passing or is_beyond or unused_s > self.UNUSED_S:
                (self.folder / name).unlink(missing_ok=True)
                total -= size

    def files(self) -> list[tuple[float, int, str]]:
        """(last used, bytes, name) of each."""
        found = []
        with suppress(FileNotFoundError), os.scandir(self.folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # gone since, by another process
                    told = entry.stat()
                    found.append((told.st_mtime, told.st_size, entry.name))
        return found
