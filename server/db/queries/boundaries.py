"""Boundaries of areas: judged by PostGIS, stored, and the projects whose position is to be judged again."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session


class Invalid(NamedTuple):
    """What is wrong with a shape, in the words of GEOS, and where in degrees. number: its place among those given."""

    number: int
    reason: str
    lon: float
    lat: float


INVALID = text("""
    select given.number - 1, found.reason, ST_X(found.location), ST_Y(found.location)
    from unnest(cast(:shapes as text[])) with ordinality as given (shape, number)
    cross join lateral ST_IsValidDetail(ST_GeomFromGeoJSON(given.shape)) found
    where not found.valid order by given.number
""")


def invalid(session: Session, shapes: Sequence[str]) -> list[Invalid]:
    """Those that are no valid polygons. shapes: GeoJSON."""
    return [Invalid(*row) for row in session.execute(INVALID, {"shapes": list(shapes)})]


PUT = text("""
    with given as materialized (
        select code, ST_GeomFromGeoJSON(shape) as boundary
        from unnest(cast(:codes as text[]), cast(:shapes as text[])) as given (code, shape))
    update area a set boundary = given.boundary from given, area old
    where a.workspace_id = :workspace_id and a.code = given.code and old.workspace_id = a.workspace_id
      and old.code = a.code and ST_AsBinary(old.boundary) is distinct from ST_AsBinary(given.boundary)
    returning a.code, old.boundary is null
""")


def put(session: Session, workspace_id: int, shapes: Mapping[str, str]) -> dict[str, bool]:
    """Store boundaries (GeoJSON by area code); code -> whether it had none, of those that are not as they were."""
    given = {"workspace_id": workspace_id, "codes": list(shapes), "shapes": list(shapes.values())}
    return {code: is_new for code, is_new in session.execute(PUT, given)}


PROJECTS = text("""
    insert into stale_project (workspace_id, project_id)
    select workspace_id, id from project
    where workspace_id = :workspace_id and left(village_code, 6) = any (:codes) order by id
""")


def mark_projects_stale(session: Session, workspace_id: int, codes: Collection[str]) -> None:
    """Ask for the projects of these subdistricts to be computed again."""
    session.execute(PROJECTS, {"workspace_id": workspace_id, "codes": list(codes)})


SUBMISSIONS = text("""
    insert into pending_submission (submission_id, workspace_id)
    select s.id, s.workspace_id from submission s join form f on f.id = s.form
    where s.workspace_id = :workspace_id and f.form_id = any (:forms) and left(s.village_code, 6) = any (:codes)
      and s.deleted_at is null
    order by s.id
""")


def look_again(session: Session, workspace_id: int, codes: Collection[str], forms: Collection[str]) -> None:
    """Ask for what was sent about the villages of these subdistricts, by these forms, to be digested again."""
    session.execute(SUBMISSIONS, {"workspace_id": workspace_id, "codes": list(codes), "forms": list(forms)})


ELSEWHERE = text("""
    select inner_.code from area inner_
    join area outer_ on outer_.workspace_id = inner_.workspace_id and outer_.code = left(inner_.code, 4)
    where inner_.workspace_id = :workspace_id and length(inner_.code) = 6
      and (inner_.code = any (:codes) or outer_.code = any (:codes))
      and ST_Area(ST_Intersection(inner_.boundary, outer_.boundary)) < ST_Area(inner_.boundary) / 2
    order by inner_.code
""")


def mostly_elsewhere(session: Session, workspace_id: int, codes: Collection[str]) -> list[str]:
    """Of these areas and what is inside them, the subdistricts of which more than half lies outside their district."""
    return list(session.scalars(ELSEWHERE, {"workspace_id": workspace_id, "codes": list(codes)}))
