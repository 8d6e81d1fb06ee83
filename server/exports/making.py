"""Making what was asked for: which kinds there are, what is asked of each, and how it is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from server.auth import scope_of
from server.db.queries import exporting
from server.db.session import read_only
from server.domain.permissions import Caller
from server.errors import NotFound
from server.exports import asking, files, press, tables
from server.exports.columns import Asked

TABLE, REPORT = "table", "report"

Told = Callable[[int, int | None], None]  # how much is done, and of how much


@dataclass(frozen=True)
class Made:
    """A file that was written: its name and type."""

    name: str
    content_type: str


def make(caller: Caller, kind: str, asked: Mapping[str, object], lang: str, file: BinaryIO, told: Told) -> Made:
    """Write what was asked for as the caller may see it now. Raises Problems, as the pages do."""
    makers = {TABLE: make_table, REPORT: make_report}
    if kind not in makers:
        raise NotFound
    with press.written_in(lang):
        return makers[kind](caller, asked, lang, file, told)


def make_table(caller: Caller, said: Mapping[str, object], lang: str, file: BinaryIO, told: Told) -> Made:
    table, kind = tables.find(str(said["table"])), str(said["format"])
    asked = Asked(str(said["area"]), said["year"], said["basis"])  # type: ignore[arg-type]
    with read_only(scope_of(caller)) as session:
        asking.check(session, caller, table, asked)
        total = exporting.count(session, table.name, caller.workspace_id, asked.area, asked.year)
        told(0, total)
        asking.write(session, caller, table, asked, file, kind, lang=lang, told=lambda rows: told(rows, total))
    return Made(asking.file_name(table, asked, kind), files.TYPES[kind])


def make_report(caller: Caller, said: Mapping[str, object], lang: str, file: BinaryIO, told: Told) -> Made:
    from server.exports import report  # it brings a typesetter, which most processes never need

    area, year = str(said["area"]), int(said["year"])  # type: ignore[call-overload]
    report.write(caller, area, year, lang, file, told)
    return Made(report.file_name(area, year), "application/pdf")
