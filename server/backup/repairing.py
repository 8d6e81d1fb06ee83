"""Stored files that were damaged or are missing, brought back from a backup; nothing else is touched."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyrage.x25519 import Identity

from server.backup import reading
from server.backup.archive import Part
from server.backup.problems import NoRoomToRestore
from server.errors import StorageFull
from server.storage import BlobStore


@dataclass
class Wanted:
    """Takes those of these files that come by, sha256 in hex; the others pass."""

    store: BlobStore
    names: Collection[str]
    taken: set[str] = field(default_factory=set)

    def keep(self, name: str, part: Part) -> None:
        if name not in self.names or name in self.taken:
            return
        try:
            stored = self.store.put(part.stream)
        except StorageFull:
            raise NoRoomToRestore(folder=self.store.folder) from None
        if stored.sha256.hex() != name:  # that one is a stray
            raise ValueError(f"the blob {name} is another one")
        self.taken.add(name)


def repair(file: Path, identities: Sequence[Identity], store: BlobStore, names: Collection[str]) -> set[str]:
    """Store the files of these names (sha256 in hex) that a backup and those it rests on have; returns which came.

    Raises KeyDoesNotFit, BackupUnreadable, EarlierMissing, NoRoomToRestore; what came until then stays.
    """
    wanted = Wanted(store, names)
    read = reading.read(file, identities, lambda _: None, wanted.keep)
    for link in reversed(read.manifest.earlier):
        if wanted.taken >= set(names):
            break
        reading.must_be_there(file, [link])
        reading.blobs_of_earlier(file, link, identities, wanted.keep)
    return wanted.taken
