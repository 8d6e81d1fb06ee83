"""Stored files: copied to another place, or all of them compared with their names."""

import click

from server.cli import _terminal as terminal
from server.cli._progress import Progress

PLACE = "file:/folder or s3://bucket/prefix."


@click.group()
def command() -> None:
    """Where photos and documents lie: a folder or S3."""


@command.command()
@click.argument("place")
@click.option("--from", "source", metavar="PLACE", help="Where they lie; YUDEE_BLOBS by default.")
@terminal.as_json
def move(place: str, source: str | None, as_json: bool) -> None:
    """Copy all files to PLACE, file:/folder or s3://bucket/prefix, while everything runs on.

    Nothing changes where they lie now. Run it again to go on after it broke off, and to catch up with what came since.
    """
    from server import storage
    from server.config import Settings
    from server.domain import stores

    settings = Settings.from_env()
    with terminal.connected(settings), Progress() as told:
        given = store_at(source, settings) if source else storage.blobs()
        target = store_at(place, settings)
        if given.place == target.place:
            raise click.UsageError(
                terminal.in_words(th=f"ไฟล์อยู่ที่ {given.place} แล้ว", en=f"They lie in {given.place} already.")
            )
        moved = stores.move(given, target, told=told)
    copied = moved.files - moved.there_already - len(moved.damaged) - len(moved.missing)
    said = terminal.in_words(
        th=f"{target.place}: คัดลอก {copied:,} ไฟล์ มีอยู่แล้ว {moved.there_already:,}",
        en=f"{target.place}: {copied:,} files copied, {moved.there_already:,} were there",
    )
    show(moved, said + ("" if place_is_set(settings, target) else f"\n{next_step(given, target)}"), as_json=as_json)


@command.command()
@click.argument("place", required=False)
@terminal.as_json
def verify(place: str | None, as_json: bool) -> None:
    """Read every file that rows name and compare it with its sha256, in YUDEE_BLOBS or in PLACE.

    Those that are damaged or missing are named, and the status is 1.
    """
    from server import storage
    from server.config import Settings
    from server.domain import stores

    settings = Settings.from_env()
    with terminal.connected(settings), Progress() as told:
        store = store_at(place, settings) if place else storage.blobs()
        looked = stores.verify(store, told=told)
    said = terminal.in_words(
        th=f"{store.place}: ตรวจ {looked.files:,} ไฟล์ {looked.bytes:,} ไบต์",
        en=f"{store.place}: {looked.files:,} files of {looked.bytes:,} bytes looked at",
    )
    show(looked, said, as_json=as_json)


def store_at(place: str, settings):
    """The store at a place that was named on the command line."""
    from environs import ValidationError

    from server import storage
    from server.config import is_place, with_scheme

    try:
        is_place(place)
    except ValidationError:
        said = terminal.in_words(th=f"{place} ไม่ใช่ {PLACE}", en=f"{place} is not {PLACE}")
        raise click.UsageError(said) from None
    return storage.store_at(with_scheme(place), var=settings.var, cache_mb=settings.blob_cache_mb)


def place_is_set(settings, store) -> bool:
    return settings.blobs == store.place


def next_step(source, target) -> str:
    return terminal.in_words(
        th=f"ตั้ง YUDEE_BLOBS={target.place} แล้วเริ่มระบบใหม่ จากนั้นสั่ง"
        f" yudee blobs move {target.place} --from {source.place} อีกครั้งเพื่อเก็บไฟล์ที่เข้ามาระหว่างนั้น",
        en=f"Set YUDEE_BLOBS={target.place} and start Yudee again; then, for what came meanwhile, run"
        f" yudee blobs move {target.place} --from {source.place}",
    )


def show(looked, said: str, *, as_json: bool) -> None:
    """The counts, and every file that is not what it was; then the status is 1."""
    lines = [said]
    for names, th, en in ((looked.damaged, "เสียหาย", "damaged"), (looked.missing, "หายไป", "missing")):
        lines += [f"{terminal.in_words(th=th, en=en)}: {name}" for name in names]
    terminal.show(looked, as_json=as_json, text="\n".join(lines))
    if not looked.is_whole:
        raise SystemExit(1)
