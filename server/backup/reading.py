"""Reading a backup: everything in it is checked before anybody rests on it."""

import hashlib
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyrage.x25519 import Identity

from server.backup.archive import SUMS, Part, parts, read_sums
from server.backup.contents import BLOBS, DUMP, MANIFEST, REPORT, SECRET, Link, Manifest, Report
from server.backup.problems import BackupUnreadable, EarlierMissing
from server.backup.sealed import BUFFER, unsealing

Keep = Callable[[str, Part], None]  # called with the sha256 in hex and the part of each blob


@dataclass(frozen=True)
class Read:
    """What a backup holds besides its dump and its blobs."""

    manifest: Manifest
    secret: str
    report: Report


def read(file: Path, identities: Sequence[Identity], begin: Callable[[Manifest], None], keep: Keep) -> Read:
    """Read a backup to its end. begin: called with the manifest before anything else is read.

    Raises KeyDoesNotFit, and BackupUnreadable when a part is not what it was when it was written.
    """
    sums, kept, blobs = {}, {}, 0
    with understood(file), unsealing(file, identities) as (plain, _):
        for part in parts(plain):
            if part.name.startswith(BLOBS):
                keep(part.name.removeprefix(BLOBS), part)
                blobs += 1
                continue
            content = part.read()
            sums[part.name] = hashlib.sha256(content).hexdigest()
            if not part.name.startswith(DUMP):
                kept[part.name] = content
            if part.name == MANIFEST:
                begin(Manifest.read(content))
        drain(plain)
        found = Read(Manifest.read(kept[MANIFEST]), kept[SECRET].decode(), Report.read(kept[REPORT]))
        sums.pop(SUMS)
        if sums != read_sums(kept[SUMS]) or blobs != found.report.blobs:
            raise ValueError("its parts are not those that were written")
    return found


def dump(file: Path, identities: Sequence[Identity]) -> Iterator[bytes]:
    """The dump of the database in a backup, piece by piece."""
    with understood(file), unsealing(file, identities) as (plain, _):
        for part in parts(plain):
            if part.name.startswith(DUMP):
                yield part.read()
            elif part.name != MANIFEST:
                return


def secret(file: Path, identities: Sequence[Identity]) -> str:
    """The secret in a backup."""
    with understood(file), unsealing(file, identities) as (plain, _):
        return next(part.read().decode() for part in parts(plain) if part.name == SECRET)


def blobs_of_earlier(file: Path, link: Link, identities: Sequence[Identity], keep: Keep) -> None:
    """Hand out the blobs in an earlier file. Raises EarlierMissing when it is not the one that `link` means."""
    earlier = file.with_name(link.file)
    with understood(earlier), unsealing(earlier, identities) as (plain, sealed):
        for part in parts(plain):
            if part.name.startswith(BLOBS):
                keep(part.name.removeprefix(BLOBS), part)
        drain(plain)
    if sealed.digest.hexdigest() != link.sha256:
        raise EarlierMissing(file=file.name, earlier=link.file)


def must_be_there(file: Path, links: Sequence[Link]) -> None:
    """Raises EarlierMissing naming the first file that does not lie beside this one."""
    for link in links:
        if not file.with_name(link.file).is_file():
            raise EarlierMissing(file=file.name, earlier=link.file)


def drain(stream) -> None:
    """To the very end, where a stream that was cut off is found out."""
    while stream.read(BUFFER):
        pass


@contextmanager
def understood(file: Path) -> Iterator[None]:
    """What is no backup at all is refused in the same words as one that was changed."""
    try:
        yield
    except (tarfile.TarError, ValueError, TypeError, KeyError, StopIteration) as error:
        raise BackupUnreadable(file=file, why=str(error) or type(error).__name__) from error
