"""Areas and villages, by prefix of their codes."""

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from server.db.models import Area, Village

AREAS_ABOVE_AND_BELOW = select(Area.code, Area.name_th, Area.name_en).where(Area.valid_to.is_(None))


def areas(session: Session, workspace_id: int, level: str, area_code: str) -> list[Row]:
    """(code, name_th, name_en) of the areas of a level that lie in an area, or that it lies in."""
    length = {"province": 2, "district": 4, "subdistrict": 6}[level]
    inside = Area.code.startswith(area_code[:length], autoescape=True)
    rows = AREAS_ABOVE_AND_BELOW.where(Area.workspace_id == workspace_id, Area.level == level, inside)
    return list(session.execute(rows.order_by(Area.code)))


VILLAGES_FOR_PHONES = text("""
    with open_year as (
        select max(plan_year) as plan_year from criteria
        where workspace_id = :workspace_id and open_for_collection and locked_on is null)
    select v.code, v.moo, v.name_th, open_year.plan_year, coalesce(y.gate, 'unknown') as gate
    from village v cross join open_year
    left join village_year y on y.workspace_id = v.workspace_id and y.village_code = v.code
         and y.plan_year = open_year.plan_year and y.basis = 'official'
    where v.workspace_id = :workspace_id and v.active and starts_with(v.code, :area_code)
    order by v.code
""")


def villages_for_phones(session: Session, workspace_id: int, area_code: str) -> list[Row]:
    """(code, moo, name_th, plan_year, gate) of an area's active villages: what `villages.csv` is made of."""
    return list(session.execute(VILLAGES_FOR_PHONES, {"workspace_id": workspace_id, "area_code": area_code}))


def village(session: Session, workspace_id: int, code: str) -> Village | None:
    """One village."""
    return session.get(Village, (workspace_id, code))


INSIDE = text("""
    select code, level, name_th, name_en from area
    where workspace_id = :workspace_id and valid_to is null and starts_with(code, :area_code)
    union all
    select code, 'village', name_th, null from village
    where workspace_id = :workspace_id and active and starts_with(code, :area_code)
    order by code
""")


def inside(session: Session, workspace_id: int, area_code: str) -> list[dict]:
    """{code, level, name_th, name_en} of an area, the areas and the active villages inside it; by code."""
    rows = session.execute(INSIDE, {"workspace_id": workspace_id, "area_code": area_code}).mappings()
    return [dict(row) for row in rows]


POINTS_INSIDE = text("""
    select code, ST_X(point), ST_Y(point) from (
        select code, ST_PointOnSurface(boundary) as point from area
        where workspace_id = :workspace_id and level = 'subdistrict' and boundary is not null) inside
""")


def points_inside(session: Session, workspace_id: int) -> dict[str, tuple[float, float]]:
    """(lon, lat) of a point inside each subdistrict whose boundary is known."""
    rows = session.execute(POINTS_INSIDE, {"workspace_id": workspace_id})
    return {code: (lon, lat) for code, lon, lat in rows}


OF_LEVEL = text("""
    with place as (
        select code, level, null::integer as moo, name_th, name_en from area
        where workspace_id = :workspace_id and valid_to is null
        union all
        select code, 'village', moo, name_th, null from village where workspace_id = :workspace_id and active)
    select p.code, p.moo, p.name_th, p.name_en, above.code as above_code, above.name_th as above_th,
           above.name_en as above_en
    from place p
    left join area above on above.workspace_id = :workspace_id and above.code = left(p.code, length(p.code) - 2)
    where p.level = :level and starts_with(p.code, :area_code)
    order by above.code nulls last, p.code
""")


def of_level(session: Session, workspace_id: int, level: str, area_code: str) -> list[Row]:
    """(code, moo, name_th, name_en, above_code, above_th, above_en) of the areas, or villages, of a level inside an
    area, by what lies right above them; a community may have nothing above it.
    """
    named = {"workspace_id": workspace_id, "level": level, "area_code": area_code}
    return list(session.execute(OF_LEVEL, named))
