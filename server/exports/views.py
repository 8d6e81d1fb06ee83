"""The addresses of tables that are taken away at once."""

import tempfile

from flask import Response, current_app, request, send_file

from server.auth import SIGNED_IN, person_required, scope_of
from server.db.session import transaction
from server.domain import events
from server.domain.permissions import Caller
from server.errors import NotAllowed, NotFound
from server.exports import asking, files, tables
from server.exports.columns import Asked, Table
from server.exports.room import exports
from server.pages.formats import language

IN_MEMORY = 2_000_000  # bytes of a file; what is longer stands on the disk until it is sent


@exports.get("/tables/<name>.<kind>")
@person_required(SIGNED_IN)
def table(caller: Caller, name: str, kind: str) -> Response:
    """A table of an area as CSV or XLSX, in the language of the pages. header=keys: CSV for programs."""
    found = tables.find(name)
    if kind not in files.TYPES:
        raise NotFound
    if not caller.may(found.verb):
        raise NotAllowed
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    try:
        with transaction(scope_of(caller)) as session:
            asked = asking.asked(session, caller, found)
            if found.is_long and len(asked.area) < asking.DISTRICT:
                raise asking.TooLongToWaitFor
            header = "keys" if request.args.get("header") == "keys" else "labels"
            asking.write(session, caller, found, asked, file, kind, lang=language(), header=header)
            taken(session, caller, found, asked, kind)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return sent(file, files.TYPES[kind], asking.file_name(found, asked, kind))


def taken(session, caller: Caller, table: Table, asked: Asked, kind: str) -> None:
    """Note in the book who took what."""
    by = {"actor_id": caller.actor_id, "workspace_id": caller.workspace_id}
    details = {"area": asked.area, "year": asked.year, "basis": asked.basis, "kind": kind}
    events.record(session, "table.take", "table", table.name, **by, **details)


def sent(file, content_type: str, name: str) -> Response:
    """A file to be kept by whoever asked, and by nobody on the way."""
    response = send_file(file, mimetype=content_type, as_attachment=True, download_name=name, etag=False)
    response.headers["Cache-Control"] = "no-store"
    return current_app.make_response(response)
