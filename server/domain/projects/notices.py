"""Notices to districts and villages: what the province decided, until somebody says that it was read or told."""

import datetime as dt
from typing import Literal

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.db.queries import project_notices as queries
from server.domain import events
from server.domain.permissions import Caller
from server.errors import NotAllowed, NotFound

Result = Literal["approved", "not_approved", "returned", "funded", "cancelled", "transfer_voided"]


def result_of(notice: Row) -> Result:
    """What the move told of comes to: a project is approved again when its only transfer was voided."""
    is_back = (notice.old_stage, notice.new_stage) == ("funded", "approved")
    return "transfer_voided" if is_back else notice.new_stage


def one(session: Session, caller: Caller, notice_id: int) -> Row:
    """A notice to the caller's area or to what lies inside it. Raises NotFound."""
    found = queries.one(session, caller.workspace_id, notice_id)
    if found is None or not caller.covers(found.area_code):
        raise NotFound
    return found


def see(session: Session, caller: Caller, notice_id: int, *, now: dt.datetime) -> None:
    """The district has read it; of one to a village: has told the village. The first time is the one that is kept.

    Raises NotAllowed, NotFound.
    """
    if not caller.may("notice.see"):
        raise NotAllowed
    notice = one(session, caller, notice_id)
    if queries.mark_seen(session, notice.id, actor_id=caller.actor_id, at=now):
        who = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
        events.record(session, "notice.see", "notice", notice.id, project=str(notice.project_id), **who)
