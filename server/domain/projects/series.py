"""Photos of an area's projects before, during and after the work: those of counting reports, latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.queries import project_photos
from server.db.queries import projects as queries
from server.db.queries.project_photos import After
from server.domain.indicators.criteria import Basis
from server.domain.projects.sheet import Photo, criteria_of, photo_series, report_of, reported


@dataclass(frozen=True)
class Series:
    """A project and the best photo of each stage; None where there is none. row: see `project_photos.latest`."""

    row: Row
    photos: dict[str, Photo | None]


def of_area(
    session: Session, workspace_id: int, code: str, *, year: int, basis: Basis, after: After | None, most: int
) -> list[Series]:
    """A page of series; three queries."""
    rows = project_photos.latest(session, workspace_id, code, year=year, basis=basis, after=after, most=most)
    criteria = criteria_of(session, workspace_id, year)
    reports = queries.photographed(session, workspace_id, [row.id for row in rows])
    told = {id_: list(found) for id_, found in groupby(sorted(reports, key=by_project), key=by_project)}
    return [Series(row, best([reported(r, report_of(r), criteria, basis) for r in told[row.id]])) for row in rows]


def by_project(report: Row) -> object:
    return report.project_id


def best(reports: Sequence) -> dict[str, Photo | None]:
    return {stage: photos[0] if photos else None for stage, photos in photo_series(reports).items()}
