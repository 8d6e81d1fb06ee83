"""Backups that rest on earlier ones: which blobs are there already, and which files belong together."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from server.backup.contents import Index, Link, index_of
from server.backup.problems import EarlierUnusable


@dataclass(frozen=True)
class Chain:
    """Files a backup rests on, oldest first, and the blobs (sha256 in hex) that are in them."""

    links: tuple[Link, ...] = ()
    blobs: frozenset[str] = frozenset()


NOTHING = Chain()


def resting_on(earlier: Path, *, beside: Path) -> Chain:
    """What a backup in the folder of `beside` has to say of the files it will rest on. Raises EarlierUnusable."""
    if earlier.absolute().parent.resolve() != beside.absolute().parent.resolve():
        raise EarlierUnusable(file=earlier, why="it lies in another folder")
    index = complete(earlier)
    blobs = set(index.blobs)
    for link in index.earlier:
        before = complete(earlier.with_name(link.file))
        if before.link != link:
            raise EarlierUnusable(file=earlier, why=f"{link.file} is not the file it rests on")
        blobs.update(before.blobs)
    return Chain((*index.earlier, index.link), frozenset(blobs))


def complete(file: Path) -> Index:
    """The index of a file that is there in its full length. Raises EarlierUnusable."""
    try:
        index = Index.read(index_of(file).read_bytes())
        size = file.stat().st_size
    except FileNotFoundError as error:
        raise EarlierUnusable(file=file, why=f"there is no {Path(error.filename).name}") from error
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise EarlierUnusable(file=file, why=f"{index_of(file).name} cannot be read") from error
    if (index.file, index.size) != (file.name, size):
        raise EarlierUnusable(file=file, why=f"{index_of(file).name} speaks of another file")
    return index


def usable(files: Iterable[Path]) -> list[Index]:
    """The indexes of those of the files that are complete, oldest first."""
    found = []
    for file in files:
        try:
            found.append(complete(file))
        except EarlierUnusable:
            continue
    return sorted(found, key=lambda index: (index.made_at, index.file))
