"""Workbooks that wait to be converted: taken by a page, converted by a worker, made a draft or told what is wrong."""

import logging
from collections.abc import Callable, Sequence
from pathlib import PurePath

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from server.db.models import FormUpload
from server.domain.forms.conversion import Converted, check
from server.domain.forms.faults import UNREADABLE, Fault
from server.domain.forms.problems import FileUnusable, FormInvalid
from server.domain.forms.publishing import draft
from server.domain.forms.states import check_roles
from server.errors import NotFound, Problem

log = logging.getLogger(__name__)

MAX_MB = 10
KINDS = (".xlsx", ".xml")


def take(
    session: Session, workspace_id: int, source: bytes, *, file_name: str, roles: Sequence[str], actor_id: int
) -> FormUpload:
    """Keep a workbook or definition for the worker. roles: who gets the form, when it is new.

    Raises FileUnusable and RolesUnknown.
    """
    name = PurePath(file_name.replace("\\", "/").replace("\0", "")).name[:255]
    if PurePath(name).suffix.lower() not in KINDS:
        raise FileUnusable(name=name or "–", why_th="เลือกไฟล์ .xlsx หรือ .xml", why="choose a file .xlsx or .xml")
    if not source:
        raise FileUnusable(name=name, why_th="ไฟล์ว่างเปล่า", why="it is empty")
    waiting = FormUpload(
        workspace_id=workspace_id, actor_id=actor_id, file_name=name, source=source, roles=check_roles(roles)
    )
    session.add(waiting)
    session.flush()
    return waiting


def find(session: Session, workspace_id: int, upload_id: int) -> FormUpload:
    """Raises NotFound."""
    upload = session.get(FormUpload, upload_id)
    if upload is None or upload.workspace_id != workspace_id:
        raise NotFound
    return upload


def settle(session: Session, upload: FormUpload, convert: Callable[[bytes, str], Converted]) -> None:
    """Make the upload a draft, or keep what is wrong with it; the workbook itself is kept with the draft only.

    One that breaks our code is settled, too: it would be the oldest for ever, and every other one wait behind it.
    """
    try:
        with session.begin_nested():
            converted = convert(upload.source, upload.file_name)
            form_id = check(converted.xml).form_id
            named = {"actor_id": upload.actor_id, "roles": upload.roles}
            draft(session, upload.workspace_id, converted, **named)
        upload.outcome = {"form_id": form_id}
    except FormInvalid as refused:
        upload.outcome = {"faults": [vars(fault) for fault in refused.faults]}
    except Problem as refused:
        upload.outcome = {"faults": [vars(Fault(refused.text("en"), says_th=refused.text("th")))]}
    except DBAPIError:
        raise  # the database is away: it is looked at again, and nobody is told that the form is at fault
    except Exception as error:
        log.exception("not settled upload=%s why=%s", upload.id, type(error).__name__)
        upload.outcome = {"faults": [vars(UNREADABLE)]}
    upload.source = None


def faults(upload: FormUpload) -> list[Fault]:
    """What was wrong with it."""
    return [Fault(**fault) for fault in (upload.outcome or {}).get("faults", ())]
