"""The list `to_correct`: what the district sent back, on the phones of the tambon that it came from.

Made from the states of submissions, by the server alone. An entry that is closed keeps which submission it was, so that
a correction finds it however late it comes, and nothing that anybody said.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.models import EntityList
from server.db.queries import entities
from server.db.queries import to_correct as queries
from server.db.queries.to_correct import LIST, SentBack
from server.domain.entities import PROPERTIES
from server.domain.indicators.calendar import bangkok_date
from server.domain.people import system_actor

LONGEST_COMMENT = 200


def follow(session: Session, workspace_id: int, submission_ids: Collection[int]) -> None:
    """Make the list equal to the states of these submissions and of those that they correct; call it in the transaction
    that changed one. Writes nothing when nothing changed.
    """
    if not submission_ids:
        return
    found = hold(session, workspace_id, submission_ids)
    if not found:
        return
    wanted = {entry_of(one.form_id, one.instance_id): one for one in found}
    held = {row.uuid: row for row in entities.lock(session, workspace_id, LIST, wanted)}
    changed = [row for uuid, one in wanted.items() if (row := entry(uuid, one, held.get(uuid)))]
    if changed:
        write(session, workspace_id, changed, held)


def hold(session: Session, workspace_id: int, submission_ids: Collection[int]) -> list[SentBack]:
    """These submissions and those that they correct, as far as they stand in the list or may have to, locked.

    Call it before writing what whoever decides writes with a submission locked: two that begin at different ends wait
    for each other.
    """
    keys = queries.keys(session, workspace_id, submission_ids)
    return queries.lock(session, {one: entry_of(form_id, instance_id) for one, form_id, instance_id in keys})


def entry_of(form_id: str, instance_id: str) -> UUID:
    """The id of a submission in the list, the same whenever it is sent back."""
    return uuid5(NAMESPACE_URL, f"yudee:{LIST}:{form_id}:{instance_id}")


def entry(uuid: UUID, one: SentBack, held: Row | None) -> dict[str, Any] | None:
    """The row of a submission's entry as it should be; None when it is so already, or need not be."""
    is_open = held is not None and not held.is_deleted
    if not one.is_open:
        return closed(one, held) if is_open else None
    place, label, data = place_of(one), label_of(one), properties(one)
    if is_open and (held.village_code, held.label, held.data) == (place, label, data):
        return None
    version = held.version + 1 if held else 1
    return {"uuid": uuid, "village_code": place, "version": version, "label": label, "data": data, "deleted_at": None}


def closed(one: SentBack, held: Row) -> dict[str, Any]:
    named = {"form": one.form_id, "instance_id": one.instance_id}
    was = {"uuid": held.uuid, "village_code": held.village_code, "version": held.version}
    return was | {"label": "", "data": named, "deleted_at": dt.datetime.now(dt.UTC)}


def place_of(one: SentBack) -> str:
    """Its village, or else its phone's area: the phone that sent it gets it in any case."""
    village = one.village_code or ""
    return village if village.startswith(one.phone_area) else one.phone_area


def label_of(one: SentBack) -> str:
    """What the form calls itself, and which form it is."""
    title = one.title.split(" (")[0]
    return f"{one.name} · {title}" if one.name else title


def properties(one: SentBack) -> dict[str, str]:
    return {
        "form": one.form_id,
        "village_code": one.village_code or "",
        "village": f"ม.{one.moo} {one.village}" if one.village else "",
        "received": bangkok_date(one.received_at).isoformat(),
        "comment": (one.said or "")[:LONGEST_COMMENT],
        "instance_id": one.instance_id,
    }


def write(session: Session, workspace_id: int, rows: list[dict[str, Any]], held: dict[UUID, Row]) -> None:
    """Store entries, and tell the phones of the tambons that they stand in or stood in."""
    key = {"workspace_id": workspace_id, "list_name": LIST}
    if session.get(EntityList, (workspace_id, LIST)) is None:
        entities.ensure_list(session, workspace_id, LIST, PROPERTIES[LIST])
    now = {"updated_at": dt.datetime.now(dt.UTC)}
    entities.insert_new(session, [key | row for row in rows if row["uuid"] not in held])
    entities.update_many(session, [key | row | now for row in rows if row["uuid"] in held])
    queries.forget_versions(session, workspace_id, [row["uuid"] for row in rows])
    by = {"actor_id": system_actor(session).id, "written_back": True}
    said = [row for row in rows if row["deleted_at"] is None]
    entities.insert_versions(session, [key | version_of(row) | by for row in said])
    before = [held[row["uuid"]].village_code for row in rows if row["uuid"] in held]
    places = [row["village_code"] for row in rows]
    entities.raise_revisions(session, workspace_id, LIST, {place[:6] for place in (*places, *before)})


def version_of(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("uuid", "version", "label", "data")} | {"received": row["data"]}
