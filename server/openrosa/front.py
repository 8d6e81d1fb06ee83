"""Phones' submissions are received before Flask: on this road its routing, sessions and hooks cost more than our work.

What happens to an upload is the same as behind Flask, `take` below. Anything but a plain POST of a phone's submission
goes on to Flask, and whatever is refused is answered by Flask's own handlers.
"""

import re
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from email.utils import formatdate
from functools import lru_cache
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask

from server import counts
from server.domain import submissions
from server.openrosa import messages
from server.openrosa.uploads import read_upload
from server.queue import DRAIN_SUBMISSIONS, nudge_soon
from server.request_lines import ACTOR, ROOM, ROUTE
from server.storage import BlobStore

PATTERN = "/v1/key/<token>/projects/<small:workspace_id>/submission"
ADDRESS = re.compile(r"/v1/key/([A-Za-z0-9!$]{64})/projects/([0-9]{1,9})/submission")


def take(
    environ: WSGIEnvironment,
    blobs: BlobStore,
    *,
    workspace_id: int,
    token: str | None,
    person_id: int | None = None,
) -> None:
    """Receive what a request brings; when this returns, it is safe on disk. Raises what reading and receiving raise."""
    with ExitStack() as opened:
        upload = read_upload(environ, opened, workspace_id=workspace_id, token=token, person_id=person_id)
        receipt = submissions.receive(upload, blobs)
    environ[ACTOR] = receipt.actor_id
    counts.count("receipts", "new" if receipt.is_new else "again")
    if receipt.is_new:
        nudge_soon(DRAIN_SUBMISSIONS)


class Front:
    """The WSGI application around Flask's."""

    def __init__(self, app: Flask) -> None:
        self.app, self.behind = app, app.wsgi_app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        address = ADDRESS.fullmatch(environ["PATH_INFO"]) if is_openrosa_post(environ) else None
        if address is None:
            return self.behind(environ, start_response)
        environ[ROUTE], environ[ROOM] = PATTERN, "openrosa"
        try:
            take(environ, self.app.extensions["blobs"], token=address[1], workspace_id=int(address[2]))
        except Exception as error:
            return self.refused(error, environ)(environ, start_response)
        body, headers = RECEIPTS[messages.locale_of(environ)]
        start_response("201 CREATED", [*headers, ("Date", date_of(int(time.time())))])
        return [body]

    def refused(self, error: Exception, environ: WSGIEnvironment) -> Callable:
        """What Flask would answer if its own view had raised this."""
        with self.app.request_context(environ):
            return self.app.finalize_request(self.app.handle_user_exception(error))


def is_openrosa_post(environ: WSGIEnvironment) -> bool:
    return environ["REQUEST_METHOD"] == "POST" and environ.get("HTTP_X_OPENROSA_VERSION") == "1.0"


@lru_cache(maxsize=1)
def date_of(second: int) -> str:
    """The time as HTTP writes it, in seconds since 1970."""
    return formatdate(second, usegmt=True)


def receipt_in(locale: str) -> tuple[bytes, list[tuple[str, str]]]:
    """Body and headers of a receipt; only the date is missing."""
    body = messages.receipt(locale)
    headers = messages.headers_for("POST", locale) | {"Content-Length": str(len(body))}
    return body, list(headers.items())


RECEIPTS = {locale: receipt_in(locale) for locale in messages.RECEIVED}
