"""What the commands share: one transaction, common options, and how results and faults are shown."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path

import click
import orjson
from sqlalchemy.orm import Session

from server import queue, storage
from server.cli import in_words as in_words
from server.config import Settings
from server.db.session import connect, disconnect, transaction
from server.domain.imports.sheets import RowsRefused
from server.domain.permissions import Caller

MOST_FAULTS = 50  # on a terminal; --json has all of them

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
province = click.option("--province", metavar="CODE", help="Which province, when there are several; two digits.")
somebody = click.option(
    "--as", "email", metavar="EMAIL", help="Who does it, under that person's rules; the operator by default."
)
csv_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


class NewFile(click.Path):
    """Where a file is to be written. Looked at before the command does anything: a key that was made anew and cannot be
    handed out has ended the old one all the same."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, writable=True, path_type=Path)

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        file: Path = super().convert(value, param, ctx)
        folder = file.absolute().parent
        if not folder.is_dir():
            self.fail(in_words(th=f"ไม่มีโฟลเดอร์ {folder}", en=f"{folder} is not a folder."), param, ctx)
        if any("\ud800" <= sign <= "\udfff" for sign in file.name):  # bytes of another encoding of Thai
            self.fail(in_words(th="ชื่อไฟล์ไม่ใช่ UTF-8 ใช้ชื่ออื่น", en="Its name is not UTF-8."), param, ctx)
        if not os.access(folder, os.W_OK):
            self.fail(in_words(th=f"เขียนลงโฟลเดอร์ {folder} ไม่ได้", en=f"{folder} cannot be written to."), param, ctx)
        return file


@contextmanager
def connected(settings: Settings | None = None, *, pooled: bool = False) -> Iterator[None]:
    """With the servers at hand, for a verb that begins its transactions itself; pooled: thousands of them."""
    settings = settings or Settings.from_env()
    queue.connect(settings.redis_url)
    storage.connect(storage.store_of(settings))
    engine = connect(settings.database_url, pooled=pooled)
    try:
        yield
    finally:
        disconnect(engine)


@contextmanager
def work(settings: Settings | None = None) -> Iterator[Session]:
    """One transaction as the owner of the tables: all of the command, or nothing of it."""
    with connected(settings), transaction() as session:
        yield session


@contextmanager
def acting(
    email: str | None, province: str | None, *, role: str = "district_officer", settings: Settings | None = None
) -> Iterator[tuple[Session, Caller]]:
    """One transaction, and who acts in it: somebody by name, or the operator in a role everywhere in the province."""
    from server.domain import people, workspaces

    with work(settings) as session:
        workspace = workspaces.choose(session, province)
        named = people.caller(session, email, workspace.id) if email else None
        yield session, named or people.operator(session, workspace, role)


def show(result: object, *, as_json: bool, text: str) -> None:
    """The result as JSON for a script, or as a sentence or table for people."""
    click.echo(in_json(result) if as_json else text)


def in_json(result: object) -> str:
    return orjson.dumps(plain(result), default=float, option=orjson.OPT_INDENT_2).decode()  # float: percents


def plain(result: object) -> object:
    """Dataclasses as JSON objects, alone or in lists."""
    if isinstance(result, list):
        return [plain(one) for one in result]
    return asdict(result) if is_dataclass(result) and not isinstance(result, type) else result


def table(heading: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns as wide as their widest cell."""
    lines = [[str("" if cell is None else cell) for cell in row] for row in (heading, *rows)]
    widths = [max(columns(line[i]) for line in lines) for i in range(len(heading))]
    padded = (zip(line, widths, strict=True) for line in lines)
    return "\n".join(
        "  ".join(cell + " " * (width - columns(cell)) for cell, width in line).rstrip() for line in padded
    )


def columns(text: str) -> int:
    """How many places a text takes on a terminal: Thai vowels above and below take none."""
    return sum(1 for sign in text if sign not in STACKED)


STACKED = {chr(code) for code in (0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F))}


def import_file(
    noun: str, load: Callable, file: Path, province: str | None, *, as_json: bool, most_bytes: int = -1
) -> None:
    """Import a file into a workspace and show the counts, or every fault by row.

    most_bytes: of a larger file only so much is read and one byte, for `load` to refuse it.
    """
    from server.cli import locale
    from server.domain import people, workspaces

    try:
        with work() as session, file.open("rb") as stream:
            workspace = workspaces.choose(session, province)
            author = people.system_actor(session).id
            content = stream.read(most_bytes + 1 if most_bytes > 0 else -1)
            imported = load(session, workspace.id, content, actor_id=author)
    except RowsRefused as refused:
        show_faults(refused, locale(), as_json=as_json)
        raise
    text = in_words(
        th=f"{noun}: ใหม่ {imported.added} แก้ไข {imported.changed} เหมือนเดิม {imported.unchanged}",
        en=f"{noun}: {imported.added} new, {imported.changed} changed, {imported.unchanged} unchanged",
    )
    show(imported, as_json=as_json, text=text)
    for warning in imported.warnings(locale()):
        click.echo(warning, err=True)


def show_faults(refused: RowsRefused, spoken: str, *, as_json: bool) -> None:
    """Every fault with its row as the spreadsheet counts it; on a terminal the first ones, on stderr."""
    th, en = refused.unit
    if as_json:
        faults = [
            {
                en: fault.row,
                "column": fault.column,
                "value": fault.value,
                "code": fault.fault.code,
                "th": fault.text("th"),
                "en": fault.text("en"),
            }
            for fault in refused.faults
        ]
        click.echo(in_json({"code": refused.code, "faults": faults}))
        return
    word = th if spoken == "th" else en
    for fault in refused.faults[:MOST_FAULTS]:
        where = f"{word} {fault.row}" + (f", {fault.column}" if fault.column else "")
        value = f" “{fault.value}”" if fault.value else ""
        click.echo(f"{where}{value}: {fault.text(spoken)}", err=True)
    if len(refused.faults) > MOST_FAULTS:
        click.echo(f"… +{len(refused.faults) - MOST_FAULTS}", err=True)


def write_private(file: Path, content: bytes) -> None:
    """A file that only its owner can read, because it holds a token or passwords."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        os.fchmod(stream.fileno(), 0o600)
        stream.write(content)


def is_watched() -> bool:
    """Whether a person looks at the output, rather than a script."""
    return sys.stdout.isatty()
