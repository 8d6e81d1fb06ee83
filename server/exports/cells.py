"""What a cell holds, for people in their language or for programs."""

from collections.abc import Mapping
from functools import lru_cache

from server.exports.columns import (
    BAHT,
    CODE,
    DATE,
    DECIMAL,
    DEGREES,
    FLAG,
    INSTANT,
    INTEGER,
    PERCENT,
    TEXT,
    Column,
    Words,
    both,
)  # fmt: skip
from server.pages.formats import BANGKOK
from server.pages.words import word

FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")  # the wide ones: Excel takes them for the others where people type both
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes Thai for something else
YES_OR_NO: Mapping[bool, Words] = {True: both("ใช่", "yes"), False: both("ไม่", "no")}


def safe(value: object) -> object:
    """Nothing for what is unknown; a text that a spreadsheet would run as a formula is marked as text."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def in_words(column: Column, value: object, lang: str) -> object:
    """A value as people read it: codes, yes and no in words; numbers, days and times as they are."""
    if isinstance(value, Mapping):  # words in place of a number
        return value[lang]
    if value is None:
        return None
    if column.word_kind:
        return word_in(lang, column.word_kind, value)
    return YES_OR_NO[bool(value)][lang] if column.kind == FLAG else value


@lru_cache(maxsize=2000)
def word_in(_lang: str, kind: str, code: object) -> str:
    """A word in the language that is spoken here, which is _lang: long tables have the same few in every row."""
    return word(code, kind)


def for_programs(column: Column, value: object) -> object:
    """A value as programs read it: codes and ISO times; words in place of a number are nothing."""
    if value is None or isinstance(value, Mapping):
        return ""
    return ("true" if value else "false") if column.kind == FLAG else plain(value)


def plain(value: object) -> object:
    """A time in Bangkok, without fractions of a second; anything else as it is."""
    return value.astimezone(BANGKOK).isoformat(timespec="seconds") if hasattr(value, "astimezone") else value


def fraction(column: Column, value: object) -> object:
    """A percent as spreadsheets keep it: 0.7 of one."""
    return float(value) / 100 if column.kind == PERCENT else value  # type: ignore[arg-type]


KINDS: Mapping[str, Words] = {
    TEXT: both("ข้อความ", "text"),
    CODE: both("รหัส", "code"),
    INTEGER: both("จำนวนเต็ม", "whole number"),
    DECIMAL: both("ทศนิยม", "decimal number"),
    PERCENT: both("ร้อยละ", "percent"),
    BAHT: both("จำนวนเงิน", "amount"),
    DATE: both("วันที่", "date"),
    INSTANT: both("วันและเวลา", "date and time"),
    FLAG: both("ใช่หรือไม่", "yes or no"),
    DEGREES: both("พิกัด", "degrees"),
}


def kind_of(column: Column) -> Words:
    """What kind of value a column has; a code that has words is a choice."""
    return KINDS.get(column.kind, both("ตัวเลือก", "one of some choices"))
