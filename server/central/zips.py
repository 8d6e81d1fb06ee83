"""A zip written while it is read: its tables, the files that were sent, and the logs that phones kept."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from server.central.feed import Feed
from server.central.streams import lines
from server.domain import pictures
from server.domain.answer_tables.names import file_name, unused
from server.domain.pictures import PictureUnreadable
from server.storage import CHUNK, WHOLE, BlobFaulty, blobs

QUICKLY = 1  # answers shrink to a tenth as well as to a twelfth
LOG = "audit.csv"
LOG_COLUMNS = ("event", "node", "start", "end", "latitude", "longitude", "accuracy")
LOG_COLUMNS += ("old-value", "new-value", "user", "change-reason")


@dataclass(frozen=True)
class Entry:
    """A file of a zip. is_packed: its content is small already."""

    name: str
    chunks: Iterator[bytes]
    is_packed: bool = False


class Pipe(io.RawIOBase):
    """What a zip is written to: whatever came since it was last taken."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:  # type: ignore[no-untyped-def,override]
        self.waiting.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self.waiting)
        self.waiting.clear()
        return taken


def zipped(entries: Iterator[Entry]) -> Iterator[bytes]:
    """The bytes of a zip with these files."""
    pipe = Pipe()
    now = datetime.now(UTC).timetuple()[:6]
    with ZipFile(pipe, "w", compresslevel=QUICKLY) as made:  # type: ignore[call-overload]
        for entry in entries:
            head = ZipInfo(entry.name, now)
            head.compress_type = ZIP_STORED if entry.is_packed else ZIP_DEFLATED
            head.external_attr = 0o644 << 16
            with made.open(head, "w", force_zip64=True) as file:
                for chunk in entry.chunks:
                    file.write(chunk)
                    if taken := pipe.take():
                        yield taken
    yield pipe.take()


def media(feed: Feed, *, sees_originals: bool) -> Iterator[Entry]:
    """The files that came with the submissions: under their own names, or below the id of their submission where two
    have the same, or have to be called otherwise. Whoever does not review gets pictures without what a camera wrote
    into them."""
    same = feed.file_names_twice()
    current, taken = None, set[str]()
    for batch in feed.files():
        for instance_id, name, sha256 in batch:
            if name == LOG:
                continue
            if instance_id != current:
                current, taken = instance_id, set()
            is_plain = name == file_name(name) and name not in same
            called = name if is_plain else f"{file_name(instance_id)}/{unused(file_name(name), taken, '{1}~{0}')}"
            content = content_of(sha256, name, sees_originals=sees_originals)
            if content is not None:
                yield Entry(f"media/{called}", content, is_packed=True)


def content_of(sha256: bytes, name: str, *, sees_originals: bool) -> Iterator[bytes] | None:
    try:
        path = blobs().sound(sha256)
    except BlobFaulty:
        return None
    if sees_originals or not pictures.is_picture(path, name):
        return chunks_of(path)
    try:
        return iter([pictures.copy(path)])
    except PictureUnreadable:
        return None


def chunks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def logs(feed: Feed, form_name: str) -> Iterator[Entry]:
    """What phones wrote down while forms were filled in, all in one table."""
    yield Entry(f"{form_name} - {LOG}", log_chunks(feed))


def log_chunks(feed: Feed) -> Iterator[bytes]:
    yield lines([("instance ID", *LOG_COLUMNS)]).encode()
    for batch in feed.files(LOG):
        for instance_id, _, sha256 in batch:
            if blobs().verify(sha256) == WHOLE:
                yield from (lines([(instance_id, *row)]).encode() for row in log_rows(blobs().path(sha256)))


def log_rows(path: Path) -> Iterator[list[str | None]]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        try:
            for row in csv.DictReader(file):
                yield [row.get(column) for column in LOG_COLUMNS]
        except csv.Error:  # a phone's file that is no table: what could be read of it is there
            return
