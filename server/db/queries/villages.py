"""Villages written, and compared with what is stored."""

from collections.abc import Collection, Sequence

from geoalchemy2 import WKTElement
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.db.models import Village


def active(session: Session, workspace_id: int) -> set[str]:
    """The codes of the villages that are in use."""
    return set(session.scalars(select(Village.code).where(Village.workspace_id == workspace_id, Village.active)))


def names(session: Session, workspace_id: int) -> dict[str, str]:
    """code -> Thai name of every village, also of those that are out of use."""
    rows = select(Village.code, Village.name_th).where(Village.workspace_id == workspace_id)
    return {code: name for code, name in session.execute(rows)}


def any_there(session: Session, workspace_id: int | None = None) -> bool:
    """Whether there is a village in the workspace, or anywhere."""
    villages = select(Village.code).limit(1)
    villages = villages if workspace_id is None else villages.where(Village.workspace_id == workspace_id)
    return session.scalar(villages) is not None


def as_stored(session: Session, workspace_id: int, codes: Collection[str]) -> dict[str, tuple]:
    """code -> (moo, name_th, kind, lon, lat) of those of the villages that are in use."""
    position = func.ST_X(Village.place), func.ST_Y(Village.place)
    rows = select(Village.code, Village.moo, Village.name_th, Village.kind, *position)
    rows = rows.where(Village.workspace_id == workspace_id, Village.active, Village.code.in_(codes))
    return {code: tuple(values) for code, *values in session.execute(rows)}


def put(session: Session, villages: Sequence[dict]) -> None:
    """Insert villages, or bring those that are there up to date; one that was out of use is in use again."""
    row = insert(Village)
    changed = {name: row.excluded[name] for name in ("moo", "name_th", "kind", "active", "place")}
    session.execute(row.on_conflict_do_update(index_elements=["workspace_id", "code"], set_=changed), villages)


def point(lon: float | None, lat: float | None) -> WKTElement | None:
    """A position for a geometry column, longitude first; None when there is none."""
    return None if lon is None or lat is None else WKTElement(f"POINT({lon!r} {lat!r})", srid=4326)
