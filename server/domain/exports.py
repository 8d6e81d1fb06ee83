"""Files that take too long to wait for: asked for on a page, prepared by a worker, taken away, forgotten in a week."""

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from typing import BinaryIO

from sqlalchemy.orm import Session

from server.db.models import Export
from server.db.queries import erasing
from server.db.queries import exports as queries
from server.db.session import after_commit
from server.domain import blobs, events
from server.domain.permissions import Caller
from server.errors import NotFound, Problem
from server.queue import WRITE_EXPORTS, nudge
from server.storage import BlobStore

MOST_WAITING = 3  # for each person at once
MOST_ATTEMPTS = 3  # a file that ends its worker is not begun for ever
LISTED = 50
KEPT = dt.timedelta(days=7)

log = logging.getLogger(__name__)


class TooManyExports(Problem):
    status, code = 429, "too-many-exports"
    th = "ท่านสั่งทำไฟล์ไว้ {number} ไฟล์แล้ว รอให้เสร็จก่อนแล้วสั่งใหม่"
    en = "{number} files are being prepared for you already. Wait until they are ready, then ask again."


class DutyChanged(Problem):
    status, code = 403, "duty-changed"
    th = "หน้าที่หรือพื้นที่ของท่านเปลี่ยนไปหลังสั่งทำไฟล์นี้ จึงไม่ได้จัดทำ"
    en = "Your duty or area changed after this file was asked for, so it was not prepared."


class ExportBroken(Problem):
    status, code = 500, "export-broken"
    th = "จัดทำไฟล์นี้ไม่สำเร็จ อาจเป็นความผิดพลาดของระบบ ลองสั่งใหม่ หากยังไม่ได้ให้แจ้งผู้ดูแลระบบ"
    en = "This file could not be prepared; it may be a fault of ours. Ask again, then tell the administrator."


def ask(session: Session, caller: Caller, kind: str, asked: Mapping[str, object], *, lang: str) -> Export:
    """Ask for a file; asking for the same again while it waits gives the same one. Raises TooManyExports."""
    queries.one_at_a_time(session, caller.actor_id)
    waiting = [one for one in listed(session, caller) if one.finished_at is None]
    for one in waiting:
        if (one.kind, one.asked, one.lang) == (kind, dict(asked), lang):
            return one
    if len(waiting) >= MOST_WAITING:
        raise TooManyExports(number=len(waiting))
    by = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    duty = {"role": caller.role, "area_code": caller.area_code}
    export = Export(**by, **duty, kind=kind, asked=dict(asked), lang=lang)
    session.add(export)
    session.flush()
    events.record(session, "export.ask", "export", export.id, **by, kind=kind, asked=dict(asked))
    after_commit(session, nudge, WRITE_EXPORTS)
    return export


def listed(session: Session, caller: Caller) -> Sequence[Export]:
    """The caller's own, asked for in the duty they have now, the latest first."""
    mine = queries.of_person(session, caller.workspace_id, caller.actor_id, LISTED)
    return [one for one in mine if is_of(one, caller)]


def find(session: Session, caller: Caller, export_id: int) -> Export:
    """Raises NotFound, also for those of others and of a duty that ended."""
    export = session.get(Export, export_id)
    if export is None or not is_of(export, caller):
        raise NotFound
    return export


def is_of(export: Export, caller: Caller) -> bool:
    mine = (caller.workspace_id, caller.actor_id, caller.role, caller.area_code)
    return (export.workspace_id, export.actor_id, export.role, export.area_code) == mine


def taken(session: Session, caller: Caller, export: Export) -> None:
    """Note in the book that the file was taken away."""
    by = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    events.record(session, "export.take", "export", export.id, **by, kind=export.kind, asked=export.asked)


# For the worker


def begin(session: Session, export_id: int) -> tuple[Export, Caller]:
    """Begin, or begin again, as the person who asked is now. Raises DutyChanged, ExportBroken."""
    export = session.get_one(Export, export_id)
    if export.attempts >= MOST_ATTEMPTS:
        raise ExportBroken
    held = queries.on_duty(session, export.workspace_id, export.actor_id)
    if held is None or not is_of(export, Caller(*held)):
        raise DutyChanged
    return export, Caller(*held)


def note_attempt(session: Session, export_id: int) -> None:
    """Count it before it is tried: what ends the worker leaves no other trace."""
    export = session.get_one(Export, export_id)
    export.attempts, export.done = export.attempts + 1, 0


def settle(
    session: Session,
    export_id: int,
    file: BinaryIO,
    store: BlobStore,
    *,
    name: str,
    content_type: str,
    now: dt.datetime,
) -> None:
    """Keep the file for a week."""
    export = session.get_one(Export, export_id)
    blob = store.put(file)
    queries.add_blob(session, export.workspace_id, blob, content_type)
    export.sha256, export.file_name = blob.sha256, name
    export.finished_at, export.expires_at = now, now + KEPT


def refuse(session: Session, export_id: int, problem: Problem, *, now: dt.datetime) -> None:
    """Say why there is no file."""
    export = session.get_one(Export, export_id)
    export.problem = {"code": problem.code, "th": problem.text("th"), "en": problem.text("en")}
    export.finished_at, export.expires_at = now, now + KEPT


def expire(session: Session, workspace_id: int, store: BlobStore) -> int:
    """Forget what has run out, with its files; returns how many went. Files leave the disk after the commit."""
    gone = queries.expire(session, workspace_id)
    unused = erasing.forget_files(session, workspace_id, gone)
    after_commit(session, blobs.remove, store, unused)
    return len(gone)
