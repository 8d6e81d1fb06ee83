"""The projects of an area at a glance: how far they came, their money, by programme and by what lies right below."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.queries import areas, project_overview
from server.domain.assignments import AreaUnknown
from server.domain.facts.proposals import WORK_MODES
from server.domain.grades import DIGITS_BELOW, VILLAGE_DIGITS
from server.domain.indicators.area_progress import AreaProgress, area_progress
from server.domain.indicators.budget import (
    COUNTED_STAGES,
    PROGRAMMES,
    BudgetLine,
    BudgetTable,
    ProjectMoney,
    budget_table,
)
from server.domain.indicators.criteria import Basis
from server.domain.indicators.shares import percent_cut
from server.domain.projects import sheet
from server.domain.projects.sheet import ListedProject

# The way of a project; one that is suspended came as far as one under way.
WAY = ("proposed", "forwarded", "approved", "funded", "in_progress", "completed", "evaluated")
BESIDE_THE_WAY = ("suspended", "returned", "not_forwarded", "not_approved", "cancelled")


@dataclass(frozen=True)
class Step:
    """A stage. satang: approved, or what was recommended or asked for before that; reached: here or further.

    stages: those that reached it; none beside the way.
    """

    stage: str
    projects: int
    satang: int
    reached: int
    stages: tuple[str, ...]


@dataclass(frozen=True)
class Glance:
    """Projects together. projects: whatever their stage; money: of those approved and not cancelled."""

    projects: int
    progress: AreaProgress
    money: BudgetLine


@dataclass(frozen=True)
class Sum:
    """An amount in satang and what percent of another it is, cut; of: the name of the other."""

    name: str
    satang: int
    pct: Decimal | None
    of: str | None


@dataclass(frozen=True)
class Part:
    """What lies right below the area; a village when its code has 8 digits."""

    code: str
    name_th: str
    glance: Glance


@dataclass(frozen=True)
class Overview:
    """The projects of an area in a fiscal year; the making of plans stands apart. modes: how the work is to be done."""

    area_code: str
    year: int
    basis: Basis
    whole: Glance
    plan_making: Glance
    steps: tuple[Step, ...]
    beside: tuple[Step, ...]
    sums: tuple[Sum, ...]
    programmes: Mapping[int, Glance]
    parts: tuple[Part, ...]
    modes: tuple[Row, ...]


def of_area(session: Session, workspace_id: int, code: str, *, year: int, basis: Basis) -> Overview:
    """As it was last computed; a fixed number of queries. Raises AreaUnknown."""
    if not areas.is_known(session, workspace_id, code):
        raise AreaUnknown(area=code)
    every = sheet.of_area(session, workspace_id, code, year=year, basis=basis)
    real = [one for one in every if one.row.kind == "project"]
    plans = [one for one in every if one.row.kind == "plan_making"]
    modes = project_overview.work_modes(session, workspace_id, code, year)
    digits = DIGITS_BELOW.get(len(code), VILLAGE_DIGITS)
    return Overview(
        area_code=code,
        year=year,
        basis=basis,
        whole=glance(real),
        plan_making=glance(plans, table_of(plans).plan_making),
        steps=tuple(steps(real)),
        beside=tuple(step(real, stage, ()) for stage in BESIDE_THE_WAY),
        sums=tuple(sums(real)),
        programmes=programmes(real),
        parts=tuple(parts(real, areas.names(session, workspace_id, code, digits), digits)),
        modes=tuple(modes[name] for name in WORK_MODES if name in modes),
    )


def glance(projects: list[ListedProject], money: BudgetLine | None = None) -> Glance:
    """The figures of projects. money: their line of the budget's table, unless it is the total of their own."""
    progress = area_progress((one.project, one.progress) for one in projects)
    return Glance(len(projects), progress, money or table_of(projects).total)


def table_of(projects: Iterable[ListedProject]) -> BudgetTable:
    return budget_table(money_of(one) for one in projects)


def money_of(one: ListedProject) -> ProjectMoney:
    return ProjectMoney(
        proposal_kind=one.row.kind,
        stage=one.row.stage,
        programme=one.row.programme,
        approved=one.row.budget_approved or 0,
        transferred=one.row.transferred,
        disbursed=one.progress.disbursed,
    )


def programmes(projects: list[ListedProject]) -> dict[int, Glance]:
    lines = table_of(projects).programmes
    return {n: glance([one for one in projects if one.row.programme == n], lines[n]) for n in PROGRAMMES}


def parts(projects: list[ListedProject], names: Mapping[str, str], digits: int) -> Iterator[Part]:
    """Areas with or without projects; villages only with."""

    def part_of(one: ListedProject) -> str:
        return one.row.village_code[:digits]

    found = {code: list(inside) for code, inside in groupby(sorted(projects, key=part_of), key=part_of)}
    listed = found if digits == VILLAGE_DIGITS else {*names, *found}
    for code in sorted(listed):
        yield Part(code, names.get(code, ""), glance(found.get(code, [])))


def steps(projects: list[ListedProject]) -> Iterator[Step]:
    for place, stage in enumerate(WAY):
        further = WAY[place:]
        yield step(projects, stage, (*further, "suspended") if "in_progress" in further else further)


def step(projects: list[ListedProject], stage: str, stages: tuple[str, ...]) -> Step:
    here = [one.row for one in projects if one.row.stage == stage]
    reached = sum(one.row.stage in stages for one in projects)
    return Step(stage, len(here), sum(map(latest_amount, here)), reached, stages)


def latest_amount(row: Row) -> int:
    amounts = (row.budget_approved, row.budget_recommended, row.budget_requested)
    return next((satang for satang in amounts if satang is not None), 0)


def sums(projects: list[ListedProject]) -> Iterator[Sum]:
    """What is asked for, recommended, approved, transferred and withdrawn, each beside what it is a part of.

    Percents of what is requested are those of projects that say what they request: an import may not.
    """
    rows = [one.row for one in projects]
    requested = total(rows, attrgetter("budget_requested"))
    money = glance(projects).money
    yield Sum("requested", requested, None, None)
    for name, satang in (("recommended", attrgetter("budget_recommended")), ("approved", approved)):
        asked = total((row for row in rows if row.budget_requested is not None), satang)
        yield Sum(name, total(rows, satang), percent_cut(asked, requested), "requested")
    yield Sum("transferred", money.transferred, money.transferred_pct, "approved")
    yield Sum("disbursed", money.disbursed, money.disbursed_pct, "approved")


def approved(row: Row) -> int:
    return (row.budget_approved or 0) if row.stage in COUNTED_STAGES else 0


def total(rows: Iterable[Row], satang: Callable[[Row], int | None]) -> int:
    return sum(satang(row) or 0 for row in rows)
