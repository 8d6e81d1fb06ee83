"""Making a backup: one moment of the database, the secret, and every blob of that moment, sealed into one file."""

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from pyrage.x25519 import Recipient
from sqlalchemy.orm import Session

from server.backup import figures, postgresql
from server.backup.archive import Writer
from server.backup.chain import NOTHING, Chain, resting_on
from server.backup.contents import BLOBS, DUMP, MANIFEST, REPORT, SECRET, Index, Manifest, Report, as_json
from server.backup.file import finish, written
from server.backup.problems import BlobUnreadable
from server.backup.sealed import Summed, sealing
from server.config import Settings
from server.db.queries import backups, receiving
from server.db.session import receiving as connection
from server.db.session import transaction
from server.domain import events, people
from server.storage import BlobStore, digest_of, store_of

Told = Callable[[int, int], None]  # bytes of blobs done, bytes of all


@dataclass(frozen=True)
class Made:
    """A backup. bytes of the file; blobs it holds, and how many it leaves to the files it rests on.

    damaged and missing: sha256 in hex of blobs whose bytes changed or are gone; in_earlier: those of them that the
    files it rests on still have.
    """

    file: str
    bytes: int
    rows: int
    blobs: int
    blobs_in_earlier: int
    damaged: tuple[str, ...]
    missing: tuple[str, ...]
    in_earlier: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not (self.damaged or self.missing)


@dataclass(frozen=True)
class Looked:
    """What became of the blobs: written into this file, found changed, found gone, erased since the snapshot."""

    written: tuple[str, ...]
    damaged: tuple[str, ...]
    missing: tuple[str, ...]
    erased: tuple[str, ...]


def make(
    file: Path,
    settings: Settings,
    recipients: Sequence[Recipient],
    *,
    onto: Path | None = None,
    now: dt.datetime,
    told: Told = lambda _done, _all: None,
) -> Made:
    """Back everything up into a new file beside the running system, and note it in the book.

    onto: an earlier backup in the same folder; blobs that its chain has are looked at, not written again.
    Blobs that are damaged or missing end nothing: they are named. Raises the problems of `server.backup.problems`.
    """
    chain = resting_on(onto, beside=file) if onto else NOTHING
    with written(file) as out:
        with sealing(out, recipients) as plain, Writer(plain) as archive:
            manifest = add_database(archive, settings, chain, now)
            archive.add(SECRET, settings.secret.encode())
            looked = add_blobs(archive, store_of(settings), manifest.blobs, chain.blobs, told)
            faults = {"damaged": looked.damaged, "missing": looked.missing, "erased": looked.erased}
            absent = {name: tuple(one for one in found if one not in chain.blobs) for name, found in faults.items()}
            archive.add(REPORT, as_json(Report(**absent, blobs=len(looked.written))))
        index = index_for(file, out, manifest, looked)
        finish(out, file, index)
    made = Made(
        file=file.name,
        bytes=index.size,
        rows=sum(table.rows for table in manifest.tables.values()),
        blobs=len(looked.written),
        blobs_in_earlier=sum(1 for one in manifest.blobs if one in chain.blobs),
        damaged=looked.damaged,
        missing=looked.missing,
        in_earlier=tuple(one for one in (*looked.damaged, *looked.missing) if one in chain.blobs),
    )
    note(made, is_full=not chain.links)
    return made


def add_database(archive: Writer, settings: Settings, chain: Chain, now: dt.datetime) -> Manifest:
    """The manifest, then the dump: both of the same moment, which ends with the dump."""
    with transaction() as session:
        snapshot = backups.hold_still(session)
        program, _ = postgresql.tool("pg_dump", backups.server_version(session))
        manifest = describe(session, chain, now)
        archive.add(MANIFEST, as_json(manifest))
        with postgresql.dumping(program, settings.database_url, snapshot) as dump:
            for number, piece in enumerate(pieces(dump)):
                archive.add(f"{DUMP}{number:05d}", piece)
    return manifest


def describe(session: Session, chain: Chain, now: dt.datetime) -> Manifest:
    server = backups.server_version(session)
    return Manifest(
        yudee=version("yudee"),
        schema=backups.schema(session),
        made_at=now.isoformat(timespec="seconds"),
        postgresql=max(server, postgresql.tool("pg_dump", server)[1]),
        earlier=chain.links,
        blobs={row.sha256.hex(): row.size for row in backups.blobs(session)},
        tables=figures.tables(session),
        figures=figures.roll_ups(session),
    )


def pieces(stream: BinaryIO) -> Iterator[bytes]:
    """A stream of unknown length in pieces whose lengths are known, as a tar wants them."""
    while piece := stream.read(postgresql.PIECE):
        yield piece


def add_blobs(archive: Writer, store: BlobStore, wanted: dict[str, int], there: frozenset[str], told: Told) -> Looked:
    """Read every blob; write those that are what their name says, and that no earlier file has."""
    added, damaged, missing = [], [], []
    done, total = 0, sum(wanted.values())
    for name, size in wanted.items():
        with ExitStack() as opened:
            try:
                blob = opened.enter_context(store.open(bytes.fromhex(name)))
                is_right = digest_of(blob).hex() == name
            except FileNotFoundError:
                missing.append(name)
            except PermissionError:
                raise BlobUnreadable(blob=name) from None
            except OSError:  # the disk cannot read it
                damaged.append(name)
            else:
                if not is_right:
                    damaged.append(name)
                elif name not in there:
                    blob.seek(0)
                    archive.add_blob(f"{BLOBS}{name}", blob, os.fstat(blob.fileno()).st_size)
                    added.append(name)
        done += size
        told(done, total)
    erased = erased_since(missing)
    gone = tuple(name for name in missing if name not in erased)
    return Looked(tuple(added), tuple(damaged), gone, tuple(sorted(erased)))


def erased_since(missing: Sequence[str]) -> set[str]:
    """Those of which the database does not speak any more: they went after the snapshot, as they should."""
    if not missing:
        return set()
    with connection() as one:
        known = receiving.known_blobs(one, [bytes.fromhex(name) for name in missing])
    return {name for name in missing if bytes.fromhex(name) not in known}


def index_for(file: Path, out: Summed, manifest: Manifest, looked: Looked) -> Index:
    return Index(file.name, out.digest.hexdigest(), out.size, manifest.made_at, manifest.earlier, looked.written)


def note(made: Made, *, is_full: bool) -> None:
    """The event by which everybody knows when a backup was made."""
    counts = {"bytes": made.bytes, "blobs": made.blobs, "damaged": len(made.damaged), "missing": len(made.missing)}
    with transaction() as session:
        actor = people.system_actor(session)
        events.record(session, "backup.make", "backup", made.file, actor_id=actor.id, full=is_full, **counts)
