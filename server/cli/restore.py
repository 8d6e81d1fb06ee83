"""Restore a backup into an empty place."""

from pathlib import Path

import click

from server.cli import _terminal as terminal
from server.cli._progress import Progress
from server.cli.backup import file_argument, key_option


@click.command()
@file_argument
@key_option
@click.option(
    "--into",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="An empty data folder; otherwise YUDEE_VAR, or the database of DATABASE_URL.",
)
@terminal.as_json
def command(file: Path, key_file: Path, into: Path | None, as_json: bool) -> None:
    """Restore database, stored files and secret from FILE, and the files it rests on, which lie beside it.

    Everything is checked before anything counts. `make run` with the same folder goes on; phones keep their codes.
    """
    from server.backup import keys, places
    from server.backup.problems import RestoredDiffers
    from server.backup.restoring import restore

    identities = keys.identities(key_file)
    with places.place(into) as place, Progress() as told:
        done = restore(file, identities, place, told=told)
    if done.differing:
        raise RestoredDiffers(tables=", ".join(done.differing))
    result = {"made_at": done.manifest.made_at, "rows": done.rows, "blobs": done.blobs, "absent": done.absent}
    terminal.show(result, as_json=as_json, text=in_words(done))


def in_words(done) -> str:
    counts = terminal.in_words(
        th=f"กู้คืนข้อมูลของ {done.manifest.made_at} แล้ว: {done.rows:,} แถว ไฟล์แนบ {done.blobs:,} ไฟล์ ตรงกับตอนสำรองทุกตาราง",
        en=f"Restored as of {done.manifest.made_at}: {done.rows:,} rows, {done.blobs:,} stored files;"
        " every table is as it was",
    )
    absent = terminal.in_words(th="ไม่มีในไฟล์สำรอง", en="not in the backup")
    return "\n".join([counts, *(f"{name}: {absent}" for name in done.absent)])
