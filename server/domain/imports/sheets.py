"""CSV files people make in a spreadsheet: read whole into typed rows, or refused with every fault by row."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from server.domain.imports.cells import Reader, tidy
from server.domain.imports.faults import Fault
from server.errors import Problem

Value = TypeVar("Value")
THAI_LETTERS = range(0x0E01, 0x0E5C)


class FileUnreadable(Problem):
    """The file as a whole is not the table it should be."""

    status, code = 422, "file-unreadable"
    th = "อ่านไฟล์ไม่ได้"
    en = "The file cannot be read."


class FileNotUtf8(FileUnreadable):
    code = "file-not-utf8"
    th = "ไฟล์ไม่ใช่ UTF-8 ใน Excel ให้บันทึกเป็น “CSV UTF-8 (Comma delimited)”"
    en = "The file is not UTF-8. In Excel choose Save As “CSV UTF-8 (Comma delimited)”."


class FileInThaiWindows(FileUnreadable):
    code = "file-in-thai-windows"
    th = "ไฟล์เข้ารหัสแบบ Windows-874 (CSV ธรรมดาของ Excel) ให้บันทึกเป็น “CSV UTF-8 (Comma delimited)”"
    en = "The file is in Windows-874, as Excel's plain CSV is. Choose Save As “CSV UTF-8 (Comma delimited)”."


class FileIsWorkbook(FileUnreadable):
    code = "file-is-workbook"
    th = "ไฟล์นี้เป็นสมุดงาน Excel ให้บันทึกเป็น “CSV UTF-8 (Comma delimited)”"
    en = "This is an Excel workbook. Choose Save As “CSV UTF-8 (Comma delimited)”."


class FileSeparatedOtherwise(FileUnreadable):
    code = "file-separated-otherwise"
    th = "คอลัมน์คั่นด้วย {separator} ต้องคั่นด้วยเครื่องหมายจุลภาค (,)"
    en = "The columns are separated by {separator}. They need to be separated by commas."


class FileQuotesOpen(FileUnreadable):
    code = "file-quotes-open"
    th = "เครื่องหมายคำพูดไม่ครบคู่ ใกล้แถว {row}"
    en = "Quotation marks do not match, near row {row}."


class FileEmpty(FileUnreadable):
    code = "file-empty"
    th = "ไฟล์ไม่มีข้อมูล ต้องมีหัวตารางและอย่างน้อยหนึ่งแถว"
    en = "There is nothing in the file. It needs a line of column names and at least one row."


class ColumnsWrong(FileUnreadable):
    code = "columns-wrong"
    th = "หัวตารางไม่ถูกต้อง ขาด: {missing}; ไม่รู้จัก: {unknown}; ซ้ำ: {twice} ต้องมี {needed} และมีได้ {optional}"
    en = (
        "The column names are not right. Missing: {missing}; unknown: {unknown}; twice: {twice}."
        " Needed: {needed}; allowed: {optional}."
    )


class RowsRefused(Problem):
    """Some rows have faults, and so nothing was imported. `faults` has every one of them."""

    status, code = 422, "rows-refused"
    th = "พบข้อผิดพลาด {count} แห่ง จึงยังไม่ได้นำเข้าแม้แต่แถวเดียว"
    en = "Nothing was imported. Faults found: {count}."
    unit = ("แถว", "row")  # what the numbers of the faults count

    def __init__(self, faults: Sequence["RowFault"]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.row)
        super().__init__(count=len(faults))


@dataclass(frozen=True)
class Column:
    """A column and how its cells are read. private: its cells are never repeated in a report."""

    name: str
    read: Reader
    required: bool = True
    private: bool = False


@dataclass(frozen=True)
class RowFault:
    """One fault. row: as the spreadsheet counts, the column names being row 1; value: "" where it is private."""

    row: int
    column: str
    fault: Fault
    value: str = ""

    def text(self, locale: str) -> str:
        return self.fault.text(locale)


@dataclass(frozen=True)
class Numbered(Generic[Value]):
    """A row that could be read, and its number in the spreadsheet."""

    row: int
    value: Value


def read(
    content: bytes, columns: Sequence[Column], make: Callable[..., Value]
) -> tuple[list[Numbered[Value]], list[RowFault]]:
    """The rows that can be read, made with their cells as keywords, and the faults of the others.

    Empty rows are passed over; an empty cell of a column that is not required is None. Raises a FileUnreadable.
    """
    lines = table_of(content)
    chosen = choose_columns(lines[0], columns) if lines else []
    good, faults = [], []
    for row, cells in enumerate(lines[1:], start=2):
        if any(cells):
            values, wrong = read_cells(row, cells, chosen)
            faults += wrong
            good += [] if wrong else [Numbered(row, make(**values))]
    if not good and not faults:
        raise FileEmpty
    return good, faults


def refuse(faults: Sequence[RowFault]) -> None:
    """Raise RowsRefused when there is any fault."""
    if faults:
        raise RowsRefused(faults)


def repeated(rows: Iterable[Numbered[Value]], key: Callable[[Value], object], column: str) -> list[RowFault]:
    """A fault for each row whose key a row above it has; None is no key."""
    first: dict[object, int] = {}
    faults = []
    for line in rows:
        other = first.setdefault(key(line.value), line.row)
        if other != line.row and key(line.value) is not None:
            faults.append(RowFault(line.row, column, Fault("repeated", other=other)))
    return faults


def table_of(content: bytes) -> list[list[str]]:
    """The lines of a CSV file, each a list of tidy cells."""
    reader = csv.reader(io.StringIO(text_of(content), newline=""), strict=True)
    lines: list[list[str]] = []
    try:
        for line in reader:
            lines.append([tidy(cell) for cell in line])
    except csv.Error:
        raise FileQuotesOpen(row=len(lines) + 1) from None
    return lines


def text_of(content: bytes) -> str:
    """The text of a file. Raises the FileUnreadable that says what else it is."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileIsWorkbook
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileInThaiWindows if looks_like_thai_windows(content) else FileNotUtf8 from None
    if "\0" in text:
        raise FileNotUtf8
    heading = text.lstrip().splitlines()[0] if text.strip() else ""
    for separator, name in ((";", "“;”"), ("\t", "Tab")):
        if separator in heading and "," not in heading:
            raise FileSeparatedOtherwise(separator=name)
    return text


