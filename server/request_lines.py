"""One line in the log for every answer, and its count; what is outside of every room, so that no request is missed."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, Response, g, request

from server import counts, request_ids
from server.logs import places

REQUEST_ID, ROUTE, ROOM, ACTOR = "yudee.request_id", "yudee.route", "yudee.room", "yudee.actor"
QUIET_ROOMS = ("health", "metrics", "assets")  # asked every few seconds, or with every page
PROBLEM = "X-Yudee-Problem"

log = logging.getLogger(__name__)


class AnswerBrokeOff(Exception):
    """Raised to the web server in place of the error, whose words it would log."""


class RequestLines:
    """The application with a number for every request, from X-Request-Id or made here, which the answer tells."""

    def __init__(self, app: Callable) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        line = Line(environ, start_response)
        try:
            body = self.app(environ, line.start)
        except Exception:
            line.end(500)
            raise
        if isinstance(body, list | tuple):
            line.end()
            return body
        return Told(body, line)


class Line:
    """What is known of a request when it ends."""

    def __init__(self, environ: WSGIEnvironment, start_response: StartResponse) -> None:
        self.begun = time.perf_counter()
        self.environ, self.start_response = environ, start_response
        self.status, self.problem = 0, None
        self.number = environ[REQUEST_ID] = request_ids.begin(environ.get("HTTP_X_REQUEST_ID"))

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: object = None) -> object:
        """What the application calls when it begins to answer."""
        self.status = int(status[:3])
        self.problem = next((value for name, value in headers if name == PROBLEM), None)
        headers = [*headers, (request_ids.HEADER, self.number)]
        return self.start_response(status, headers, exc_info) if exc_info else self.start_response(status, headers)

    def end(self, status: int = 0) -> None:
        """Write and count it. Of the address only the route's pattern: tokens and names stand in addresses."""
        status, took = status or self.status, time.perf_counter() - self.begun
        room, route = self.environ.get(ROOM) or "nowhere", self.environ.get(ROUTE) or "-"
        level = logging.DEBUG if room in QUIET_ROOMS and status < 400 else logging.INFO
        said = (self.environ["REQUEST_METHOD"], route, status, round(took * 1000, 1), self.environ.get(ACTOR) or "-")
        log.log(level, "answered method=%s route=%s status=%s ms=%s actor=%s", *said)
        counts.answered(room, status, took, self.problem)
        request_ids.end()


class Told:
    """A body that is still to be sent; the request ends when it has gone, or when nobody takes it any more."""

    def __init__(self, body: Iterable[bytes], line: Line) -> None:
        self.body, self.rest, self.line = body, iter(body), line

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self.rest)
        except StopIteration:
            raise
        except Exception as error:
            log.error("answer broke off why=%s where=%s", type(error).__name__, places(error))  # noqa: TRY400
            self.line.status = 500
            raise AnswerBrokeOff(type(error).__name__) from None

    def close(self) -> None:
        try:
            if hasattr(self.body, "close"):
                self.body.close()
        finally:
            self.line.end()


def write_lines(app: Flask) -> None:
    """Let the application's requests be told, with the route's pattern and who called."""
    app.after_request(note)
    app.wsgi_app = RequestLines(app.wsgi_app)


def note(response: Response) -> Response:
    """Leave what Flask knows of a request to its line."""
    request.environ[ROUTE] = request.url_rule.rule if request.url_rule else None
    request.environ[ROOM] = request.blueprint
    callers = (g.get("caller"), g.get("person"), getattr(g.get("_login_user"), "caller", None))
    request.environ[ACTOR] = next((caller.actor_id for caller in callers if caller), None)
    return response
