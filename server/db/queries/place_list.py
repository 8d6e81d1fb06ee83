"""Areas and villages for whoever looks after them: what is loaded, with how much inside, and what is missing."""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session


class AreaListed(NamedTuple):
    """An area. inside: subdistricts; villages: in use; without_place: those of them without a point;
    bounded: it has a boundary; valid_to: until when it was an area.
    """

    code: str
    level: str
    name_th: str
    name_en: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    bounded: bool
    inside: int
    villages: int
    without_place: int


AREAS = text("""
    select a.code, a.level, a.name_th, a.name_en, a.valid_from, a.valid_to, a.boundary is not null,
           (select count(*) from area i where i.workspace_id = a.workspace_id and i.level = 'subdistrict'
            and i.valid_to is null and i.code <> a.code and starts_with(i.code, a.code)),
           count(v.code), count(v.code) filter (where v.place is null)
    from area a
    left join village v on v.workspace_id = a.workspace_id and v.active and starts_with(v.code, a.code)
    where a.workspace_id = :workspace_id and starts_with(a.code, :inside) and length(a.code) = :digits
    group by a.workspace_id, a.code order by a.code
""")


def areas(session: Session, workspace_id: int, inside: str, digits: int) -> list[AreaListed]:
    """The areas inside an area (itself included) whose codes have so many digits, by code."""
    asked = {"workspace_id": workspace_id, "inside": inside, "digits": digits}
    return [AreaListed(*row) for row in session.execute(AREAS, asked)]


class VillageListed(NamedTuple):
    """A village. kind: `village` or `community`; active: in use; lon, lat: degrees, both or neither."""

    code: str
    moo: int
    name_th: str
    kind: str
    active: bool
    lon: float | None
    lat: float | None


VILLAGES = """
    select v.code, v.moo, v.name_th, v.kind, v.active, ST_X(v.place), ST_Y(v.place) from village v
    where v.workspace_id = :workspace_id and starts_with(v.code, :inside)
"""
OF_AREA = text(f"{VILLAGES} order by v.code")
IN_NO_TAMBON = text(
    f"{VILLAGES} and not exists (select from area a where a.workspace_id = v.workspace_id and a.code = left(v.code, 6))"
    " order by v.code"
)


def villages(session: Session, workspace_id: int, inside: str) -> list[VillageListed]:
    """The villages of an area, also those out of use, by code."""
    rows = session.execute(OF_AREA, {"workspace_id": workspace_id, "inside": inside})
    return [VillageListed(*row) for row in rows]


def communities(session: Session, workspace_id: int, inside: str) -> list[VillageListed]:
    """Those of an area that lie in no subdistrict: codes of communities are not made of their subdistrict's."""
    rows = session.execute(IN_NO_TAMBON, {"workspace_id": workspace_id, "inside": inside})
    return [VillageListed(*row) for row in rows]
