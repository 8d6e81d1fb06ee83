"""Correcting a village: its Thai name, and the point where it lies."""

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy.orm import Session

from server.db.queries import locks, place_list
from server.db.queries.place_list import VillageListed
from server.domain import events
from server.domain.imports import cells, villages
from server.domain.imports.faults import Fault
from server.domain.imports.villages import NewVillage
from server.domain.permissions import Caller
from server.errors import NotAllowed, NotFound, Problem

MANAGING = "areas.manage"
READERS = {"name_th": cells.words(100), "lon": cells.degrees(-180, 180), "lat": cells.degrees(-180, 180)}


class VillageMovedOn(Problem):
    status, code = 409, "village-moved-on"
    th = "ระหว่างนี้มีคนแก้หมู่บ้านนี้ ดูค่าปัจจุบันแล้วแก้อีกครั้ง ยังไม่ได้บันทึกอะไร"
    en = "Somebody changed this village meanwhile. Look at it as it is now; nothing was saved."


class VillageInvalid(Problem):
    """What was typed cannot be. faults: by field."""

    status, code = 422, "village-invalid"
    th = "ยังไม่ได้บันทึก แก้ช่องที่มีข้อความกำกับ แล้วส่งอีกครั้ง"
    en = "Nothing was saved. Correct the fields that say so, and send again."

    def __init__(self, faults: dict[str, Fault]) -> None:
        self.faults = faults
        super().__init__()


def find(session: Session, caller: Caller, code: str) -> VillageListed:
    """A village in use inside the caller's area. Raises NotAllowed and NotFound."""
    if not caller.may(MANAGING):
        raise NotAllowed
    there = place_list.villages(session, caller.workspace_id, code) if len(code) == 8 and caller.covers(code) else []
    if not there or not there[0].active:
        raise NotFound
    return there[0]


def seen(village: VillageListed) -> str:
    """What names the village as it is, for a form to say what it was filled in for."""
    return sha256(repr(village).encode()).hexdigest()[:16]


def correct(session: Session, caller: Caller, code: str, named: str, typed: dict[str, str]) -> list[str]:
    """Another name, another point, as typed (name_th, lon, lat; blank: no point); says which fields changed.

    Raises VillageMovedOn when it is not what the form showed, VillageInvalid, and what `find` raises.
    """
    locks.hold(session, "village", int(code) if code.isdigit() and len(code) == 8 else 0)
    before = find(session, caller, code)
    if seen(before) != named:
        raise VillageMovedOn
    after = NewVillage(code=code, moo=before.moo, kind=before.kind, **understood(typed))
    changed = [field for field in READERS if getattr(before, field) != getattr(after, field)]
    if changed:
        villages.put(session, caller.workspace_id, [after])
        who = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
        events.record(session, "village.change", "village", code, **who, fields=changed)
    return changed


def understood(typed: dict[str, str]) -> dict[str, object]:
    """What was typed, as values. Raises VillageInvalid with every fault."""
    values: dict[str, object] = {}
    faults: dict[str, Fault] = {}
    for field, read in READERS.items():
        cell = cells.tidy(typed.get(field, ""))
        try:
            values[field] = read(cell) if cell else None
        except Fault as fault:
            faults[field] = fault
    if values.get("name_th", "") is None:
        faults["name_th"] = Fault("empty")
    if not faults:
        faults = dict(faults_together(values))
    if faults:
        raise VillageInvalid(faults)
    return values


def faults_together(values: dict) -> Iterator[tuple[str, Fault]]:
    for fault in villages.position_faults(0, values["lon"], values["lat"]):
        yield fault.column, fault.fault
