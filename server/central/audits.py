"""The book of events as Central's audit log: who did what, by ids; without households and their entities."""

from datetime import UTC, datetime

from flask import Response, g, request
from sqlalchemy import Row

from server.auth import allows
from server.central.actors import with_actors
from server.central.problems import ValueUnexpected
from server.central.schemas import AuditSchema
from server.central.told import COUNT, WORD, told
from server.central.wire import answer, central, moment, whole_number
from server.db.queries import book
from server.db.session import transaction

OURS = {"user": "person", "field_key": "phone", "dataset": "list"}  # Central's words for what our verbs begin with
MOMENT = {"type": "string", "format": "date-time"}


@central.get("/audits")
@allows("people.manage")
@told(AuditSchema, many=True, query={"action": WORD, "start": MOMENT, "end": MOMENT, "offset": COUNT, "limit": COUNT})
def audits() -> Response:
    """What was done in the caller's province, the newest first."""
    action = request.args.get("action", "").replace("\0", "") or None
    asked = {"start": time_of("start"), "until": time_of("end")}
    asked |= {"offset": whole_number("offset"), "limit": whole_number("limit")}
    kind = {"skips_reading": True} if action == "nonverbose" else {"verb": OURS.get(action or "", action)}
    with transaction() as session:
        rows = book.newest_first(session, g.caller.workspace_id, **asked, **kind)
        return answer(with_actors(session, [shape(row) for row in rows], "actor"))


def time_of(name: str) -> datetime | None:
    """A moment of the query, in UTC unless it says otherwise. Raises ValueUnexpected."""
    given = request.args.get(name)
    try:
        at = datetime.fromisoformat(given.replace(" ", "+")) if given else None  # a + that was not escaped
        return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)
    except ValueError as error:
        raise ValueUnexpected(name=name) from error


def shape(row: Row) -> dict:
    details = {"subject": row.subject, "subjectId": row.subject_id} | row.details
    return entry(row.verb, row.actor_id, row.at, details) | {"acteeId": None}


def entry(action: str, actor_id: int, at: datetime, details: dict) -> dict:
    """Something that was done, as every list of such tells it."""
    return {"actorId": actor_id, "action": action, "details": details, "loggedAt": moment(at), "notes": None}
