"""The files beside a definition: what phones fetch under their names, as long as any version has them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.db.models import Blob, FormAttachment


class FormFile(NamedTuple):
    """A file of a version. md5: what phones compare; size in bytes; at: when it was put there."""

    workspace_id: int
    name: str
    md5: str
    sha256: bytes
    size: int
    content_type: str
    at: datetime | None = None


OF_VERSION = select(
    FormAttachment.workspace_id,
    FormAttachment.name,
    FormAttachment.md5,
    FormAttachment.sha256,
    Blob.size,
    Blob.content_type,
    FormAttachment.created_at,
).join(Blob, (Blob.workspace_id == FormAttachment.workspace_id) & (Blob.sha256 == FormAttachment.sha256))


def of_version(session: Session, form_version_id: int) -> list[FormFile]:
    """The files of a version, by name."""
    rows = OF_VERSION.where(FormAttachment.form_version_id == form_version_id).order_by(FormAttachment.name)
    return [FormFile(*row) for row in session.execute(rows)]


def put(session: Session, form_version_id: int, files: Sequence[FormFile]) -> None:
    """Give a version these files, each in the place of one of the same name."""
    for file in files:
        blob = {"workspace_id": file.workspace_id, "sha256": file.sha256}
        row = insert(Blob).values(**blob, size=file.size, content_type=file.content_type)
        session.execute(row.on_conflict_do_nothing())
        slot = insert(FormAttachment).values(form_version_id=form_version_id, name=file.name, md5=file.md5, **blob)
        same = [FormAttachment.form_version_id, FormAttachment.name]
        news = {"sha256": file.sha256, "md5": file.md5, "created_at": func.now()}
        session.execute(slot.on_conflict_do_update(index_elements=same, set_=news))


def remove(session: Session, form_version_id: int, name: str) -> bool:
    """Take a file away; says whether there was one."""
    this = FormAttachment.form_version_id == form_version_id, FormAttachment.name == name
    return bool(session.execute(delete(FormAttachment).where(*this)).rowcount)
