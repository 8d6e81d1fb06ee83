"""Blobs in a folder, fsynced before anybody hears of them."""

import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from server.storage.passing import INCOMING, Incoming, sync_folder, written
from server.storage.store import NAME, WHOLE, BlobStore, Known, StoredBlob

STRAY = ".stray-"
OF_THE_GROUP = 0o640  # the group is the folder's: web, workers and the command may be different users


class FileStore(BlobStore):
    """A folder of blobs.

    durable=False is for files that nobody will miss should the machine (not just this process) go down.
    """

    def __init__(self, place: str, *, durable: bool = True) -> None:
        self.folder = Path(place.removeprefix("file:"))
        self.place = f"file:{self.folder}"
        self.durable = durable

    def path(self, sha256: bytes) -> Path:
        name = sha256.hex()
        return self.folder / name[:2] / name

    def open(self, sha256: bytes) -> BinaryIO:
        return self.path(sha256).open("rb")

    def exists(self, sha256: bytes) -> bool:
        return self.path(sha256).is_file()

    def is_there(self) -> bool:
        return self.folder.is_dir()

    def listed(self) -> Iterator[StoredBlob]:
        for path in self.named():
            yield StoredBlob(bytes.fromhex(path.name), path.stat().st_size)

    def named(self) -> Iterator[Path]:
        """The files of blobs; a system that shares folders leaves others beside them."""
        return (path for path in self.folder.glob("??/*") if NAME.fullmatch(path.name))

    def put_all(self, streams: Sequence[BinaryIO]) -> list[StoredBlob]:
        """All of these streams or none; see BlobStore. Whatever is raised, nothing is left behind."""
        if not streams:
            return []
        with written(self.folder, streams, mode=OF_THE_GROUP, durable=self.durable) as incoming:
            changed = {folder for file in incoming for folder in self.settle(file)}
            for folder in changed if self.durable else ():
                sync_folder(folder)
        return [StoredBlob(file.sha256, file.size) for file in incoming]

    def settle(self, file: Incoming) -> tuple[Path, ...]:
        """Give a file its final name; returns the folders that are to be synced before anybody hears of it.

        One that is there already is kept, and is no stray from now on; that of another user, which only its owner may
        touch, is replaced by ours, and so is one whose bytes are others by now.
        """
        final = self.path(file.sha256)
        with suppress(FileNotFoundError, PermissionError):
            os.utime(final)
            if self.verify(file.sha256) == WHOLE:
                return ()
        final.parent.mkdir(exist_ok=True)
        file.path.replace(final)
        return final.parent, self.folder

    def remove_strays(self, known: Known) -> int:
        limit = time.time() - self.STRAY_AFTER_S
        for aside in self.folder.glob(f"??/{STRAY}*"):
            put_back(aside)
        removed = remove_unknown(self.named(), known, limit)
        incoming = [path for path in self.folder.glob(f"{INCOMING}*") if is_older(path, limit)]
        for path in incoming:
            path.unlink()
        return len(incoming) + removed

    def remove(self, sha256s: Sequence[bytes], known: Known) -> int:
        paths = (self.path(sha256) for sha256 in sha256s)
        return remove_unknown((path for path in paths if path.exists()), known, time.time() - self.IN_USE_S)

    def discard(self, sha256: bytes) -> None:
        self.path(sha256).unlink(missing_ok=True)

    def try_writing(self) -> None:
        # A look makes no folder: where root looks while the disk is away, nobody else could write into it.
        nearest = next(folder for folder in (self.folder, *self.folder.parents) if folder.exists())
        with tempfile.TemporaryFile(dir=nearest) as file:
            file.write(b".")


def remove_unknown(paths: Iterable[Path], known: Known, limit: float) -> int:
    """Remove those of these files that are older than the limit and not known; returns how many went."""
    old = [path for path in paths if is_older(path, limit)]
    kept = known([bytes.fromhex(path.name) for path in old])
    return sum(put_away(path, limit) for path in old if bytes.fromhex(path.name) not in kept)


def put_away(path: Path, limit: float) -> bool:
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
