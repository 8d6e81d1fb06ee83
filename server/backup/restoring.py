"""Restoring: into an empty place only, all or nothing; one that was broken off can be started again."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from alembic.script import ScriptDirectory
from pyrage.x25519 import Identity
from sqlalchemy import NullPool, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from server.backup import figures, postgresql, reading
from server.backup.archive import Part
from server.backup.contents import Manifest
from server.backup.making import Told
from server.backup.problems import BlobsMissing, NewerThanCode, NoRoomToRestore, NotEmpty, OlderServer, OtherSecret
from server.backup.reading import Read
from server.db.migrate import config, migrate
from server.db.queries import backups
from server.errors import StorageFull
from server.storage import BlobStore


@dataclass(frozen=True)
class Place:
    """Where a backup is restored. secret: the file it is written to, unless the operator has given one."""

    database_url: str
    blobs: BlobStore
    secret: Path
    given_secret: str = ""


@dataclass(frozen=True)
class Restored:
    """What came back. differing: tables whose rows are not those of the backup; absent: blobs it never had."""

    manifest: Manifest
    rows: int
    blobs: int
    absent: tuple[str, ...]
    differing: tuple[str, ...]


@dataclass
class Blobs:
    """Takes in the blobs that the manifest speaks of, from whichever file of the chain they lie in."""

    store: BlobStore
    told: Told
    wanted: dict[str, int] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    bytes: int = 0

    def keep(self, name: str, part: Part) -> None:
        if name not in self.wanted or name in self.taken:
            return
        self.store.discard(bytes.fromhex(name))  # of a restoring that was broken off
        try:
            stored = self.store.put(part.stream)
        except StorageFull:
            raise NoRoomToRestore(folder=self.store.place) from None
        if stored.sha256.hex() != name:
            self.store.discard(stored.sha256)
            raise ValueError(f"the blob {name} is another one")
        self.taken.add(name)
        self.bytes += stored.size
        self.told(self.bytes, self.total)

    @cached_property
    def total(self) -> int:
        return sum(self.wanted.values())

    def forget(self) -> None:
        """Remove what was taken in."""
        for name in self.taken:
            self.store.discard(bytes.fromhex(name))

    def missing(self, absent: frozenset[str]) -> list[str]:
        return sorted(self.wanted.keys() - self.taken - absent)


def restore(file: Path, identities: Sequence[Identity], place: Place, *, told: Told = lambda _d, _a: None) -> Restored:
    """Fill an empty database, an empty folder of blobs and the file of the secret, after everything was checked.

    The database comes last and in one transaction: until then nothing counts, and starting again goes on. A schema
    older than the code's is migrated, a newer one refused. Raises the problems of `server.backup.problems`.
    """
    had_secret = place.secret.exists()
    blobs = Blobs(place.blobs, told)
    try:
        read = take_in(file, identities, place, blobs)
        if not place.given_secret:
            write_secret(place.secret, read.secret)
        os.sync()  # once for all blobs, instead of once for each
        fill(file, identities, place.database_url, read.manifest)
    except BaseException:
        if not is_filled(place.database_url):
            blobs.forget()
            if not had_secret:
                place.secret.unlink(missing_ok=True)
        raise
    differing = compare(place.database_url, read.manifest)
    migrate(place.database_url)
    analyse(place.database_url)
    rows = sum(table.rows for table in read.manifest.tables.values())
    return Restored(read.manifest, rows, len(blobs.taken), tuple(sorted(read.report.absent)), differing)


def take_in(file: Path, identities: Sequence[Identity], place: Place, blobs: Blobs) -> Read:
    """Check every part of the backup and of the files it rests on; blobs are kept while they pass by."""

    def begin(manifest: Manifest) -> None:
        must_be_known(manifest)
        reading.must_be_there(file, manifest.earlier)
        must_be_empty(place, manifest)
        blobs.wanted = manifest.blobs

    read = reading.read(file, identities, begin, blobs.keep)
    for link in reversed(read.manifest.earlier):
        reading.blobs_of_earlier(file, link, identities, blobs.keep)
    if missing := blobs.missing(read.report.absent):
        raise BlobsMissing(count=len(missing), first=missing[0])
    if place.given_secret and place.given_secret != read.secret:
        raise OtherSecret(file=file)
    if not place.given_secret and place.secret.exists() and place.secret.read_text().strip() != read.secret:
        raise NotEmpty(place=place.secret)
    return read


def must_be_known(manifest: Manifest) -> None:
    """Raises NewerThanCode when our migrations do not lead past the schema of the backup."""
    known = {step.revision for step in ScriptDirectory.from_config(config("postgresql://")).walk_revisions()}
    if manifest.schema not in known:
        raise NewerThanCode(schema=manifest.schema, version=manifest.yudee)


def must_be_empty(place: Place, manifest: Manifest) -> None:
    """Raises NotEmpty, unless what lies there are blobs of this backup; OlderServer."""
    with asked(place.database_url) as session:
        if backups.tables(session):
            raise NotEmpty(place="The database")
        here = backups.server_version(session)
    if here < manifest.postgresql:
        raise OlderServer(made_by=manifest.postgresql, here=here)
    if any(blob.sha256.hex() not in manifest.blobs for blob in place.blobs.listed()):
        raise NotEmpty(place=place.blobs.place)


def is_filled(database_url: str) -> bool:
    """Whether the database has what it was to get; one that does not answer may have."""
    try:
        with asked(database_url) as session:
            return bool(backups.tables(session))
    except OperationalError:
        return True


def fill(file: Path, identities: Sequence[Identity], database_url: str, manifest: Manifest) -> None:
    """The database, with the role that its grants speak of."""
    program, _ = postgresql.tool("pg_restore", manifest.postgresql)
    with asked(database_url) as session:
        backups.make_role_of_people(session)
        session.commit()
    dump = reading.dump(file, identities)
    try:
        postgresql.restore(program, database_url, dump)
    finally:
        dump.close()


def analyse(database_url: str) -> None:
    with asked(database_url) as session:
        backups.analyse(session)
        session.commit()


def compare(database_url: str, manifest: Manifest) -> tuple[str, ...]:
    """The tables whose rows are not what they were in the snapshot."""
    with asked(database_url) as session:
        return figures.differing(manifest.tables, figures.tables(session))


def asked(database_url: str) -> Session:
    """A session of the database restored into, whatever else this process is connected to."""
    return Session(create_engine(database_url, poolclass=NullPool, connect_args={"options": "-c timezone=UTC"}))


def write_secret(file: Path, secret: str) -> None:
    """Whole or not at all, for its owner alone."""
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(secret)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.rename(file)
