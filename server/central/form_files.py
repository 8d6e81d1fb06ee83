"""The files beside a form: which it asks for, what is there, and those that are put beside a draft.

Phones that send a password fetch theirs at the same address as scripts; for them it is as for phones with a key.
"""

import io
import mimetypes
from collections.abc import Callable
from functools import partial
from pathlib import Path

from flask import Response, current_app, g, request, send_file
from sqlalchemy.orm import Session

from server.auth import allows
from server.central import form_uploads
from server.central.form_schemas import FormFileSchema
from server.central.form_versions import FORM, find, of_every_version
from server.central.schemas import SuccessSchema
from server.central.told import ANY_KIND, told
from server.central.wire import answer, central, done, is_phone, moment
from server.db.models import FormVersion
from server.db.queries import forms
from server.db.session import transaction
from server.domain import lists
from server.domain.forms import media, trials
from server.domain.forms.media import Slot
from server.domain.forms.problems import DraftMissing
from server.domain.lists import ListFile
from server.domain.permissions import ROLES
from server.errors import NotAllowed, NotFound

BYTES = "application/octet-stream"
DRAFT_FILE = f"{FORM}/draft/attachments/<name>"


@of_every_version("/attachments", FormFileSchema, many=True)
def files(session: Session, version: FormVersion) -> Response:
    """The files that a form asks for, and which of them are there."""
    return answer([shape(slot) for slot in media.slots(session, version)])


@central.get(f"{FORM}/attachments/<name>")
@allows("form.read")
@told(kind=ANY_KIND)
def form_attachment(workspace_id: int, form_id: str, name: str) -> Response:
    """A file beside the form; of a list of entities what lies in the caller's area."""
    with transaction() as session:
        offered = offered_id(session, workspace_id, form_id) if is_phone() else None
        version_id = offered or find(session, "form", workspace_id, form_id).id
        return named(session, version_id, name, for_caller(session))


@of_every_version("/attachments/<name>", kind=ANY_KIND, places=("version",))
def attachment(session: Session, version: FormVersion, name: str) -> Response:
    """A file beside a version of the form."""
    return named(session, version.id, name, for_caller(session))


@of_every_version("/attachments/<name>", kind=ANY_KIND, places=("draft",))
def attachment_tried(session: Session, version: FormVersion, name: str) -> Response:
    """A file beside the draft; nobody real is in its lists."""
    return named(session, version.id, name, partial(trials.list_file, session, version.workspace_id))


@central.post(DRAFT_FILE)
@allows("forms.manage")
@told(FormFileSchema, body=(BYTES,), also=(409, 413, 507))
def put_file(workspace_id: int, form_id: str, name: str) -> Response:
    """Put a file beside the draft, under a name that the draft asks for."""
    store = current_app.extensions["blobs"]
    with form_uploads.file() as content, transaction() as session:
        draft = forms.draft_named(session, workspace_id, form_id)
        if draft is None:
            raise DraftMissing(form_id=form_id)
        kind = request.mimetype or mimetypes.guess_type(name)[0] or BYTES
        media.put(session, draft, name, content, store, content_type=kind)
        (slot,) = (slot for slot in media.slots(session, draft) if slot.name == name)
        return answer(shape(slot))


@central.delete(DRAFT_FILE)
@allows("forms.manage")
@told(SuccessSchema)
def remove_file(workspace_id: int, form_id: str, name: str) -> Response:
    """Take a file away that was put beside the draft."""
    with transaction() as session:
        media.remove(session, workspace_id, form_id, name)
    return done()


def offered_id(session: Session, workspace_id: int, form_id: str) -> int:
    """The version of a form that the caller's phone is offered. Raises NotAllowed and NotFound."""
    if not ROLES[g.caller.role].forms:
        raise NotAllowed
    form = forms.served(session, workspace_id, form_id, g.caller.role)
    if form is None:
        raise NotFound
    return form.form_version_id


def for_caller(session: Session) -> Callable[[str], ListFile | None]:
    """Makes lists as the caller may see them."""
    return partial(lists.list_file, session, g.caller)


def named(session: Session, version_id: int, name: str, make: Callable[[str], ListFile | None]) -> Response:
    """The file of this name, if the version asks for it and it is there. Raises NotFound."""
    asked_for = {item["name"] for item in session.get_one(FormVersion, version_id).media}
    file = media.served(session, version_id, [name], make).get(name) if name in asked_for else None
    if file is None:
        raise NotFound
    return as_download(file)


def as_download(file: ListFile) -> Response:
    """Saved under its name; not made at all when the caller holds the same already."""
    is_held = request.if_none_match.contains_weak(file.md5)
    content = b"" if is_held else file.content()
    response = send_file(
        content if isinstance(content, Path) else io.BytesIO(content),
        mimetype=file.content_type.partition(";")[0],  # it says itself that text is UTF-8
        as_attachment=True,
        download_name=file.name,
        etag=file.md5,
        conditional=True,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def shape(slot: Slot) -> dict:
    file = slot.file
    return {
        "name": slot.name,
        "type": kind_of(slot.name),
        "hash": file.md5 if file else None,
        "exists": slot.is_filled,
        "blobExists": file is not None,
        "datasetExists": slot.is_list,
        "updatedAt": moment(file.at) if file else None,
        "size": file.size if file else None,
    }


def kind_of(name: str) -> str:
    """image, audio, video or file, by what the name ends in."""
    family = (mimetypes.guess_type(name)[0] or "").partition("/")[0]
    return family if family in ("image", "audio", "video") else "file"
