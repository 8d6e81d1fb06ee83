"""Backups: one encrypted file of everything, and the drill that tries one."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click

from server.cli import _terminal as terminal
from server.cli._progress import Progress

NEWEST = "newest"
file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
key_option = click.option(
    "--key",
    "key_file",
    required=True,
    metavar="KEYFILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file with the private key.",
)


class FileFirst(click.Group):
    """`yudee backup FILE` is `yudee backup make FILE`; a file called as a command is ./key."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args if not args or args[0] in {*self.commands, "--help"} else ["make", *args])


@click.group(cls=FileFirst)
def command() -> None:
    """Back everything up: `yudee backup FILE [--to KEY] [--onto EARLIER]`, see `yudee backup make --help`."""


@command.command()
@click.argument("file", type=terminal.NewFile())
@click.option("--to", metavar="KEY", multiple=True, help="A public key, age1…, that can open it; else YUDEE_BACKUP_TO.")
@click.option("--onto", metavar="EARLIER", help="Leave out stored files that an earlier backup has; or: newest.")
@terminal.as_json
def make(file: Path, to: Sequence[str], onto: str | None, as_json: bool) -> None:
    """Write database, stored files and secret into FILE, encrypted, while everything runs on.

    Every stored file is read and checked. Those that are damaged or missing are named, and the status is 1.
    """
    from server.backup import keys, making
    from server.config import Settings

    settings = Settings.from_env()
    recipients = keys.recipients(to or settings.backup_to)
    earlier = newest_beside(file) if onto == NEWEST else Path(onto) if onto else None
    with terminal.connected(settings), Progress() as told:
        now = dt.datetime.now(dt.UTC)
        made = making.make(file, settings, recipients, onto=earlier, now=now, told=told)
    terminal.show(made, as_json=as_json, text=in_words(made))
    if not made.is_whole:
        raise SystemExit(1)


@command.command()
@click.argument("file", required=False, type=terminal.NewFile())
def key(file: Path | None) -> None:
    """Make keys: the private one in FILE, to be kept off this server; the public one is printed.

    Without FILE the private one is printed, for a pipe, and the public one goes to stderr.
    """
    from server.backup import keys

    now = dt.datetime.now(dt.UTC)
    if file:
        click.echo(keys.make(file, now=now))
    else:
        public, private = keys.new(now=now)
        click.echo(private, nl=False)
        click.echo(public, err=True)
    told = terminal.in_words(
        th="เก็บกุญแจลับไว้นอกเครื่องนี้อย่างน้อยสองที่ ไม่มีกุญแจนี้ไม่มีใครเปิดไฟล์สำรองได้"
        " บรรทัดบนคือกุญแจสาธารณะ สำหรับ --to หรือ YUDEE_BACKUP_TO",
        en="Keep the private key off this server, in two places at least: without it nobody opens a backup."
        " The line above is the public key, for --to or YUDEE_BACKUP_TO.",
    )
    click.echo(told, err=True)


@command.command()
@file_argument
@key_option
def secret(file: Path, key_file: Path) -> None:
    """Print the secret in a backup, for YUDEE_SECRET of the server it is restored on."""
    from server.backup import keys, reading

    click.echo(reading.secret(file, keys.identities(key_file)))


@command.command()
@file_argument
@key_option
@terminal.as_json
def drill(file: Path, key_file: Path, as_json: bool) -> None:
    """Restore FILE into a scratch place, compare every table and figure, compute anew, and remove it again."""
    from server import garbage
    from server.backup import drill, keys

    garbage.search_seldom()
    with Progress() as told:
        done = drill.drill(file, keys.identities(key_file), told=told)
    note_drill(file, done.is_well)
    terminal.show(done, as_json=as_json, text=drilled_in_words(done))
    if not done.is_well:
        raise SystemExit(1)


