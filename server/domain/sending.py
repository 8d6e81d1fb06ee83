"""Submissions that scripts create, edit and complete. A script hears of a repeat; a phone is told that all is well."""

import hashlib
from dataclasses import replace
from typing import BinaryIO

from server import counts, request_ids
from server.db.queries import own_submissions
from server.db.queries.own_submissions import Own
from server.db.session import transaction
from server.domain import submissions
from server.domain.answers import Instance
from server.domain.permissions import Caller
from server.domain.submissions import FilePart, Receipt, Upload
from server.errors import (
    InstanceIdTaken,
    NotAllowed,
    NotFound,
    Problem,
    SubmissionConflict,
    SubmissionDeleted,
    SubmissionSuperseded,
)
from server.queue import DRAIN_SUBMISSIONS, nudge_soon
from server.storage import BlobStore


class FormOfAnotherAddress(Problem):
    status, code, central_code = 400, "form-of-another-address", 400.8
    th = "XML เป็นของแบบฟอร์มอื่น ({form_id}) ส่งไปที่อยู่ของแบบฟอร์มนั้น"
    en = "The XML is of another form ({form_id}). Send it to the address of that form."


class EditSentAsNew(Problem):
    status, code, central_code = 400, "edit-sent-as-new", 400.8
    th = "XML มี deprecatedID จึงเป็นฉบับแก้ไข ส่งด้วย PUT ไปที่อยู่ของแบบฟอร์มฉบับแรก"
    en = "The XML has a deprecatedID, so it is an edit. PUT it to the address of the submission it edits."


class DeprecatedIdMissing(Problem):
    status, code, central_code = 400, "deprecated-id-missing", 400.19
    th = "ฉบับแก้ไขต้องมี deprecatedID เป็นหมายเลขของฉบับปัจจุบัน"
    en = "An edit needs the id of the current version as its deprecatedID."


class SubmissionExists(Problem):
    status, code, central_code = 409, "submission-exists", 409.3
    th = "มีแบบฟอร์มหมายเลข {instance_id} อยู่แล้ว ไม่มีการบันทึกซ้ำ"
    en = "There is a submission with the id {instance_id} already; nothing was stored again."


class EditOfAnotherArea(Problem):
    status, code, central_code = 403, "edit-of-another-area", 403.1
    th = "ผู้ที่แก้ไขแบบฟอร์มได้คือผู้ส่งในเขตเดียวกับผู้ส่งฉบับแรก ให้ส่งกลับเพื่อให้ทีมแก้ไข"
    en = "A submission is edited by those of the area that sent it. Send it back, and its team edits it."


class FileIsHere(Problem):
    status, code, central_code = 409, "file-is-here", 409.3
    th = "มีไฟล์ {name} อยู่แล้ว และเนื้อหาต่างกัน ถ้าต้องเปลี่ยนให้ส่งฉบับแก้ไขที่ใช้ชื่อไฟล์ใหม่"
    en = "The file {name} is here already, with other bytes. To replace it, send an edit that names another file."


def create(caller: Caller, upload: Upload, store: BlobStore, form_id: str) -> str:
    """Store a new submission; returns its instance id.

    Raises FormOfAnotherAddress, EditSentAsNew, SubmissionExists, SubmissionDeleted, and what `submissions.receive`
    raises.
    """
    instance = read(upload, form_id)
    if instance.deprecated_id is not None:
        raise EditSentAsNew
    try:
        receipt = received(caller, upload, store)
    except SubmissionConflict as conflict:
        raise SubmissionExists(**conflict.details) from conflict
    if receipt.known is not None:
        raise SubmissionDeleted if receipt.known.is_deleted else SubmissionExists(instance_id=receipt.instance_id)
    return receipt.instance_id


def edit(caller: Caller, upload: Upload, store: BlobStore, form_id: str, instance_id: str) -> None:
    """Store a further version of a submission; the same bytes sent again change nothing.

    Raises FormOfAnotherAddress, DeprecatedIdMissing, NotFound, EditOfAnotherArea, SubmissionSuperseded,
    InstanceIdTaken, and what `submissions.receive` raises.
    """
    instance = read(upload, form_id)
    if instance.deprecated_id is None:
        raise DeprecatedIdMissing
    known = there(caller, form_id, instance_id)
    if known.area_code != caller.area_code:
        raise EditOfAnotherArea
    if known.version_instance_id not in (instance.deprecated_id, instance.instance_id):
        raise SubmissionSuperseded
    try:
        received(caller, upload, store)
    except SubmissionConflict as conflict:
        raise InstanceIdTaken(**conflict.details) from conflict


def add_file(caller: Caller, form_id: str, instance_id: str, file: FilePart, store: BlobStore) -> None:
    """Put a file into a slot of the caller's own submission that is empty; the same bytes again change nothing.

    Raises NotFound, NotAllowed, FileIsHere, and what `submissions.receive` raises.
    """
    known, name = there(caller, form_id, instance_id), file.names[0]
    if known.sender_id != caller.actor_id:
        raise NotAllowed if caller.may("submission.read") else NotFound
    if name not in known.files:
        raise NotFound
    held = known.files[name]
    if held is None:
        received(
            caller,
            Upload(caller.workspace_id, None, known.xml or b"", (file,), request_id=request_ids.current()),
            store,
        )
    elif held != sha256_of(file.content):
        raise FileIsHere(name=name)


def files(caller: Caller, form_id: str, instance_id: str) -> dict[str, bytes | None]:
    """The files of the caller's own submission: sha256 by name, None while one is missing. Raises NotFound."""
    known = there(caller, form_id, instance_id)
    if known.sender_id != caller.actor_id:
        raise NotFound
    return known.files


def read(upload: Upload, form_id: str) -> Instance:
    """Raises FormOfAnotherAddress, and what `submissions.read` raises."""
    instance = submissions.read(upload.xml)
    if instance.form_id != form_id:
        raise FormOfAnotherAddress(form_id=instance.form_id)
    return instance


def received(caller: Caller, upload: Upload, store: BlobStore) -> Receipt:
    receipt = submissions.receive(replace(upload, token=None, person_id=caller.actor_id), store)
    counts.count("receipts", "new" if receipt.is_new else "again")
    if receipt.is_new:
        nudge_soon(DRAIN_SUBMISSIONS)
    return receipt


def there(caller: Caller, form_id: str, instance_id: str) -> Own:
    """The submission, when it is of the caller's area. Raises NotFound."""
    with transaction() as session:
        found = own_submissions.own(session, caller.workspace_id, form_id, instance_id)
    if found is None or found.is_deleted or not caller.covers(found.area_code):
        raise NotFound
    return found


def sha256_of(content: BinaryIO) -> bytes:
    content.seek(0)
    return hashlib.file_digest(content, "sha256").digest()
