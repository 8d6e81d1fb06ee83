"""Bodies in JSON read without losing a satang, and the fields that take amounts and words from outside."""

import json
from decimal import Decimal

from marshmallow import ValidationError
from marshmallow.fields import Field, String
from marshmallow.validate import Length

from server.domain.projects import money
from server.errors import Problem

CENT = Decimal("0.01")
MOST_BAHT = Decimal(money.MOST_SATANG) / 100
NOT_AN_AMOUNT = (
    "ต้องเป็นจำนวนบาท ไม่ติดลบ ไม่เกิน 999,999,999 ทศนิยมไม่เกิน 2 ตำแหน่ง"
    " · must be an amount of baht, not negative, at most 999,999,999, with two decimals at most"
)


NO_NULL = "ต้องไม่เป็น null ไม่มีค่าให้เว้นชื่อนี้ · must not be null: leave the name out"


class JsonUnreadable(Problem):
    status, code = 400, "json-unreadable"
    th = "อ่านเนื้อหาที่ส่งมาไม่ได้ ต้องเป็น JSON ที่ถูกต้องและไม่มีชื่อซ้ำ"
    en = "The body could not be read: it must be valid JSON without repeated names."


def read(body: bytes) -> object:
    """Numbers with decimals as they were written, not as a float has them. Raises JsonUnreadable."""
    try:
        return json.loads(body, parse_float=Decimal, parse_constant=refuse_constant, object_pairs_hook=each_once)
    except (ValueError, ArithmeticError, RecursionError) as error:  # such as an exponent of 30 digits
        raise JsonUnreadable from error


def refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Of two amounts under one name, nobody knows which was meant."""
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a name is repeated")
    return read


class Baht(Field):
    """Baht outside, satang inside: `43000`, `43000.5` or `"43000.50"`."""

    default_error_messages = {"null": NO_NULL}  # noqa: RUF012

    def _serialize(self, value: int | None, *_: object, **__: object) -> float | None:
        return None if value is None else value / 100  # the nearest float is written with two decimals at most

    def _deserialize(self, value: object, *_: object, **__: object) -> int:
        satang = None
        if isinstance(value, str):
            satang = money.satang(value)
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            satang = satang_of(Decimal(value))
        if satang is None:
            raise ValidationError(NOT_AN_AMOUNT)
        return satang


def satang_of(baht: Decimal) -> int | None:
    """Exactly; None when it is no amount."""
    if not 0 <= baht <= MOST_BAHT or baht.quantize(CENT) != baht:
        return None
    return int(baht.quantize(CENT).scaleb(2))


class Words(String):
    """A text without blanks around it and without the letter that PostgreSQL has no place for."""

    default_error_messages = {"null": NO_NULL, "invalid": "ต้องเป็นข้อความ · must be a text"}  # noqa: RUF012

    def __init__(self, *, longest: int, **options: object) -> None:
        error = f"ไม่เกิน {longest} ตัวอักษร · at most {longest} characters"
        super().__init__(validate=Length(max=longest, error=error), **options)

    def _deserialize(self, value: object, *args: object, **named: object) -> str:
        return super()._deserialize(value, *args, **named).replace("\0", "").strip()
