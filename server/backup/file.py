"""The file of a backup on its way: under a passing name, held by whoever writes it, then whole under its own."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from server.backup.contents import Index, as_json, index_of
from server.backup.problems import BackupRuns, FileExists, NoRoom
from server.backup.sealed import BUFFER, Summed
from server.storage import sync_folder

UNFINISHED = ".yudee-unfinished"


@contextmanager
def written(file: Path) -> Iterator[Summed]:
    """Yield what is to be written to; it goes again when the block raises. Raises FileExists, BackupRuns, NoRoom."""
    if file.exists():
        raise FileExists(file=file)
    passing = passing_name(file)
    try:
        remove_unfinished(file.absolute().parent)
        descriptor = os.open(passing, os.O_WRONLY | os.O_CREAT, 0o600)
    except OSError as error:
        raise no_room(file, error) from error
    with os.fdopen(descriptor, "wb", BUFFER) as raw:
        try:
            fcntl.flock(raw, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRuns(file=file) from None
        except OSError:
            pass  # a disk of the network without locks
        if not is_named(descriptor, passing):  # cleared away as a left-over before it was held, or finished by another
            raise BackupRuns(file=file)
        out = Summed(raw)
        try:
            raw.truncate(0)
            yield out
        except BaseException as error:
            passing.unlink(missing_ok=True)
            if out.fault is not None and isinstance(error, Exception):
                with suppress(OSError):
                    raw.close()
                raise no_room(file, out.fault) from error
            raise


def is_named(descriptor: int, passing: Path) -> bool:
    """Whether the file that was opened still lies under its passing name."""
    try:
        return os.path.samestat(os.fstat(descriptor), passing.stat())
    except FileNotFoundError:
        return False


def finish(out: Summed, file: Path, index: Index) -> None:
    """Give the file its name once all of it lies on the disk; its index comes first, so it is never without one."""
    try:
        out.file.flush()
        os.fsync(out.file.fileno())
        write_index(file, index)
        if file.exists():
            raise FileExists(file=file)
        passing_name(file).rename(file)
        sync_folder(file.absolute().parent)
    except OSError as error:
        out.fault = error
        raise


def write_index(file: Path, index: Index) -> None:
    passing = passing_name(index_of(file))
    try:
        with os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            stream.write(as_json(index))
            stream.flush()
            os.fsync(stream.fileno())
            passing.rename(index_of(file))
    finally:
        passing.unlink(missing_ok=True)


def passing_name(file: Path) -> Path:
    return file.with_name(f".{file.name}{UNFINISHED}")


def remove_unfinished(folder: Path) -> None:
    """Remove what killed backups left behind; what is still being written is held by its writer."""
    for left in folder.glob(f".*{UNFINISHED}"):
        with suppress(OSError), left.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def no_room(file: Path, error: OSError) -> NoRoom:
    return NoRoom(folder=file.absolute().parent, why=os.strerror(error.errno or errno.EIO))
