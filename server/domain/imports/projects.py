"""Projects that were decided elsewhere, imported from a table; proposals come from phones."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from server.db.queries import locks
from server.db.queries import projects as queries
from server.db.queries import villages as village_queries
from server.domain import entities
from server.domain.imports import cells, sheets
from server.domain.imports.faults import Fault
from server.domain.imports.outcome import Imported, record
from server.domain.imports.sheets import Column, Numbered, RowFault
from server.domain.imports.villages import position_faults
from server.domain.projects import standing
from server.domain.staleness import look_again

LIST = "projects"
STAGES = ("approved", "funded", "in_progress")
COLUMNS = (
    Column("project_code", cells.words(20), required=False),
    Column("village_code", cells.code(8)),
    Column("fiscal_year", cells.buddhist_year),
    Column("title", cells.words(250)),
    Column("programme", cells.whole(1, 5)),
    Column("impl_unit", cells.one_of("village", "joint", "agency")),
    Column("stage", cells.one_of(*STAGES)),
    Column("budget_approved", cells.whole(0, 10**10)),
    Column("planned_start", cells.iso_date, required=False),
    Column("planned_end", cells.iso_date, required=False),
    Column("lon", cells.degrees(-180, 180), required=False),
    Column("lat", cells.degrees(-180, 180), required=False),
)


@dataclass(frozen=True, kw_only=True)
class NewProject:
    """A project that was approved already. budget_approved: whole baht; lon, lat: degrees, both or neither.

    project_code: fiscal year, district, running number; None lets the next free one be given.
    """

    village_code: str
    fiscal_year: int
    title: str
    programme: int
    impl_unit: str
    stage: str
    budget_approved: int
    project_code: str | None = None
    planned_start: dt.date | None = None
    planned_end: dt.date | None = None
    lon: float | None = None
    lat: float | None = None
    uuid: UUID = field(default_factory=uuid4)

    @property
    def series(self) -> str:
        """What its code begins with: fiscal year and district."""
        return f"{self.fiscal_year}-{self.village_code[:4]}-"

    @property
    def properties(self) -> dict[str, str]:
        """What phones get of it."""
        where = {"amphoe_code": self.village_code[:4], "tambon_code": self.village_code[:6]}
        plan = {name: str(getattr(self, name) or "") for name in ("planned_start", "planned_end")}
        return (
            where
            | plan
            | {
                "project_code": self.project_code or "",
                "stage": self.stage,
                "village_code": self.village_code,
                "fiscal_year": str(self.fiscal_year),
                "proposal_kind": "project",
                "project_title": self.title,
                "programme": str(self.programme),
                "impl_unit": self.impl_unit,
                "budget_approved": str(self.budget_approved),
                "geometry": "" if self.lat is None else f"{self.lat} {self.lon} 0 0",
            }
        )

    @property
    def columns(self) -> dict:
        """Its row in the table of projects, amounts in satang."""
        same = ("village_code", "fiscal_year", "title", "programme", "impl_unit", "stage", "project_code")
        entered = {"entered_stage": self.stage}
        site = village_queries.point(self.lon, self.lat)
        money = {"budget_approved": self.budget_approved * 100, "funded_on": None}
        plan = {"planned_start": self.planned_start, "planned_end": self.planned_end, "site": site}
        return {name: getattr(self, name) for name in same} | entered | money | plan


def import_csv(session: Session, workspace_id: int, content: bytes, *, actor_id: int) -> Imported:
    """Add the projects of a table, all or none. Raises a FileUnreadable, or RowsRefused with every fault."""
    locks.hold(session, "import of projects", workspace_id)
    rows, faults = sheets.read(content, COLUMNS, NewProject)
    known = village_queries.active(session, workspace_id)
    for line in rows:
        faults += faults_of(line, known)
    faults += sheets.repeated(rows, lambda one: one.project_code, "project_code")
    faults += sheets.repeated(rows, lambda one: (one.village_code, one.fiscal_year, one.title), "title")
    faults += already_there(session, workspace_id, rows)
    sheets.refuse(faults)
    imported = add(session, workspace_id, [line.value for line in rows], actor_id=actor_id)
    return record(session, LIST, content, imported, workspace_id=workspace_id, actor_id=actor_id)


def add(session: Session, workspace_id: int, projects: Sequence[NewProject], *, actor_id: int) -> Imported:
    """Add approved projects; those without a code get the next of their year and district."""
    locks.hold(session, "project codes", workspace_id)
    coded = with_codes(projects, queries.codes(session, workspace_id))
    made = [
        entities.NewEntity(one.uuid, f"{one.project_code} {one.title}", one.village_code, one.properties)
        for one in coded
    ]
    entities.create_many(session, workspace_id, LIST, made, actor_id)
    queries.add_many(session, [{"workspace_id": workspace_id, "id": one.uuid} | one.columns for one in coded])
    causes = dict.fromkeys((one.uuid for one in coded), "import")
    standing.compute(session, workspace_id, causes, now=dt.datetime.now(dt.UTC), actor_id=actor_id)
    look_again(session, workspace_id, "project_unknown", "entity_unknown")
    return Imported(len(coded))


def with_codes(projects: Iterable[NewProject], taken: Collection[str]) -> list[NewProject]:
    """The same projects, each with a code; a running number goes on from the highest of its series."""
    projects = list(projects)
    last: dict[str, int] = {}
    for code in (*taken, *(one.project_code for one in projects if one.project_code)):
        series, dash, number = code.rpartition("-")
        if number.isdecimal():
            last[series + dash] = max(int(number), last.get(series + dash, 0))
    coded = []
    for one in projects:
        if not one.project_code:
            last[one.series] = last.get(one.series, 0) + 1
            one = replace(one, project_code=f"{one.series}{last[one.series]:04d}")
        coded.append(one)
    return coded


def faults_of(line: Numbered[NewProject], known: Collection[str]) -> Iterator[RowFault]:
    """What is wrong with a row that could be read."""
    one, row = line.value, line.row
    if one.village_code not in known:
        yield RowFault(row, "village_code", Fault("village-unknown"), one.village_code)
    if one.project_code and not has_code_of(one):
        yield RowFault(row, "project_code", Fault("project-code", example=f"{one.series}0001"), one.project_code)
    if one.planned_start and one.planned_end and one.planned_end < one.planned_start:
        yield RowFault(row, "planned_end", Fault("ends-before-start"), str(one.planned_end))
    yield from position_faults(row, one.lon, one.lat)


def has_code_of(project: NewProject) -> bool:
    """Whether the given code says its fiscal year, its district and four digits."""
    number = (project.project_code or "").removeprefix(project.series)
    return len(number) == 4 and number.isascii() and number.isdigit()


def already_there(session: Session, workspace_id: int, rows: Sequence[Numbered[NewProject]]) -> Iterator[RowFault]:
    """Rows whose code, or whose title in that village and year, is taken."""
    codes = queries.codes(session, workspace_id)
    titles = queries.titles(session, workspace_id, {line.value.village_code for line in rows})
    for line in rows:
        one = line.value
        if one.project_code in codes:
            yield RowFault(line.row, "project_code", Fault("in-register"), one.project_code or "")
        elif (one.village_code, one.fiscal_year, one.title) in titles:
            yield RowFault(line.row, "title", Fault("in-register"), one.title[:60])