def looks_like_thai_windows(content: bytes) -> bool:
    """Whether every byte above ASCII is a Thai sign in Windows-874."""
    try:
        text = content.decode("cp874")
    except UnicodeDecodeError:
        return False
    foreign = {sign for sign in text if ord(sign) > 127} - set("…‘’“”•–— ")
    return all(ord(sign) in THAI_LETTERS for sign in foreign)


def choose_columns(heading: Sequence[str], columns: Sequence[Column]) -> list[Column]:
    """The column of each name in the heading. Raises ColumnsWrong."""
    names = [name.lower() for name in heading]
    while names and not names[-1]:  # Excel saves columns that were once touched
        names.pop()
    by_name = {column.name: column for column in columns}
    needed = [column.name for column in columns if column.required]
    missing = [name for name in needed if name not in names]
    unknown = [name or "(blank)" for name in names if name not in by_name]
    twice = sorted({name for name in names if names.count(name) > 1})
    if missing or unknown or twice:
        named = {"missing": missing, "unknown": unknown, "twice": twice, "needed": needed, "optional": list(by_name)}
        raise ColumnsWrong(**{part: ", ".join(names) or "-" for part, names in named.items()})
    return [by_name[name] for name in names]


def read_cells(row: int, cells: Sequence[str], columns: Sequence[Column]) -> tuple[dict, list[RowFault]]:
    """The values of a row by column, and what is wrong with it."""
    values: dict = {}
    faults = []
    if any(cells[len(columns) :]):
        faults.append(RowFault(row, "", Fault("more-cells")))
    padded = [*cells, *[""] * (len(columns) - len(cells))]
    for column, cell in zip(columns, padded, strict=False):
        try:
            values[column.name] = read_cell(column, cell)
        except Fault as fault:
            faults.append(RowFault(row, column.name, fault, "" if column.private else cell[:60]))
    return values, faults


def read_cell(column: Column, cell: str) -> object:
    if cell:
        return column.read(cell)
    if column.required:
        raise Fault("empty")
    return None
