"""The files of a submission: photos, plans, sign-in sheets. A photo as it came, with its position, is for reviewers."""

import io
from collections.abc import Sequence
from pathlib import Path

from flask import Response, current_app, g, send_file
from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.auth import SIGNED_IN, allows, scope_of
from server.central.schemas import FileSchema
from server.central.submissions import SUBMISSION, note_reading, seen
from server.central.told import ANY_KIND, told
from server.central.wire import answer, central
from server.db.queries import submissions
from server.db.queries.submissions import Sent
from server.db.session import transaction
from server.domain import pictures, sending
from server.downloads import stored_file
from server.errors import NotAllowed, NotFound

SHOWN = ("image/jpeg", "image/png", "image/gif", "image/webp")  # a picture is shown, anything else is saved


@central.get(f"{SUBMISSION}/attachments")
@allows(SIGNED_IN)
@told(FileSchema, many=True)
def attachments(workspace_id: int, form_id: str, instance_id: str) -> Response:
    """The files that the current version speaks of, and whether they have come; also of what one has sent oneself."""
    if not g.caller.may("submission.read"):
        return own_attachments(form_id, instance_id)
    with transaction(scope_of(g.caller)) as session:
        return listing(submissions.files(session, seen(session, form_id, instance_id).version_id))


def own_attachments(form_id: str, instance_id: str) -> Response:
    """For roles that send and do not read: which of their own files are still missing. Raises NotAllowed, NotFound."""
    if not g.caller.may("submission.create"):
        raise NotAllowed
    files = sending.files(g.caller, form_id, instance_id)
    return answer([{"name": name, "exists": sha256 is not None} for name, sha256 in files.items()])


@central.get(f"{SUBMISSION}/attachments/<name>")
@allows("submission.read")
@told(kind=ANY_KIND)
def attachment(workspace_id: int, form_id: str, instance_id: str, name: str) -> Response:
    """A file; a photo without what its camera wrote into it, unless the caller reviews."""
    with transaction(scope_of(g.caller)) as session:
        sent = seen(session, form_id, instance_id)
        file = fetched(session, sent, sent.version_id, name)
    return shown(file)


def listing(files: Sequence[Row]) -> Response:
    return answer([{"name": file.name, "exists": file.sha256 is not None} for file in files])


def fetched(session: Session, sent: Sent, version_id: int, name: str) -> Row:
    """(name, sha256, content_type) of a file that has come; its reading is noted. Raises NotFound."""
    files = submissions.files(session, version_id, name)
    if not files or files[0].sha256 is None:
        raise NotFound
    note_reading(session, sent, file=name)
    return files[0]


def shown(file: Row) -> Response:
    """The file as this caller may have it. Raises PictureUnreadable."""
    if g.caller.may("file.original") or not pictures.is_picture(path_of(file.sha256), file.name):
        return file_of(file.name, file.sha256, file.content_type)
    return copy_of(file.name, file.sha256)


def file_of(name: str, sha256: bytes, content_type: str) -> Response:
    """A phone said what it is, so a browser must neither guess nor run anything in it. Raises FileFaulty."""
    is_shown = content_type in SHOWN
    response = send_file(
        path_of(sha256),
        mimetype=content_type if is_shown else "application/octet-stream",
        as_attachment=not is_shown,
        download_name=name,
        etag=sha256.hex(),
        conditional=True,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def copy_of(name: str, sha256: bytes) -> Response:
    """A picture without what a camera writes into it. Raises PictureUnreadable."""
    copy = io.BytesIO(pictures.copy(path_of(sha256)))
    named = {"download_name": name, "etag": f"{sha256.hex()}-copy"}
    response = send_file(copy, mimetype="image/jpeg", conditional=True, **named)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def path_of(sha256: bytes) -> Path:
    return stored_file(current_app.extensions["blobs"], sha256)
