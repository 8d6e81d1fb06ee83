"""Pages whose address is a secret: it is written down nowhere, neither in our logs nor in those of others."""

import logging

from flask import Blueprint, Response
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from server.errors import Problem
from server.logs import places
from server.pages import refusals

log = logging.getLogger(__name__)


def keep_secret(room: Blueprint) -> None:
    """Let the pages of a room tell nobody where they stand."""
    room.register_error_handler(Exception, failed)
    room.after_request(keep_to_yourself)


def failed(error: Exception) -> AnyResponse:
    """A fault of ours is noted without the address, which holds the token."""
    if isinstance(error, Problem):
        return refusals.page(error)
    if isinstance(error, HTTPException) and (error.code or 500) < 500:
        return refusals.failed(error)
    if isinstance(error, OperationalError):
        return refusals.away(error)
    log.error("failed at a secret address why=%s where=%s", type(error).__name__, places(error))  # noqa: TRY400
    return refusals.page(refusals.OurFault(), bare=True)


def keep_to_yourself(response: Response) -> Response:
    """Whoever follows a link from here does not tell where from; nothing is kept, nor found by a search."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
