"""The villages of an area as they stand, narrowed to those behind one number, and put in order."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.queries import areas
from server.db.queries import standings as queries
from server.domain.assignments import AreaUnknown
from server.domain.indicators.criteria import Basis
from server.domain.indicators.grade import STATUSES
from server.domain.indicators.nearest import NextGrade, next_grade
from server.domain.projects.money import THAI_DIGITS

T = TypeVar("T")
GRADES = ("A", "B", "C")
GATES = ("propose", "make_plan", "unknown")
ORDERS = ("code", "nearest", "accounts", "forum")
MOO = re.compile(r"(?:หมู่ที่|หมู่|ม\.|moo)\s*(\d+)")  # as it is written in either language
LAST = (9, 0)  # a village without a next grade comes after all others


@dataclass(frozen=True)
class Standing:
    """A village: its row (queries.standings.villages), and what it lacks for the next grade."""

    row: Row
    next: NextGrade | None


@dataclass(frozen=True)
class Narrowed:
    """What villages are narrowed to; blank is everything. met, unmet: an indicator of graded villages, "1" to "4"."""

    grade: str = ""
    status: str = ""
    gate: str = ""
    met: str = ""
    unmet: str = ""
    restated: str = ""
    words: str = ""
    order: str = "code"

    def holds(self, row: Row) -> bool:
        """Whether a village belongs to it, by the rules with which roll-ups count."""
        is_graded = row.status == "graded"
        return (
            (not self.grade or (is_graded and row.grade == self.grade))
            and (not self.status or row.status == self.status)
            and (not self.gate or row.gate == self.gate)
            and (not self.met or (is_graded and row.met[int(self.met) - 1] is True))
            and (not self.unmet or (is_graded and row.met[int(self.unmet) - 1] is not True))
            and (not self.restated or row.restated_from is not None)
            and (not self.words or all(word in words_of(row) for word in searched(self.words).split()))
        )


def words_of(row: Row) -> str:
    """What a village is searched by: its code, moo and names, in both languages."""
    names = (row.name_th, row.subdistrict, row.district, row.subdistrict_en, row.district_en)
    return searched(" ".join((row.code, f"moo {row.moo}", *(name for name in names if name))))


def searched(text: str) -> str:
    """As it is compared: small letters, digits of one kind, and a moo with its number as one word."""
    return MOO.sub(r"moo\1.", text.translate(THAI_DIGITS).lower())


CHOICES = {"grade": GRADES, "status": STATUSES, "gate": GATES, "met": "1234", "unmet": "1234", "restated": "1"}


def of_area(
    session: Session, workspace_id: int, area_code: str, *, plan_year: int, basis: Basis, narrowed: Narrowed
) -> list[Standing]:
    """The villages that a number of the area is about. Raises AreaUnknown."""
    if not areas.is_known(session, workspace_id, area_code):
        raise AreaUnknown(area=area_code)
    rows = queries.villages(session, workspace_id, area_code, plan_year=plan_year, basis=basis)
    return in_order((standing(row) for row in rows if narrowed.holds(row)), narrowed.order)


def standing(row: Row) -> Standing:
    counted = (row.accounts or 0, row.forum or 0)
    return Standing(row, next_grade(row.grade, row.met, [max(0, (row.needed or 0) - number) for number in counted]))


def in_order(found: Iterable[Standing], order: str) -> list[Standing]:
    if order == "nearest":
        return sorted(found, key=lambda one: (one.next.distance if one.next else LAST, one.row.code))
    if order in ("accounts", "forum"):
        return highest_first(found, lambda one: getattr(one.row, f"{order}_pct"), lambda one: one.row.code)
    return list(found)


def highest_first(found: Iterable[T], figure: Callable[[T], Decimal | int | None], code: Callable[[T], str]) -> list[T]:
    """By a figure, of equals by code; nought comes before what is not known."""
    return sorted(found, key=lambda one: (figure(one) is None, -(figure(one) or 0), code(one)))


def nearest(found: Sequence[Standing], most: int) -> list[Standing]:
    """Those that lack least for the next grade."""
    return in_order((one for one in found if one.next), "nearest")[:most]