@command.command()
@terminal.as_json
def nightly(as_json: bool) -> None:
    """What the clock does each night: today's backup in YUDEE_BACKUP, if it is not there yet; too old ones go."""
    from server.backup import nightly
    from server.config import Settings

    settings = Settings.from_env()
    with terminal.connected(settings):
        night = nightly.run(settings, now=dt.datetime.now(dt.UTC))
    said = (
        in_words(night.made) if night.made else terminal.in_words(th="สำรองของวันนี้มีแล้ว", en="Today's backup is there.")
    )
    removed = "".join(f"\n- {name}" for name in night.removed)
    terminal.show(night, as_json=as_json, text=said + removed)
    if night.made and not night.made.is_whole:
        raise SystemExit(1)


def newest_beside(file: Path) -> Path:
    """The newest complete backup in the folder."""
    from server.backup import chain
    from server.backup.problems import EarlierUnusable

    folder = file.absolute().parent
    found = chain.usable(path.with_suffix("") for path in folder.glob("*.index"))
    if not found:
        raise EarlierUnusable(file=folder, why="there is no complete backup in it")
    return folder / found[-1].file


def note_drill(file: Path, is_well: bool) -> None:
    """In the book of the running system; on a machine without one there is no book."""
    from environs import EnvValidationError
    from sqlalchemy.exc import OperationalError

    from server.domain import events, people

    try:
        with terminal.work() as session:
            actor = people.system_actor(session)
            events.record(session, "backup.drill", "backup", file.name, actor_id=actor.id, well=is_well)
    except (EnvValidationError, OperationalError):
        said = terminal.in_words(th="ไม่ได้บันทึกในสมุด: ไม่มีระบบทำงานอยู่ที่นี่", en="Not noted in the book: no Yudee runs here.")
        click.echo(said, err=True)


def in_words(made) -> str:
    """What was written, and every stored file that is not what it was."""
    lines = [
        terminal.in_words(
            th=f"{made.file}: {made.bytes:,} ไบต์ ฐานข้อมูล {made.rows:,} แถว ไฟล์แนบ {made.blobs:,} ไฟล์"
            f" (อยู่ในไฟล์ก่อนหน้า {made.blobs_in_earlier:,})",
            en=f"{made.file}: {made.bytes:,} bytes, {made.rows:,} rows, {made.blobs:,} stored files"
            f" ({made.blobs_in_earlier:,} in earlier backups)",
        )
    ]
    saved = terminal.in_words(th="อยู่ในไฟล์สำรองก่อนหน้า", en="an earlier backup has it")
    for fault, names in ((("เสียหาย", "damaged"), made.damaged), (("หายไป", "missing"), made.missing)):
        word = terminal.in_words(th=fault[0], en=fault[1])
        lines += [f"{word}: {name}" + (f" ({saved})" if name in made.in_earlier else "") for name in names]
    return "\n".join(lines)


def drilled_in_words(done) -> str:
    counts = terminal.in_words(
        th=f"สำรองเมื่อ {done.made_at}: {done.tables} ตาราง {done.rows:,} แถว ไฟล์แนบ {done.blobs:,} ไฟล์"
        f" ผลรวม {done.figures} ชุด คำนวณใหม่แล้วเปลี่ยน {len(done.changes)} ค่า",
        en=f"Backup of {done.made_at}: {done.tables} tables, {done.rows:,} rows, {done.blobs:,} stored files and"
        f" {done.figures} roll-ups restored; {len(done.changes)} changes when computed anew",
    )
    unlike = terminal.in_words(th="ต่างจากตอนสำรอง", en="not as it was backed up")
    absent = terminal.in_words(th="ไม่มีในไฟล์สำรอง", en="not in the backup")
    changed = [
        f"{one.village_code} {one.plan_year} {one.basis} {one.figure}: {one.before} → {one.after}"
        for one in done.changes
    ]
    lines = [f"{name}: {unlike}" for name in (*done.differing_tables, *done.differing_figures)]
    lines += [f"{name}: {absent}" for name in done.absent]
    well = terminal.in_words(th="ทุกอย่างตรงกัน", en="Everything is as it was.") if done.is_well else ""
    return "\n".join([counts, *lines, *changed, *([well] if well else [])])
