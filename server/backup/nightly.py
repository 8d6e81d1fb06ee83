"""Backups by the clock: a full one each week, in between what is new; those that are too old go, by whole chains."""

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from server.backup import chain, keys
from server.backup.contents import Index, index_of
from server.backup.making import Made, Told, make
from server.backup.problems import FolderMissing
from server.config import Settings
from server.domain.indicators.calendar import bangkok_date

FULL_EVERY = dt.timedelta(days=7)
NAMES = "yudee-????-??-??.age"


@dataclass(frozen=True)
class Night:
    """What was done: the backup, or None when there was one of this day already; names of those that went."""

    made: Made | None
    removed: tuple[str, ...]


def run(settings: Settings, *, now: dt.datetime, told: Told = lambda _d, _a: None) -> Night:
    """Remove what is too old, which may be what fills the disk; make the backup of this day unless it is there.

    What it has made too old goes as well. Raises FolderMissing, see `make`.
    """
    folder = folder_of(settings)
    file = folder / f"yudee-{bangkok_date(now)}.age"
    recipients = keys.recipients(settings.backup_to)
    keep = dt.timedelta(days=settings.backup_keep_days)
    removed, made = remove_old(folder, keep, now), None
    if not file.exists():
        made = make(file, settings, recipients, onto=to_rest_on(folder, now), now=now, told=told)
    return Night(made, removed + remove_old(folder, keep, now))


def is_made(settings: Settings, day: dt.date) -> bool:
    """Whether the backup of a day is there."""
    return Path(settings.backup, f"yudee-{day}.age").exists()


def folder_of(settings: Settings) -> Path:
    folder = Path(settings.backup)
    if not settings.backup or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise FolderMissing(folder=settings.backup or "YUDEE_BACKUP")
    return folder


def to_rest_on(folder: Path, now: dt.datetime) -> Path | None:
    """The newest backup, when the full one its chain begins with is younger than a week and all of them are there.

    Those made while the clock was ahead are none yet: the week would last as long as it was.
    """
    by_name = {index.file: index for index in chain.usable(folder.glob(NAMES)) if made_at(index) <= now}
    newest = max(by_name.values(), key=lambda index: index.made_at, default=None)
    if newest is None:
        return None
    first = by_name.get(first_of(newest))
    if not first or now - made_at(first) >= FULL_EVERY or any(link.file not in by_name for link in newest.earlier):
        return None
    return folder / newest.file


def remove_old(folder: Path, keep: dt.timedelta, now: dt.datetime) -> tuple[str, ...]:
    """Remove the chains whose first file is older than `keep`, except the newest; returns the names that went."""
    indexes = chain.usable(folder.glob(NAMES))
    until_now = [one for one in indexes if made_at(one) <= now] or indexes
    newest = first_of(until_now[-1]) if until_now else None
    old = {first_of(one) for one in indexes if now - made_at(one) > keep} - {newest}
    gone = [one for one in reversed(indexes) if first_of(one) in old]  # what rests on others goes before them
    remove(folder, gone)
    return tuple(one.file for one in gone)


def remove(folder: Path, gone: Sequence[Index]) -> None:
    for one in gone:
        (folder / one.file).unlink()
        index_of(folder / one.file).unlink()


def first_of(index: Index) -> str:
    """The name of the full backup a chain begins with."""
    return index.earlier[0].file if index.earlier else index.file


def made_at(index: Index) -> dt.datetime:
    return dt.datetime.fromisoformat(index.made_at)
