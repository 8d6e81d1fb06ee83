"""Tables written into files row by row: CSV and XLSX, in the memory of a row however many there are."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from server.exports import cells
from server.exports.columns import (
    BAHT,
    CODE,
    DATE,
    DECIMAL,
    DEGREES,
    INSTANT,
    INTEGER,
    PERCENT,
    Column,
    Row,
    Table,
    both,
)
from server.pages.formats import BANGKOK

CSV, XLSX = "csv", "xlsx"
TYPES = {CSV: "text/csv; charset=utf-8", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
MOST_ROWS = 1_000_000  # of a sheet; the next ones go on another
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
}
FONT = {"font_name": "TH Sarabun New", "font_size": 16, "valign": "top"}  # what Thai offices write in
THAI_DAY = "[$-107041E]d mmm yyyy"  # in the Buddhist calendar
SHAPES = {INTEGER: "#,##0", DECIMAL: "#,##0.0##", PERCENT: "0.00%", BAHT: "#,##0.00", DEGREES: "0.000000", CODE: "@"}
DAYS = {"th": {DATE: THAI_DAY, INSTANT: f"{THAI_DAY} hh:mm"}, "en": {DATE: "yyyy-mm-dd", INSTANT: "yyyy-mm-dd hh:mm"}}
WITHOUT_SEPARATOR = ("year", "plan_year", "fiscal_year", "moo")
FIRST_YEAR = 1901  # no spreadsheet has days long before it: somebody typed 27 for 2027
NARROWEST, WIDEST = 9, 48
DATA, MEANINGS, ORIGIN = both("ข้อมูล", "Data"), both("ความหมาย", "Meaning"), both("ที่มา", "Source")
HEADS = (
    both("คอลัมน์", "Column"),
    both("ชื่อสำหรับโปรแกรม", "Name for programs"),
    both("หน่วย", "Unit"),
    both("ความหมาย", "What it means"),
)

Told = Callable[[int], None]  # called now and then with the number of rows that are written


@dataclass(frozen=True)
class Sheet:
    """A table with its rows, to be written. origin: (what, value) where it comes from, in the same language."""

    table: Table
    rows: Iterable[Row]
    lang: str
    origin: Sequence[tuple[str, str]] = ()


def nobody(_rows: int) -> None:
    """For whom nobody waits."""


def write(file: BinaryIO, kind: str, sheet: Sheet, *, header: str = "labels", told: Told = nobody) -> None:
    """Write a table. header: of CSV, `labels` in words or `keys` for programs."""
    rows = counted(sheet.rows, told)
    if kind == XLSX:
        write_xlsx(file, sheet, rows)
    else:
        write_csv(file, sheet, rows, for_programs=header == "keys")


def counted(rows: Iterable[Row], told: Told, every: int = 5000) -> Iterator[Row]:
    number = 0
    for number, row in enumerate(rows, start=1):  # noqa: B007 - the last one is told, too
        yield row
        if number % every == 0:
            told(number)
    told(number)


def write_csv(file: BinaryIO, sheet: Sheet, rows: Iterable[Row], *, for_programs: bool) -> None:
    """UTF-8 with a byte order mark; nothing in it is run as a formula."""
    page = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    page.write(cells.BYTE_ORDER_MARK)
    writer = csv.writer(page)
    columns = sheet.table.columns
    writer.writerow([one.key if for_programs else one.label[sheet.lang] for one in columns])
    for row in rows:
        writer.writerow([cells.safe(csv_cell(one, row[one.key], sheet.lang, for_programs)) for one in columns])
    page.detach()


def csv_cell(column: Column, value: object, lang: str, for_programs: bool) -> object:
    if for_programs:
        return cells.for_programs(column, value)
    return cells.plain(cells.in_words(column, value, lang))


def write_xlsx(file: BinaryIO, sheet: Sheet, rows: Iterable[Row]) -> None:
    """Three sheets: the data with real types, what each column means, where it comes from."""
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"title": sheet.table.title[sheet.lang], "author": "Yudee"})
        head = book.add_format(FONT | {"bold": True, "text_wrap": True, "bg_color": "#E4EFEA", "bottom": 1})
        write_data(book, sheet, rows, head)
        write_meanings(book, sheet, head)
        write_origin(book, sheet, head)


def write_data(book: Workbook, sheet: Sheet, rows: Iterable[Row], head: Format) -> None:
    columns = sheet.table.columns
    shapes = [book.add_format(FONT | {"num_format": shape(one, sheet.lang)}) for one in columns]
    page, at = None, 0
    for number, row in enumerate(rows):
        if number % MOST_ROWS == 0:
            close(page, at, columns)
            page, at = open_page(book, sheet, head, number // MOST_ROWS + 1), 0
        at += 1
        for place, (column, format_) in enumerate(zip(columns, shapes, strict=True)):
            put(page, at, place, xlsx_value(column, row[column.key], sheet.lang), format_)
    close(page or open_page(book, sheet, head, 1), at, columns)


def shape(column: Column, lang: str) -> str:
    """The number format of a column; years have no thousands."""
    if column.key in WITHOUT_SEPARATOR:
        return "0"
    return (SHAPES | DAYS[lang]).get(column.kind, "General")


def open_page(book: Workbook, sheet: Sheet, head: Format, number: int) -> Worksheet:
    page = book.add_worksheet(DATA[sheet.lang] + (f" {number}" if number > 1 else ""))
    page.freeze_panes(1, 0)
    page.set_row(0, 48)
    for place, column in enumerate(sheet.table.columns):
        page.set_column(place, place, width(column, sheet.lang))
        page.write_string(0, place, column.label[sheet.lang], head)
    return page


def close(page: Worksheet | None, last: int, columns: Sequence[Column]) -> None:
    if page is not None:
        page.autofilter(0, 0, last, len(columns) - 1)


def width(column: Column, lang: str) -> int:
    """In characters: of half the label, which is broken into lines, or of what such columns hold."""
    holds = {DATE: 13, INSTANT: 19, BAHT: 16, CODE: 18}.get(column.kind, 12 if column.is_number else 24)
    return max(NARROWEST, holds, min(WIDEST, len(column.label[lang]) // 2 + 3))


def xlsx_value(column: Column, value: object, lang: str) -> object:
    value = cells.in_words(column, value, lang)
    if isinstance(value, dt.datetime):
        return value.astimezone(BANGKOK).replace(tzinfo=None, microsecond=0)
    return value if value is None or isinstance(value, str) else cells.fraction(column, value)


def put(page: Worksheet, row: int, place: int, value: object, format_: Format) -> None:
    """Write a cell by the type of its value, never by what a text looks like."""
    if value is None:
        return
    if isinstance(value, str):
        page.write_string(row, place, value, format_)
    elif isinstance(value, dt.date) and value.year < FIRST_YEAR:
        page.write_string(row, place, value.isoformat(), format_)
    elif isinstance(value, dt.date):
        page.write_datetime(row, place, value, format_)
    else:
        page.write_number(row, place, value, format_)


def write_meanings(book: Workbook, sheet: Sheet, head: Format) -> None:
    page, plain = book.add_worksheet(MEANINGS[sheet.lang]), book.add_format(FONT | {"text_wrap": True})
    for place, (words, wide) in enumerate(zip(HEADS, (34, 26, 20, 80), strict=True)):
        page.set_column(place, place, wide)
        page.write_string(0, place, words[sheet.lang], head)
    for row, one in enumerate(sheet.table.columns, start=1):
        told = (one.label[sheet.lang], one.key, one.unit[sheet.lang], one.meaning[sheet.lang])
        for place, text in enumerate(told):
            page.write_string(row, place, text, plain)
    page.freeze_panes(1, 0)


def write_origin(book: Workbook, sheet: Sheet, head: Format) -> None:
    page, plain = book.add_worksheet(ORIGIN[sheet.lang]), book.add_format(FONT | {"text_wrap": True})
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 100)
    for row, (what, value) in enumerate(sheet.origin):
        page.write_string(row, 0, what, head)
        page.write_string(row, 1, value, plain)
