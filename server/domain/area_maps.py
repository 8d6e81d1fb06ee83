"""A map of an area: its parts coloured by one figure, which stands beside it in numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.queries import progress_parts, shapes
from server.domain import grades
from server.domain.grades import VILLAGE_DIGITS, Line
from server.domain.indicators.area_progress import percent_weighted
from server.domain.indicators.budget import COUNTED_STAGES
from server.domain.indicators.criteria import Basis
from server.domain.indicators.rollup import grade_percent

CLASSES = 5  # of 20 percent each
LETTER_PX, LINE_PX = 5.5, 11  # of a name on the map
DENSE = 500  # points, among which none can be pointed at
LEVELS = {"district": 4, "subdistrict": 6, "village": VILLAGE_DIGITS}


def share_of_graded(name: str) -> Callable[[Line], Decimal | None]:
    """The graded villages of a part that have something, in percent."""
    return lambda line: grade_percent(getattr(line.roll_up, name), line.roll_up.graded)


# What a map is coloured by; `progress` comes from projects, see `worth`.
FIGURES: Mapping[str, Callable[[Line], Decimal | None]] = {
    "grade": share_of_graded("grade_a"),
    **{f"met_{number}": share_of_graded(f"met_{number}") for number in range(1, 5)},
    "graded": lambda line: grade_percent(line.roll_up.graded, line.roll_up.villages_total),
}
SHADES = (*FIGURES, "progress")


@dataclass(frozen=True)
class Part:
    """A part of the area. value: its percent, None when there is nothing to say; of a village also its grade.

    path: its boundary, None where it is not known; x, y: where its name stands, or the mark that stands for it, None
    when nobody knows; is_named: whether its name fits.
    """

    line: Line
    value: Decimal | None
    path: str | None = None
    x: float | None = None
    y: float | None = None
    is_named: bool = False

    @property
    def shade(self) -> int | None:
        """0 to 4, the lowest fifth to the highest."""
        return None if self.value is None else min(CLASSES - 1, int(self.value) * CLASSES // 100)


@dataclass(frozen=True)
class AreaMap:
    """The parts by their codes; ground: boundaries drawn under points. width, height: pixels, 0 without any place."""

    by: str
    level: str
    parts: tuple[Part, ...]
    ground: tuple[str, ...]
    width: int
    height: int

    @property
    def is_drawn(self) -> bool:
        return self.width > 0

    @property
    def is_dense(self) -> bool:
        """Whether there are too many points to point at one."""
        return self.level == "village" and len(self.parts) > DENSE

    @property
    def unplaced(self) -> int:
        """How many parts the map cannot show."""
        return sum(part.x is None for part in self.parts)

    @property
    def ranked(self) -> list[tuple[int | None, Part]]:
        """(place, part), the highest first, of villages those with the better grade; those without a figure last.

        Equals share a place, and the next one's is as many further on as they are.
        """
        parts = sorted(self.parts, key=lambda part: (standing(part), part.line.code))
        first: dict[tuple, int] = {}
        for number, part in enumerate(parts, start=1):
            first.setdefault(standing(part), number)
        return [(None if part.value is None else first[standing(part)], part) for part in parts]


def standing(part: Part) -> tuple[bool, Decimal, str]:
    """What a part is ranked by: of equals this is the same."""
    return part.value is None, -(part.value or Decimal()), part.line.grade or ""


def levels_of(area_code: str) -> list[str]:
    """What an area may be divided into."""
    return [level for level, digits in LEVELS.items() if digits > len(area_code)]


def of_area(
    session: Session,
    workspace_id: int,
    area_code: str,
    *,
    plan_year: int,
    basis: Basis,
    by: str,
    level: str,
    width: int,
) -> AreaMap:
    """An area divided into areas or villages. by: one of SHADES; width: at most so many pixels. Raises AreaUnknown."""
    digits = LEVELS[level]
    lines = grades.lines_below(session, workspace_id, area_code, plan_year=plan_year, basis=basis, digits=digits)
    figure = worth(session, workspace_id, area_code, year=plan_year, basis=basis, by=by, digits=digits)
    frame = shapes.frame(session, workspace_id, area_code, width=width)
    if frame is None:
        return AreaMap(by, level, tuple(Part(line, figure(line)) for line in lines), (), 0, 0)
    of_villages = digits == VILLAGE_DIGITS
    drawn = {} if of_villages else by_code(shapes.boundaries(session, workspace_id, area_code, digits, frame))
    points = by_code(shapes.places(session, workspace_id, area_code, digits, frame))
    under = shapes.boundaries(session, workspace_id, area_code, min(6, digits - 2), frame) if of_villages else ()
    named = with_room_for_names(lines, drawn)
    parts = (
        part(line, figure(line), drawn.get(line.code), points.get(line.code), is_named=line.code in named)
        for line in lines
    )
    return AreaMap(by, level, tuple(parts), tuple(one.path for one in under), frame.width, frame.height)


def part(line: Line, value: Decimal | None, drawn: Row | None, point: Row | None, *, is_named: bool) -> Part:
    place = drawn or point
    if place is None:
        return Part(line, value)
    return Part(line, value, drawn and drawn.path, round(place.x, 1), round(place.y, 1), is_named)


def with_room_for_names(lines: Sequence[Line], drawn: Mapping[str, Row]) -> set[str]:
    """The areas whose names fit into them and over no other name; the widest areas first."""
    taken: dict[str, tuple[float, float, float]] = {}  # half the width, and where it stands
    for line in sorted((one for one in lines if one.code in drawn), key=lambda one: -drawn[one.code].width):
        place, half = drawn[line.code], LETTER_PX * len(line.name_th) / 2
        is_free = all(abs(place.x - x) > half + other or abs(place.y - y) > LINE_PX for other, x, y in taken.values())
        if place.width > 2 * half and is_free:
            taken[line.code] = (half, place.x, place.y)
    return set(taken)


def by_code(rows: Sequence) -> dict:
    return {row.code: row for row in rows}


def worth(
    session: Session, workspace_id: int, area_code: str, *, year: int, basis: Basis, by: str, digits: int
) -> Callable[[Line], Decimal | None]:
    """What a part is coloured by."""
    if by in FIGURES:
        return FIGURES[by]
    where = {"year": year, "basis": basis, "digits": digits, "stages": COUNTED_STAGES}
    physical = progress_parts.physical(session, workspace_id, area_code, **where)
    return lambda line: percent_weighted(*physical[line.code]) if line.code in physical else None
