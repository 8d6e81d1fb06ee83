"""The lists phones choose from: areas, villages, and entities, each phone getting its own area only."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from server.db.models import EntityList
from server.db.queries import entities, places
from server.domain.answers import uuid_of
from server.domain.permissions import Caller, may_see
from server.errors import NotFound


@dataclass(frozen=True)
class ListFile:
    """A file a manifest names. md5: what phones compare, and the ETag; content, or where it lies, is made only when
    asked for.

    entity_list: the name of the list, when it is one of entities; waits_for_approval: whether new ones of it do.
    """

    name: str
    md5: str
    content: Callable[[], bytes | Path]
    entity_list: str | None = None
    content_type: str = "text/csv; charset=utf-8"
    waits_for_approval: bool = False


def list_file(session: Session, phone: Caller, name: str) -> ListFile | None:
    """The file of this name as this phone sees it; None when there is no such list for its role."""
    if name in PLAIN:
        content = PLAIN[name](session, phone)
        return ListFile(name, md5(content), lambda: content)
    known = session.get(EntityList, (phone.workspace_id, name.removesuffix(".csv"))) if name.endswith(".csv") else None
    if known is None or not may_see(phone.sees, known.name):
        return None
    of_list = {"entity_list": known.name, "waits_for_approval": known.approval_required}
    return ListFile(name, entity_list_hash(session, phone, known), lambda: entity_csv(session, phone, known), **of_list)


def integrity(session: Session, phone: Caller, list_name: str, ids: str | None) -> dict[str, bool]:
    """Of each entity asked for (ids by comma; None: all of the phone's area), whether the phone should forget it.

    Left out is what the server has never had: it may still wait in the phone to be sent. What is not an id is skipped.
    Raises NotFound when there is no such list.
    """
    if session.get(EntityList, (phone.workspace_id, list_name)) is None or not may_see(phone.sees, list_name):
        raise NotFound
    uuids = None if ids is None else [uuid for uuid in map(uuid_of, ids.split(",")) if uuid is not None]
    return entities.gone(session, phone.workspace_id, list_name, phone.area_code, uuids)


def areas_amphoe(session: Session, phone: Caller) -> bytes:
    rows = places.areas(session, phone.workspace_id, "district", phone.area_code)
    return csv_bytes(("name", "label"), ((row.code, f"{row.name_th} ({row.name_en})") for row in rows))


def areas_tambon(session: Session, phone: Caller) -> bytes:
    rows = places.areas(session, phone.workspace_id, "subdistrict", phone.area_code)
    named = ((row.code, f"{row.name_th} ({row.name_en})", row.code[:4]) for row in rows)
    return csv_bytes(("name", "label", "amphoe_code"), named)


def villages(session: Session, phone: Caller) -> bytes:
    rows = places.villages_for_phones(session, phone.workspace_id, phone.area_code)
    return csv_bytes(
        ("name", "label", "tambon_code", "plan_year", "gate"),
        ((row.code, f"ม.{row.moo} {row.name_th}", row.code[:6], row.plan_year or "", row.gate) for row in rows),
    )


PLAIN = {"areas_amphoe.csv": areas_amphoe, "areas_tambon.csv": areas_tambon, "villages.csv": villages}


def entity_list_hash(session: Session, phone: Caller, known: EntityList) -> str:
    """Changes when, and for whom, the visible list changes; the entities themselves are not read.

    Approval is part of it, because phones learn of it only when they import a list.
    """
    revisions = entities.revisions(session, phone.workspace_id, known.name, phone.area_code)
    made_of = (phone.workspace_id, known.name, known.properties, phone.area_code, phone.role, revisions)
    made_of += ("approval",) if known.approval_required else ()
    return md5(repr(made_of).encode())


def entity_csv(session: Session, phone: Caller, known: EntityList) -> bytes:
    """`name`, `label`, `__version`, then the properties: what Collect's import insists on."""
    rows = entities.served(session, phone.workspace_id, known.name, phone.area_code)
    header = ("name", "label", "__version", *known.properties)
    filled = ((name, label, number, *(data.get(p, "") for p in known.properties)) for name, label, number, data in rows)
    return csv_bytes(header, filled)


def csv_bytes(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """As UTF-8 from the first row on: text in Thai takes several times the memory."""
    content = io.BytesIO()
    with io.TextIOWrapper(content, "utf-8", newline="", write_through=True) as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
        return content.getvalue()


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
