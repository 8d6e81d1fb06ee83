"""Answers to phones: the headers Collect insists on, the sentence it shows, and Problems in the same shape."""

import logging
from email.utils import formatdate
from pathlib import Path
from wsgiref.types import WSGIEnvironment

from flask import Response, request, send_file
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.datastructures import LanguageAccept
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.http import parse_accept_header

from server import errors, request_ids
from server.domain.lists import ListFile
from server.downloads import asleep, disposition
from server.logs import places
from server.openrosa import documents

ACCEPT_BYTES = 100_000_000  # where phones split an upload; what is accepted is more (uploads.MAX_UPLOAD_MB)
NUMBER = {"th": "(แจ้งหมายเลข {})", "en": "(Say the number {}.)"}  # of the request, by which the log is found
RECEIVED = {"th": "ได้รับข้อมูลแล้ว ขอบคุณ", "en": "Received. Thank you."}

log = logging.getLogger(__name__)


def locale() -> str:
    return locale_of(request.environ)


def locale_of(environ: WSGIEnvironment) -> str:
    """Thai, unless the phone asks for English before Thai."""
    if "HTTP_ACCEPT_LANGUAGE" not in environ:
        return "th"
    return parse_accept_header(environ["HTTP_ACCEPT_LANGUAGE"], LanguageAccept).best_match(("th", "en"), "th")


def headers_for(method: str, spoken: str) -> dict[str, str]:
    """The headers without which Collect says "not an OpenRosa server", but for the date."""
    return {
        "Content-Type": "text/xml; charset=utf-8",
        "X-OpenRosa-Version": "1.0",
        "X-OpenRosa-Accept-Content-Length": str(ACCEPT_BYTES),
        "Cache-Control": "no-store" if method == "POST" else "private, no-cache",
        "Vary": "Accept-Encoding, Accept-Language, Origin",
        "Content-Language": spoken,
    }


def openrosa(body: bytes = b"", status: int = 200) -> Response:
    """A reply to the request at hand, with the headers phones need."""
    dated = {"Date": formatdate(usegmt=True)}
    return Response(body, status, headers=headers_for(request.method, locale()) | dated)


def received() -> Response:
    """201: the phone may forget its copy."""
    return openrosa(receipt(locale()), 201)


def receipt(spoken: str) -> bytes:
    return documents.message(RECEIVED[spoken], nature="submit_success")


def listing(document: bytes) -> Response:
    """A form list, manifest or integrity report, answered by 304 when the phone holds it already."""
    response = openrosa(document)
    response.add_etag()
    return response.make_conditional(request)


def download(body: bytes | Path, content_type: str, md5: str) -> Response:
    """A file that a phone revalidates and never believes without asking. body: the bytes, or where they lie."""
    if isinstance(body, Path):
        response = send_file(body, mimetype=content_type, etag=False)
        del response.headers["Last-Modified"]
    else:
        response = Response(body, content_type=content_type)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding, Origin"
    response.set_etag(md5)
    return asleep(response).make_conditional(request)


def attachment(body: bytes | Path, file: ListFile) -> Response:
    """A file of a manifest, saved under its name."""
    response = download(body, file.content_type, file.md5)
    response.headers["Content-Disposition"] = disposition(file.name)
    return response


def refused(problem: errors.Problem) -> Response:
    """A Problem in the reader's language, its stable code for programs in a header."""
    said = f"{problem.text(locale())} {NUMBER[locale()].format(request_ids.current())}"
    response = openrosa(documents.message(said, nature="error"), problem.status)
    response.headers["X-Yudee-Problem"] = problem.code
    return response


def failed(error: Exception) -> Response:
    """Anything else that went wrong: never a 401, never a page, and nothing of what was sent in the log."""
    if isinstance(error, HTTPException):
        return refused_by_flask(error)
    if isinstance(error, OperationalError | NoConnectionFree):
        log.warning("database away endpoint=%s why=%s", request.endpoint, type(error).__name__)
        return refused(errors.ServiceAway())
    why = f"{type(error).__name__} {getattr(error, 'sqlstate', '')}".strip()
    log.error("failed endpoint=%s why=%s where=%s", request.endpoint, why, places(error))
    return refused(errors.ServerFault())


def refused_by_flask(error: HTTPException) -> Response:
    """What routing and reading refuse: an unknown address, a wrong method, a body that breaks off."""
    if isinstance(error, MethodNotAllowed):
        response = refused(errors.MethodUnknown(method=request.method))
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
        return response
    if error.code == 413:
        return refused(errors.UploadTooLarge(limit_mb=ACCEPT_BYTES // 1_000_000))
    if error.code == 404:
        return refused(errors.NotFound())
    return refused(errors.UploadUnreadable(why=error.name))
