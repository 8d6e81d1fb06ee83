"""The files of a submission: photos, plans, sign-in sheets. A photo as it came, with its position, is for reviewers."""

import io
from pathlib import Path

from flask import Response, current_app, g, send_file

from server.auth import allows, scope_of
from server.central.schemas import FileSchema
from server.central.submissions import SUBMISSION, note_reading, seen
from server.central.told import told
from server.central.wire import answer, central
from server.db.queries import submissions
from server.db.session import transaction
from server.domain import pictures
from server.errors import NotFound

SHOWN = ("image/jpeg", "image/png", "image/gif", "image/webp")  # a picture is shown, anything else is saved


@central.get(f"{SUBMISSION}/attachments")
@allows("submission.read")
@told(FileSchema, many=True)
def attachments(workspace_id: int, form_id: str, instance_id: str) -> Response:
    """The files that the current version speaks of, and whether they have come."""
    with transaction(scope_of(g.caller)) as session:
        files = submissions.files(session, seen(session, form_id, instance_id).version_id)
    return answer([{"name": file.name, "exists": file.sha256 is not None} for file in files])


@central.get(f"{SUBMISSION}/attachments/<name>")
@allows("submission.read")
@told(kind="application/octet-stream")
def attachment(workspace_id: int, form_id: str, instance_id: str, name: str) -> Response:
    """A file; a photo without what its camera wrote into it, unless the caller reviews."""
    with transaction(scope_of(g.caller)) as session:
        sent = seen(session, form_id, instance_id)
        files = submissions.files(session, sent.version_id, name)
        if not files or files[0].sha256 is None:
            raise NotFound
        note_reading(session, sent, file=name)
    if g.caller.may("file.original") or not pictures.is_picture(path_of(files[0].sha256), name):
        return file_of(name, files[0].sha256, files[0].content_type)
    return copy_of(name, files[0].sha256)


def file_of(name: str, sha256: bytes, content_type: str) -> Response:
    """A phone said what it is, so a browser must neither guess nor run anything in it."""
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
    return current_app.extensions["blobs"].path(sha256)
