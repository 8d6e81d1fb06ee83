"""Projects as they are looked at: their progress on a basis, and the reports and photos it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.queries import projects as queries
from server.db.queries import results
from server.domain.indicators.criteria import BASES, Basis, Criteria, default_criteria
from server.domain.indicators.location import LocationClass
from server.domain.indicators.progress import (
    Progress,
    Project,
    Report,
    is_geo_tagged,
    report_counts,
    where_made,
)
from server.domain.permissions import Caller
from server.errors import NotFound

PHOTO_STAGES = ("before", "during", "after")
ATTENTION = ("stale", "behind", "overdue", "money_ahead", "reports_differ")


@dataclass(frozen=True)
class Reported:
    """A report and what the rules make of it. counts: whether it counts on the basis that is looked at."""

    row: Row
    counts: bool
    where: LocationClass
    distance_m: int | None
    geo_tagged: bool


@dataclass(frozen=True)
class Photo:
    """A photo of a report that has come. is_at_site: whether the report is confirmed by position and photo."""

    submission_id: int
    name: str
    stage: str
    taken_on: date | None
    reporter: str
    is_at_site: bool


@dataclass(frozen=True)
class ProjectSheet:
    """A project with everything its page shows. photos: by stage, of counting reports, the latest first."""

    row: Row
    criteria: Criteria
    basis: Basis
    progress: dict[Basis, Progress]
    reports: tuple[Reported, ...]
    photos: dict[str, tuple[Photo, ...]]

    @property
    def attention(self) -> tuple[str, ...]:
        return attention(self.progress[self.basis])


@dataclass(frozen=True)
class ListedProject:
    """A project of a list and where it stands."""

    row: Row
    project: Project
    progress: Progress

    @property
    def attention(self) -> tuple[str, ...]:
        return attention(self.progress)


def attention(progress: Progress) -> tuple[str, ...]:
    """What about a project wants looking at, among ATTENTION."""
    return tuple(name for name in ATTENTION if getattr(progress, name))


def of_area(
    session: Session, workspace_id: int, area_code: str, *, year: int | None, basis: Basis
) -> list[ListedProject]:
    """The projects of an area and where they stand, as it was last computed."""
    rows = queries.of_area(session, workspace_id, area_code, year=year, basis=basis)
    return [listed(row) for row in rows]


def listed(row: Row) -> ListedProject:
    return ListedProject(row, project_of(row), stored_progress(row))


def stored_progress(row: Row | None) -> Progress:
    """Where a project stands as stored; one that was not computed yet has made none."""
    values = {name: getattr(row, name, None) for name in Progress.__dataclass_fields__}
    unknown = {"percent_physical": 0, "disbursed": 0} | dict.fromkeys((*ATTENTION, "geo_tagged"), False)
    return Progress(**{name: unknown.get(name) if value is None else value for name, value in values.items()})


def sheet(session: Session, caller: Caller, project_id: UUID, *, basis: Basis) -> ProjectSheet:
    """A project of the caller's area on both bases, as it was last computed. Raises NotFound."""
    row = queries.one(session, caller.workspace_id, project_id)
    if row is None or not caller.covers(row.village_code):
        raise NotFound
    criteria = criteria_of(session, caller.workspace_id, row.fiscal_year)
    rows = queries.reports(session, caller.workspace_id, row.id)
    reports = [report_of(one) for one in rows]
    stored = queries.standings(session, caller.workspace_id, row.id)
    progress = {on: stored_progress(stored.get(on)) for on in BASES}
    shown = tuple(reported(one, report, criteria, basis) for one, report in zip(rows, reports, strict=True))
    return ProjectSheet(row, criteria, basis, progress, shown, photo_series(shown))


def reported(row: Row, report: Report, criteria: Criteria, basis: Basis) -> Reported:
    where, tagged = where_made(report, criteria), is_geo_tagged(report, criteria)
    return Reported(row, report_counts(report, basis), where, report.distance_m, tagged)


def photo_series(reports: Sequence[Reported]) -> dict[str, tuple[Photo, ...]]:
    """The photos that have come, by stage; of equal stage those taken at the site first."""
    best = sorted((one for one in reports if one.counts), key=lambda one: not one.geo_tagged)
    return {
        stage: tuple(
            Photo(one.row.submission_id, photo["name"], stage, one.row.report_date, one.row.reporter, one.geo_tagged)
            for one in best
            for photo in one.row.photos
            if photo["received"] and photo["stage"] == stage
        )
        for stage in PHOTO_STAGES
    }


def criteria_of(session: Session, workspace_id: int, year: int) -> Criteria:
    """The rules of a year; a year that is not open has the usual ones."""
    return results.criteria_of(session, workspace_id, year) or default_criteria(year)


def project_of(row: Row) -> Project:
    """A row as the rules read it."""
    return project_with(row._mapping)


def project_with(columns: Mapping[str, Any]) -> Project:
    """The columns of a project as the rules read them."""
    return Project(
        stage=columns["stage"],
        approved=columns["budget_approved"],
        planned_start=columns["planned_start"],
        planned_end=columns["planned_end"],
        first_transfer=columns["funded_on"],
    )


def report_of(row: Row) -> Report:
    """A row as the rules read it, measured by PostGIS."""
    return Report(
        instance_id=row.instance_id,
        received_at=row.received_at,
        state=row.state,
        outside_area=row.outside_area,
        be_year=row.be_year,
        reporter=row.reporter,
        report_date=row.report_date,
        percent_physical=row.percent,
        disbursed=row.disbursed,
        has_position=row.has_position,
        accuracy_m=row.accuracy_m,
        distance_m=row.distance_m,
        inside_tambon=row.inside_tambon,
        photos_received=row.photos_received,
        milestone=row.milestone,
    )
