"""What must hold of every answer: 201 stands for exactly one submission as it was sent, anything else for nothing."""

import io
from collections import Counter

from flask import Flask
from werkzeug.wrappers import Response

from tests.fuzzing.bending import Request
from tests.fuzzing.state import Keeper, Kept, named_in

REFUSALS = {400, 403, 404, 405, 409, 413}
FIXED = {"REQUEST_METHOD": "POST", "SERVER_NAME": "yudee.example.org", "SERVER_PORT": "443", "wsgi.url_scheme": "https"}
FIXED |= {
    "SCRIPT_NAME": "",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "HTTP_X_OPENROSA_VERSION": "1.0",
    "HTTP_HOST": "yudee.example.org",
}
ALWAYS = {"wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False}


class Broken(AssertionError):
    """A promise does not hold for an input."""


def send(app: Flask, path: str, request: Request) -> Response:
    """Put the request into the application as a web server does."""
    environ = {**ALWAYS, **FIXED, "PATH_INFO": path, "QUERY_STRING": request.query, "wsgi.errors": io.StringIO()}
    environ["wsgi.input"] = io.BytesIO(request.body)
    if request.is_chunked:
        environ |= {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    else:
        environ["CONTENT_LENGTH"] = str(len(request.body) if request.length is None else request.length)
    return Response.from_app(app.wsgi_app, environ | request.environ, buffered=True)


class Judge:
    """Sends inputs and compares what is kept before and after each. statuses: how often each was answered."""

    def __init__(self, app: Flask, path: str, keeper: Keeper) -> None:
        self.app, self.path, self.keeper = app, path, keeper
        self.statuses: Counter[int] = Counter()
        self.before = keeper.kept()

    def try_one(self, request: Request) -> None:
        """Raises Broken."""
        reply = send(self.app, self.path, request)
        self.statuses[reply.status_code] += 1
        after, before = self.keeper.kept(), self.before
        self.before = after
        if reply.status_code == 201:
            self.check_taken(before, after)
        elif reply.status_code not in REFUSALS:
            raise Broken(f"answered {reply.status_code}: {reply.headers.get('X-Yudee-Problem')}")
        elif after != before:
            raise Broken(f"answered {reply.status_code} and kept {difference(before, after)}")
        if b"OpenRosaResponse" not in reply.data or "text/xml" not in reply.headers["Content-Type"]:
            raise Broken(f"answered {reply.status_code} not as OpenRosa")
        if after.files != {sha256.hex() for sha256 in after.blobs}:
            raise Broken("files and rows of blobs differ")

    def check_taken(self, before: Kept, after: Kept) -> None:
        new = {row[0] for row in after.versions} - {row[0] for row in before.versions}
        if len(new) > 1:
            raise Broken(f"{len(new)} new versions")
        if len({row[0] for row in after.submissions}) - len({row[0] for row in before.submissions}) > len(new):
            raise Broken("a submission without a version")
        if not new:
            self.check_resent(before, after)
        for version_id in new:
            self.check_version(version_id, after, after.pending - before.pending)

    def check_resent(self, before: Kept, after: Kept) -> None:
        """Nothing but files may have changed; and those are told to the drain."""
        if before.versions != after.versions:
            raise Broken(f"sent again, and versions changed: {difference(before, after)}")
        slots = ({row[:2] for row in one.attachments} for one in (before, after))
        if len(set(map(frozenset, slots))) != 1:
            raise Broken("sent again, and it names other files")
        if before.attachments != after.attachments and before.pending == after.pending:
            raise Broken("a new file that no drain is told of")

    def check_version(self, version_id: int, after: Kept, pending: frozenset[tuple]) -> None:
        (row,) = (row for row in after.versions if row[0] == version_id)
        _, submission_id, instance_id, is_current, is_whole, form_version_id = row
        (submission,) = (one for one in after.submissions if one[0] == submission_id)
        form_id, version, paths = self.keeper.definition(form_version_id)
        said = named_in(self.keeper.xml(version_id), paths)
        files = {name: sha256 for of, name, sha256 in after.attachments if of == version_id}
        faults = {
            "the XML is not whole": not is_whole,
            "it is not the current one": not is_current or not submission[3],
            f"it is of {said[:2]}, stored for {(form_id, version)}": said[:2] != (form_id, version),
            f"its id is {said[2]}, stored {instance_id}": said[2] not in (None, instance_id),
            "a new submission goes by another id": said[3] is None and submission[1] != instance_id,
            f"it names {sorted(said[4])}, stored {sorted(files)}": said[4] != set(files),
            "a file without its row": not {sha256 for sha256 in files.values() if sha256} <= after.blobs,
            "no drain is told of it": submission_id not in {one[1] for one in pending},
        }
        broken = [fault for fault, is_so in faults.items() if is_so]
        if broken:
            raise Broken("; ".join(broken))


def difference(before: Kept, after: Kept) -> str:
    return ", ".join(name for name in vars(before) if getattr(before, name) != getattr(after, name))
