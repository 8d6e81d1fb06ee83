"""Household finance as it is told of areas and villages: never of fewer than ten households, and to whom it may be."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter

from sqlalchemy.orm import Session

from server.db.models import AreaFinance
from server.db.queries import areas, places, results
from server.db.queries import finance as queries
from server.db.queries.finance import Key
from server.domain import years
from server.domain.assignments import AreaUnknown
from server.domain.grades import DIGITS_BELOW, VILLAGE_DIGITS
from server.domain.indicators.categories import Line
from server.domain.indicators.criteria import Basis
from server.domain.indicators.finance import Figures
from server.domain.permissions import AMOUNTS, Caller
from server.errors import NotFound, Problem

FIGURES = tuple(field.name for field in fields(Figures))
QUESTIONS = {"r": "/receipt_cats", "p": "/payment_cats", "d": "/debt_cats"}


class ProvisionalNotTold(Problem):
    status, code = 403, "provisional-not-told"
    th = "ตัวเลขการเงินครัวเรือนฐานเบื้องต้นเปิดเฉพาะเจ้าหน้าที่อำเภอ ให้ใช้ฐานทางการ (basis=official)"
    en = "Provisional figures of household finance are for district officers. Ask for basis=official."


@dataclass(frozen=True)
class FinanceRow:
    """What is told of an area or village. told_on: None when nothing is; a figure that is not told is None."""

    code: str
    name_th: str
    figures: Figures
    told_on: date | None

    @property
    def is_suppressed(self) -> bool:
        """Whether nothing is told, because there are fewer than ten households or ten are still waited for."""
        return self.figures.households is None

    @property
    def suppressed_figures(self) -> tuple[str, ...]:
        return tuple(name for name in FIGURES if getattr(self.figures, name) is None)


@dataclass(frozen=True)
class AreaFinances:
    """An area in a plan year on a basis, and what lies right below it in the order of the codes."""

    whole: FinanceRow
    plan_year: int
    basis: Basis
    rows: tuple[FinanceRow, ...]


@dataclass(frozen=True)
class NamedLine:
    """A category of a village with its words, {"th", "en"}, as the form has them."""

    line: Line
    words: Mapping[str, str]


@dataclass(frozen=True)
class VillageSheet:
    """A village's finance for its forum. lines: by side (r, p, d) the categories that are told, largest first."""

    whole: FinanceRow
    moo: int
    plan_year: int
    basis: Basis
    lines: Mapping[str, tuple[NamedLine, ...]]
    lines_told_on: date | None


def of_area(session: Session, caller: Caller, code: str, *, plan_year: int, basis: Basis) -> AreaFinances:
    """An area of the caller's, tambon or larger. Villages below a tambon are there for those who see amounts.

    Raises NotFound, AreaUnknown, YearNotOpen, ProvisionalNotTold.
    """
    if not caller.covers(code) or len(code) >= VILLAGE_DIGITS:
        raise NotFound
    key = key_for(session, caller, plan_year, basis)
    if not areas.is_known(session, caller.workspace_id, code):
        raise AreaUnknown(area=code)
    digits = DIGITS_BELOW.get(len(code), VILLAGE_DIGITS)
    names = areas.names(session, caller.workspace_id, code, digits) if may_see(caller, digits) else {}
    told = queries.of_parts(session, key, code, digits)
    own = areas.names(session, caller.workspace_id, code, len(code))
    rows = tuple(row_of(part, names[part], told.get(part)) for part in sorted(names))
    whole = row_of(code, own.get(code, ""), queries.of_area(session, key, code))
    return AreaFinances(whole, plan_year, basis, rows)


def of_village(session: Session, caller: Caller, code: str, *, plan_year: int, basis: Basis) -> VillageSheet:
    """A village of the caller's. Raises NotFound, YearNotOpen, ProvisionalNotTold."""
    village = places.village(session, caller.workspace_id, code) if caller.covers(code) else None
    if village is None:
        raise NotFound
    key = key_for(session, caller, plan_year, basis)
    if not (village.active or results.criteria_of(session, caller.workspace_id, plan_year).is_locked):
        raise NotFound
    told = queries.of_area(session, key, code)
    named = named_lines(session, caller.workspace_id, told)
    lines = {side: tuple(one for one in named if one.line.side == side) for side in QUESTIONS}
    whole = row_of(code, village.name_th, told)
    return VillageSheet(whole, village.moo, plan_year, basis, lines, told and told.lines_told_on)


def key_for(session: Session, caller: Caller, plan_year: int, basis: Basis) -> Key:
    years.must_be_open(session, caller.workspace_id, plan_year)
    if basis == "provisional" and AMOUNTS not in caller.sees:
        raise ProvisionalNotTold
    return Key(caller.workspace_id, plan_year, basis)


def may_see(caller: Caller, digits: int) -> bool:
    """Villages are for those who see amounts; the database holds to the same."""
    return digits < VILLAGE_DIGITS or AMOUNTS in caller.sees


def row_of(code: str, name_th: str, told: AreaFinance | None) -> FinanceRow:
    if told is None:
        return FinanceRow(code, name_th, Figures(), None)
    return FinanceRow(code, name_th, Figures(**{name: getattr(told, name) for name in FIGURES}), told.told_on)


def named_lines(session: Session, workspace_id: int, told: AreaFinance | None) -> list[NamedLine]:
    words = queries.category_words(session, workspace_id)
    lines = sorted((Line(**one) for one in (told and told.lines) or ()), key=attrgetter("amount"), reverse=True)
    nothing: dict[str, dict] = {}
    return [NamedLine(line, words.get(QUESTIONS[line.side], nothing).get(line.category, {})) for line in lines]
