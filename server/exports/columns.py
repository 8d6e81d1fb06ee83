"""What a table is made of: its columns, each with its kind, its words and what it means; and what is asked of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.domain.indicators.criteria import Basis
from server.domain.permissions import Caller

Words = Mapping[str, str]  # the same in each language
Row = Mapping[str, object]

TEXT, CODE, INTEGER, DECIMAL, PERCENT = "text", "code", "integer", "decimal", "percent"
BAHT, DATE, INSTANT, FLAG, DEGREES = "baht", "date", "instant", "flag", "degrees"
WORD = "word:"  # and the kind of word, see server.pages.words
NUMBERS = (INTEGER, DECIMAL, PERCENT, BAHT, DEGREES)


def both(th: str, en: str) -> Words:
    return {"th": th, "en": en}


VILLAGES = both("หมู่บ้าน", "villages")
HOUSEHOLDS = both("ครัวเรือน", "households")
PROJECTS = both("โครงการ", "projects")
PER_CENT = both("ร้อยละ", "percent")
OF_BAHT = both("บาท", "baht")
MILLION_BAHT = both("ล้านบาท", "million baht")
PER_MONTH = both("บาทต่อเดือน", "baht per month")
DAYS = both("วัน", "days")
METRES = both("เมตร", "metres")
OF_DEGREES = both("องศา (WGS 84)", "degrees (WGS 84)")
NO_UNIT = both("", "")
USUAL_UNITS = {PERCENT: PER_CENT, BAHT: OF_BAHT, DEGREES: OF_DEGREES}

FEWER_THAN_TEN = both("น้อยกว่า 10", "fewer than 10")


@dataclass(frozen=True)
class Column:
    """A column. key: the field's name for programs, as in the API; kind: one of the above."""

    key: str
    kind: str
    label: Words
    meaning: Words
    unit: Words

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS

    @property
    def word_kind(self) -> str | None:
        """The kind of word its codes have; None for what is no code with words."""
        return self.kind.removeprefix(WORD) if self.kind.startswith(WORD) else None


def column(key: str, kind: str, label: Words, meaning: Words, unit: Words | None = None) -> Column:
    """A column in the unit that its kind usually has, or in another one."""
    return Column(key, kind, label, meaning, unit or USUAL_UNITS.get(kind, NO_UNIT))


@dataclass(frozen=True)
class Asked:
    """What is asked for. year: Buddhist; None for tables of all years, or for everything there is."""

    area: str
    year: int | None
    basis: Basis


Read = Callable[[Session, Caller, Asked], Iterator[Row]]


@dataclass(frozen=True)
class Table:
    """A table that can be taken away.

    verb: what the reader's role must have; source: where its definitions stand; told: who may pass it on.
    has_basis, has_year: whether it is asked for on a basis, of one year; is_plan_year: the year must be open.
    is_long: of a whole province it is written by a worker.
    rows: {key of the column: value}, read in the scope of the caller as they are written; amounts are baht.
    """

    name: str
    title: Words
    verb: str
    columns: tuple[Column, ...]
    rows: Read
    source: str
    told: Words
    has_basis: bool = True
    has_year: bool = True
    is_plan_year: bool = True
    is_long: bool = False

    @property
    def labels(self) -> dict[str, Words]:
        """{key: words of the column} in their order."""
        return {one.key: one.label for one in self.columns}
