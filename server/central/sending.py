"""Submissions over Central's REST: sent, edited, completed with files. The answer is for the sender, whatever else they
may see."""

from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from flask import Response, current_app, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from server import request_ids
from server.auth import allows
from server.central.actors import with_actors
from server.central.schemas import SubmissionSchema, SuccessSchema
from server.central.submissions import SUBMISSION, SUBMISSIONS, shape
from server.central.told import WORD, told
from server.central.wire import answer, central, done
from server.db.queries import submissions as queries
from server.db.session import Scope, transaction
from server.domain import sending
from server.domain.permissions import DATA_CLASS_NAMES
from server.domain.safe_xml import MAX_BYTES
from server.domain.submissions import ANY_TYPE, FilePart, Upload
from server.errors import NotFound, StorageFull, UploadTooLarge

XML = ("application/xml",)
ANY_BYTES = (ANY_TYPE,)
MEGABYTE = 1_000_000
MAX_FILE_MB = 500
SPOOL = 32_768


@central.post(SUBMISSIONS)
@allows("submission.create")
@told(SubmissionSchema, body=XML, query={"deviceID": WORD}, also=(409, 413, 507))
def create_submission(workspace_id: int, form_id: str) -> Response:
    """Send a submission; its files come one by one afterwards."""
    return stored(form_id, sending.create(g.caller, upload(), current_app.extensions["blobs"], form_id))


@central.put(SUBMISSION)
@allows("submission.create")
@told(SubmissionSchema, body=XML, query={"deviceID": WORD}, also=(409, 413, 507))
def edit_submission(workspace_id: int, form_id: str, instance_id: str) -> Response:
    """Send an edit: XML with a new instanceID, and with the current version's as deprecatedID."""
    sending.edit(g.caller, upload(), current_app.extensions["blobs"], form_id, instance_id)
    return stored(form_id, instance_id)


@central.post(f"{SUBMISSION}/attachments/<name>")
@allows("submission.create")
@told(SuccessSchema, body=ANY_BYTES, also=(409, 413, 507))
def add_submission_file(workspace_id: int, form_id: str, instance_id: str, name: str) -> Response:
    """Send a file that an own submission speaks of and that has not come yet: its bytes, as they are."""
    with ExitStack() as opened:
        file = FilePart((name,), request.content_type or ANY_TYPE, spooled(opened))
        sending.add_file(g.caller, form_id, instance_id, file, current_app.extensions["blobs"])
    return done()


def upload() -> Upload:
    """What was sent. Raises UploadTooLarge."""
    request.max_content_length = MAX_BYTES
    try:
        xml = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise UploadTooLarge(limit_mb=MAX_BYTES // MEGABYTE) from error
    said = {"device_id": request.args.get("deviceID"), "user_agent": request.user_agent.string or None}
    said["request_id"] = request_ids.current()
    return Upload(workspace_id=g.caller.workspace_id, token=None, xml=xml, **said)


def spooled(opened: ExitStack) -> BinaryIO:
    """The body, on disk when it is large, as it came: `Content-Encoding` may speak of the file itself.

    Raises UploadTooLarge, StorageFull.
    """
    file = opened.enter_context(SpooledTemporaryFile(SPOOL))  # noqa: SIM115 - `opened` closes it
    left = MAX_FILE_MB * MEGABYTE
    try:
        while chunk := request.stream.read(SPOOL):
            left -= file.write(chunk)
            if left < 0:
                raise UploadTooLarge(limit_mb=MAX_FILE_MB)
    except OSError as error:
        raise StorageFull from error
    return file


def stored(form_id: str, instance_id: str) -> Response:
    """What the caller sent, as it is now: read as the owner, because a role that sends may not be one that lists."""
    own = Scope(g.caller.workspace_id, (g.caller.area_code,), DATA_CLASS_NAMES)
    with transaction() as session:
        sent = queries.one(session, own, form_id, instance_id)
        if sent is None:
            raise NotFound
        (whole,) = with_actors(session, [shape(sent)], "submitter")
    return answer(whole)
