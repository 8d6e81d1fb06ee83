"""Areas written, and looked up by code; `places` has what phones and pages read."""

from collections.abc import Sequence

from sqlalchemy import func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.db.models import Area, Village


def put(session: Session, areas: Sequence[dict]) -> int:
    """Insert areas, or bring their names up to date; says how many were new or changed."""
    row = insert(Area)
    names = {"level": row.excluded.level, "name_th": row.excluded.name_th, "name_en": row.excluded.name_en}
    differs = tuple_(Area.level, Area.name_th, Area.name_en) != tuple_(*names.values())
    written = row.on_conflict_do_update(index_elements=["workspace_id", "code"], set_=names, where=differs)
    return len(session.scalars(written.returning(Area.code), areas).all())


def is_known(session: Session, workspace_id: int, code: str) -> bool:
    """Whether the code is an area of the workspace, a village, or what a village's code begins with."""
    if session.get(Area, (workspace_id, code)):
        return True
    inside = Village.code.startswith(code, autoescape=True)
    village = select(Village.code).where(Village.workspace_id == workspace_id, inside).limit(1)
    return session.scalar(village) is not None


def codes(session: Session, workspace_id: int, level: str | None = None) -> list[str]:
    """The codes of the areas, all or those of a level, in order."""
    areas = select(Area.code).where(Area.workspace_id == workspace_id)
    areas = areas if level is None else areas.where(Area.level == level)
    return list(session.scalars(areas.order_by(Area.code)))


def names(session: Session, workspace_id: int, inside: str, digits: int) -> dict[str, str]:
    """code -> Thai name of the areas (of 8 digits: villages) whose codes have so many digits, inside an area."""
    place = Village if digits == 8 else Area
    rows = select(place.code, place.name_th).where(place.workspace_id == workspace_id)
    rows = rows.where(place.code.startswith(inside, autoescape=True), func.length(place.code) == digits)
    return {code: name for code, name in session.execute(rows)}
