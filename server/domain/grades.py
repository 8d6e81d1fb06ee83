"""Grades of an area: its roll-up, and a line for each area or village right below it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from server.db.queries import areas, rollups
from server.domain.assignments import AreaUnknown
from server.domain.indicators.criteria import Basis
from server.domain.indicators.rollup import RollUp

PERCENTS = ("graded", "grade_a_pct", "grade_b_pct", "grade_c_pct", "accounts_pct", "forum_pct")
DIGITS_BELOW = {2: 4, 4: 6}  # below a subdistrict, and for a village itself, the lines are villages
VILLAGE_DIGITS = 8


@dataclass(frozen=True)
class Line:
    """An area or village; status, grade and gate are a village's own and None for an area."""

    code: str
    name_th: str
    status: str | None
    grade: str | None
    gate: str | None
    roll_up: RollUp


@dataclass(frozen=True)
class Grades:
    """An area in a plan year on a basis, and what lies right below it in the order of the codes."""

    area_code: str
    plan_year: int
    basis: Basis
    roll_up: RollUp
    lines: tuple[Line, ...]


def of_area(session: Session, workspace_id: int, area_code: str, *, plan_year: int, basis: Basis) -> Grades:
    """What was computed last; a village that was not computed yet counts as without data. Raises AreaUnknown."""
    digits = DIGITS_BELOW.get(len(area_code), VILLAGE_DIGITS)
    lines = lines_below(session, workspace_id, area_code, plan_year=plan_year, basis=basis, digits=digits)
    return Grades(area_code, plan_year, basis, sum((line.roll_up for line in lines), RollUp()), lines)


def lines_below(
    session: Session, workspace_id: int, area_code: str, *, plan_year: int, basis: Basis, digits: int
) -> tuple[Line, ...]:
    """The areas, or with 8 digits the villages, below an area by the digits of their codes. Raises AreaUnknown."""
    if not areas.is_known(session, workspace_id, area_code):
        raise AreaUnknown(area=area_code)
    parts = rollups.parts(session, workspace_id, area_code, plan_year=plan_year, basis=basis, digits=digits)
    return lines_of(parts, areas.names(session, workspace_id, area_code, digits))


def lines_of(parts: Sequence[RowMapping], names: dict[str, str]) -> tuple[Line, ...]:
    lines = []
    for part in parts:
        code, own = part["code"], len(part["code"]) == VILLAGE_DIGITS
        summed = RollUp(**{field.name: part[field.name] for field in fields(RollUp)})
        status, grade, gate = (part[name] if own else None for name in ("status", "grade", "gate"))
        lines.append(Line(code, names.get(code, ""), status, grade, gate, summed))
    return tuple(lines)


def figures(area: RollUp) -> dict[str, int | Decimal | None]:
    """Every figure of a roll-up by its name in docs/indicators.md 2."""
    return asdict(area) | {name: getattr(area, name) for name in PERCENTS}
