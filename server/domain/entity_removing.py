"""Entities that are taken out of a list, and put back. Their versions stay; phones forget them with the next sync."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from server.db.queries import entities as queries
from server.db.queries import held_back
from server.db.session import after_commit
from server.domain import events
from server.domain.entities import PROPERTIES
from server.domain.entity_problems import EntityStays
from server.domain.entity_writing import writable
from server.domain.permissions import Caller
from server.errors import NotFound
from server.queue import DRAIN_SUBMISSIONS, nudge


def remove(session: Session, caller: Caller, list_name: str, uuids: Collection[UUID]) -> int:
    """Take these out of their list, all or none; returns how many.

    Raises NotAllowed, EntityStays, and NotFound for one that is not there, or not in the caller's area.
    """
    return moved(session, caller, list_name, uuids, "entity.delete", is_deleted=True)


def restore(session: Session, caller: Caller, list_name: str, uuids: Collection[UUID]) -> int:
    """Put back what was taken out, all or none; returns how many. Raises as `remove` does."""
    count = moved(session, caller, list_name, uuids, "entity.restore", is_deleted=False)
    held_back.release(session, caller.workspace_id, ["entity_deleted"], uuids)
    after_commit(session, nudge, DRAIN_SUBMISSIONS)
    return count


def moved(
    session: Session, caller: Caller, list_name: str, uuids: Collection[UUID], verb: str, *, is_deleted: bool
) -> int:
    writable(session, caller, list_name)
    if list_name in PROPERTIES:
        raise EntityStays(list=list_name)
    found = queries.lock(session, caller.workspace_id, list_name, uuids)
    known = [one for one in found if one.is_deleted is not is_deleted and caller.covers(one.village_code)]
    if len(known) < len(set(uuids)):
        raise NotFound
    queries.set_deleted(session, caller.workspace_id, list_name, [one.uuid for one in known], is_deleted=is_deleted)
    tambons = {one.village_code[:6] for one in known}
    queries.raise_revisions(session, caller.workspace_id, list_name, tambons)
    who = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    events.record_many(session, verb, "entity", [(one.uuid, {"list": list_name}) for one in known], **who)
    return len(known)
