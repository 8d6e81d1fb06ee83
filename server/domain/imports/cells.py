"""What a cell of an imported table may hold: readers that return a value or raise a Fault."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from server.domain.imports.faults import Fault

THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
ROUNDED = re.compile(r"[0-9][0-9.]*E\+?[0-9]+|[0-9]+\.0+", re.IGNORECASE)
SEPARATED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
DMY = re.compile(r"[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}")
MONTH = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|"
    r"ม\.ค\.|ก\.พ\.|มี\.ค\.|เม\.ย\.|พ\.ค\.|มิ\.ย\.|ก\.ค\.|ส\.ค\.|ก\.ย\.|ต\.ค\.|พ\.ย\.|ธ\.ค\."
)
MONTH_NAMED = re.compile(rf"[0-9]{{1,4}}[-/ ]({MONTH})([-/ ][0-9]{{2,4}})?|({MONTH})[-/ ][0-9]{{1,4}}", re.IGNORECASE)
HOUSE_NO = re.compile(r"[0-9].{0,14}")


Reader = Callable[[str], object]
Number = TypeVar("Number", int, float)


def tidy(cell: str) -> str:
    """A cell without the blanks around it, invisible characters gone, inner blanks single."""
    visible = "".join(sign for sign in cell if unicodedata.category(sign) != "Cf")
    return " ".join(visible.split())


def code(digits: int) -> Reader:
    """A code of so many Arabic digits, kept as text."""

    def read(cell: str) -> str:
        refuse_thai_digits(cell)
        if ROUNDED.fullmatch(cell):
            raise Fault("rounded")
        if not re.fullmatch(rf"[0-9]{{{digits}}}", cell):
            raise Fault("not-a-code", digits=digits)
        return cell

    return read


def whole(low: int, high: int) -> Callable[[str], int]:
    """A whole number."""

    def read(cell: str) -> int:
        refuse_thai_digits(cell)
        refuse_separators(cell)
        if not re.fullmatch(r"-?[0-9]{1,18}", cell):
            raise Fault("not-whole")
        return between(int(cell), low, high)

    return read


def degrees(low: float, high: float) -> Reader:
    """Decimal degrees."""

    def read(cell: str) -> float:
        refuse_thai_digits(cell)
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,15})?", cell):
            raise Fault("not-a-number")
        return between(float(cell), low, high)

    return read


def one_of(*known: str) -> Reader:
    """One of a few words."""

    def read(cell: str) -> str:
        if cell not in known:
            raise Fault("not-one-of", known=", ".join(known))
        return cell

    return read


def words(longest: int) -> Reader:
    """Text on one line."""

    def read(cell: str) -> str:
        for sign in cell:
            if sign == "\ufffd" or unicodedata.category(sign) in ("Cc", "Co", "Cn"):
                raise Fault("unreadable", sign=f"U+{ord(sign):04X}")
        if len(cell) > longest:
            raise Fault("too-long", longest=longest)
        return cell

    return read


def house_no(cell: str) -> str:
    """A house number as the phone's form takes it."""
    refuse_thai_digits(cell)
    if DMY.fullmatch(cell) or MONTH_NAMED.fullmatch(cell):
        raise Fault("became-a-date")
    if not HOUSE_NO.fullmatch(cell):
        raise Fault("house-no")
    return str(words(15)(cell))


def iso_date(cell: str) -> date:
    """A Gregorian date as year-month-day."""
    refuse_thai_digits(cell)
    try:
        day = date.fromisoformat(cell) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell) else None
    except ValueError:
        day = None
    if day is None:
        raise Fault("not-a-date")
    if day.year > 2400:
        raise Fault("be-year", gregorian=f"{day.year - 543}{cell[4:]}")
    return day


def buddhist_year(cell: str) -> int:
    """A fiscal year B.E."""
    year = whole(1900, 2700)(cell)
    if year < 2400:
        raise Fault("ce-year", buddhist=year + 543)
    return between(year, 2540, 2640)


def refuse_thai_digits(cell: str) -> None:
    arabic = cell.translate(THAI_DIGITS)
    if arabic != cell:
        raise Fault("thai-digits", arabic=arabic)


def refuse_separators(cell: str) -> None:
    if SEPARATED.fullmatch(cell):
        raise Fault("separators", plain=cell.replace(",", ""))


def between(number: Number, low: float, high: float) -> Number:
    if not low <= number <= high:
        raise Fault("out-of-range", low=low, high=high)
    return number
