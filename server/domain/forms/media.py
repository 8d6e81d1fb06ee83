"""The files beside a form: which it asks for, which the server makes itself, and those that somebody uploads."""

import codecs
import hashlib
import mimetypes
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy.orm import Session

from server.db.models import EntityList, FormVersion
from server.db.queries import form_files, forms
from server.db.queries.form_files import FormFile
from server.domain.forms.problems import DraftMissing, FileUnusable, ListUnseen, SlotIsList, SlotUnknown
from server.domain.lists import PLAIN, ListFile
from server.domain.permissions import ROLES, may_see
from server.storage import CHUNK, BlobStore, blobs

MAX_FILE_MB = 50


@dataclass(frozen=True)
class Slot:
    """A file that a form asks for. is_list: the server makes it for each phone; file: what was uploaded."""

    name: str
    is_list: bool
    file: FormFile | None

    @property
    def is_filled(self) -> bool:
        return self.is_list or self.file is not None


def slots(session: Session, version: FormVersion) -> list[Slot]:
    """The files a version asks for, in its order. A list of entities comes into being with the form that makes it."""
    files = {file.name: file for file in form_files.of_version(session, version.id)}
    return [
        Slot(name, name not in files and is_list(session, version.workspace_id, name), files.get(name))
        for name in (item["name"] for item in version.media)
    ]


def check_seen(session: Session, version: FormVersion, roles: Iterable[str]) -> None:
    """A form carries the lists that it uses to every phone that gets it. Raises ListUnseen where a role may not see."""
    lists = [slot.name for slot in slots(session, version) if slot.is_list and slot.name not in PLAIN]
    unseen = {name: [one for one in lists if not may_see(ROLES[name].sees, one.removesuffix(".csv"))] for name in roles}
    if blind := [name for name in unseen if unseen[name]]:
        names = dict.fromkeys(one for name in blind for one in unseen[name])
        raise ListUnseen(roles=", ".join(blind), lists=", ".join(names))


def served(
    session: Session, form_version_id: int, names: Iterable[str], make: Callable[[str], ListFile | None]
) -> dict[str, ListFile]:
    """The files of a version that there are, by name: those that were uploaded, and the lists that `make` makes."""
    uploaded = {file.name: uploaded_file(file) for file in form_files.of_version(session, form_version_id)}
    found = {name: uploaded.get(name) or make(name) for name in names}
    return {name: file for name, file in found.items() if file is not None}


def uploaded_file(file: FormFile) -> ListFile:
    return ListFile(file.name, file.md5, lambda: blobs().path(file.sha256), content_type=file.content_type)


def is_list(session: Session, workspace_id: int, name: str) -> bool:
    """Whether the server makes the file of this name itself."""
    if name in PLAIN:
        return True
    list_name = name.removesuffix(".csv")
    return name != list_name and session.get(EntityList, (workspace_id, list_name)) is not None


def put(
    session: Session, draft: FormVersion, name: str, content: BinaryIO, store: BlobStore, *, content_type: str
) -> FormFile:
    """Put a file beside a draft. Raises SlotUnknown, SlotIsList, FileUnusable, StorageFull and DraftMissing."""
    known, of_form, draft_id = [item["name"] for item in draft.media], draft.form, draft.id
    if name not in known:
        raise SlotUnknown(name=name, known=", ".join(known) or "–")
    if is_list(session, draft.workspace_id, name):
        raise SlotIsList(name=name)
    check(name, content)
    content.seek(0)
    md5 = md5_of(content)
    content.seek(0)
    blob = store.put(content)
    file = FormFile(draft.workspace_id, name, md5, blob.sha256, blob.size, content_type or "application/octet-stream")
    # Only now: submissions wait for whoever holds the form, and a large file takes its time.
    form = forms.lock(session, of_form)
    living = forms.draft_of(session, form) if form is not None else None
    if form is None or living is None or living.id != draft_id:
        raise DraftMissing(form_id=form.form_id if form is not None else "–")
    form_files.put(session, draft_id, [file])
    return file


def put_beside_draft(
    session: Session, workspace_id: int, form_id: str, name: str, content: BinaryIO, store: BlobStore
) -> FormFile:
    """Put a file beside the draft of this form, with the type that its name says.

    Raises DraftMissing and what `put` raises.
    """
    draft = forms.draft_named(session, workspace_id, form_id) if "\0" not in form_id else None
    if draft is None:
        raise DraftMissing(form_id=form_id)
    return put(session, draft, name, content, store, content_type=mimetypes.guess_type(name)[0] or "")


def remove(session: Session, workspace_id: int, form_id: str, name: str) -> None:
    """Take a file away that lies beside the draft of this form. Raises DraftMissing and SlotUnknown."""
    form = forms.by_form_id(session, workspace_id, form_id, lock=True)
    draft = forms.draft_of(session, form) if form is not None else None
    if draft is None:
        raise DraftMissing(form_id=form_id)
    known = [item["name"] for item in draft.media]
    if name not in known:
        raise SlotUnknown(name=name, known=", ".join(known) or "–")
    form_files.remove(session, draft.id, name)


def check(name: str, content: BinaryIO) -> None:
    """Raises FileUnusable for what no phone could use: nothing at all, or a table that is not one."""
    head = content.read(CHUNK)
    if not head:
        raise FileUnusable(name=name, why_th="ไฟล์ว่างเปล่า", why="it is empty")
    if not name.lower().endswith(".csv"):
        return
    if head.startswith(b"PK"):
        raise FileUnusable(
            name=name,
            why_th="เป็นสมุดงาน Excel ไม่ใช่ CSV เลือก “CSV UTF-8” เมื่อบันทึกจาก Excel",
            why='it is an Excel workbook, not CSV. Save it from Excel as "CSV UTF-8"',
        )
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        while head:
            decoder.decode(head)
            head = content.read(CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise FileUnusable(
            name=name,
            why_th="ไม่ใช่ UTF-8 ตัวอักษรไทยจะอ่านไม่ออก เลือก “CSV UTF-8” เมื่อบันทึกจาก Excel",
            why='it is not UTF-8, Thai letters would be lost. Save it from Excel as "CSV UTF-8"',
        ) from error


def md5_of(content: BinaryIO) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    while chunk := content.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
