"""Boundaries and places as SVG draws them: scaled to a width in pixels, simplified to what can be seen."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

TOLERANCE_PX = 0.6
ASTRAY = 0.1  # degrees, some 11 km: a place so far outside the known boundary of its area is a slip of the pen

# One wrong place would make a dot of all others.
PLACED = f"""
    from village v left join lateral (
        select boundary from area a where a.workspace_id = v.workspace_id and a.boundary is not null
          and a.code in (left(v.code, 6), left(v.code, 4)) order by a.code desc limit 1) home on true
    where v.workspace_id = :workspace_id and starts_with(v.code, :area_code) and v.place is not null
      and (home.boundary is null or home.boundary && ST_Expand(v.place, {ASTRAY}))
"""  # noqa: S608
FRAME = text(f"""
    select ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box) from (
        select ST_Extent(shape) as box from (
            select boundary as shape from area
            where workspace_id = :workspace_id and starts_with(code, :area_code) and length(code) <= 6
            union all
            select v.place {PLACED} and v.active) shapes) framed
    where box is not null
""")  # noqa: S608


class Frame(NamedTuple):
    """What of the world is drawn, and how large: degrees west, north; pixels a degree; pixels."""

    west: float
    north: float
    per_lon: float
    per_lat: float
    width: int
    height: int


def frame(session: Session, workspace_id: int, area_code: str, *, width: int) -> Frame | None:
    """The frame of an area: its boundaries and its villages; None when neither is known."""
    box = session.execute(FRAME, {"workspace_id": workspace_id, "area_code": area_code}).one_or_none()
    if box is None:
        return None
    west, south, east, north = box
    shrunk = math.cos(math.radians((south + north) / 2))  # a degree of longitude is shorter than one of latitude
    across, down = max(east - west, 0.01) * shrunk, max(north - south, 0.01)
    per_degree = min(width / across, 1.25 * width / down)
    return Frame(
        west, north, per_degree * shrunk, per_degree, math.ceil(across * per_degree), math.ceil(down * per_degree)
    )


# ST_AsSVG turns the picture over, so that north is up once the northern border lies at nought. Simplified once
# (materialized: else for every column that is read off it), and by the quick rule, which keeps what is small but may
# cross itself: to be drawn that does no harm, only a point inside needs a valid shape.
BOUNDARIES = text("""
    with drawn as materialized (
        select code, ST_Simplify(
            ST_TransScale(boundary, - cast(:west as float), - cast(:north as float), :per_lon, :per_lat),
            :tolerance, true) as shape
        from area
        where workspace_id = :workspace_id and starts_with(code, :area_code) and length(code) = :digits
          and boundary is not null),
    named as materialized (
        select code, shape, ST_PointOnSurface(case when ST_IsValid(shape) then shape else ST_MakeValid(shape) end)
            as middle
        from drawn)
    select code, ST_AsSVG(shape, 1, 1) as path, ST_X(middle) as x, -ST_Y(middle) as y,
           ST_XMax(shape) - ST_XMin(shape) as width
    from named order by code
""")
PLACES = text(f"""
    select left(v.code, :digits) as code, (avg(ST_X(v.place)) - :west) * :per_lon as x,
           (:north - avg(ST_Y(v.place))) * :per_lat as y
    {PLACED} group by 1 order by 1
""")  # noqa: S608


def boundaries(session: Session, workspace_id: int, area_code: str, digits: int, frame: Frame) -> Sequence[Row]:
    """(code, path, x, y, width) of the areas whose codes have so many digits; x, y: a point inside; all in pixels."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "digits": digits, "tolerance": TOLERANCE_PX}
    return session.execute(BOUNDARIES, asked | frame._asdict()).all()


def places(session: Session, workspace_id: int, area_code: str, digits: int, frame: Frame) -> Sequence[Row]:
    """(code, x, y) in pixels: the villages whose place is known, or, with fewer digits, the middle of an area's."""
    asked = {"workspace_id": workspace_id, "area_code": area_code, "digits": digits}
    return session.execute(PLACES, asked | frame._asdict()).all()
