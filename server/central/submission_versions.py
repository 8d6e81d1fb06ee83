"""The versions of a submission over Central's REST, what changed between them, and what was done to it."""

from flask import Response, g
from sqlalchemy.orm import Session

from server.auth import allows, scope_of
from server.central.actors import with_actors
from server.central.attachments import fetched, listing, shown
from server.central.audits import entry
from server.central.schemas import AuditSchema, FileSchema, SubmissionVersionSchema
from server.central.submissions import SUBMISSION, TO_WIRE, note_reading, seen
from server.central.told import ANY_KIND, told
from server.central.wire import answer, central, moment, revalidated
from server.db.queries import audits as book
from server.db.queries import submission_versions as queries
from server.db.queries import submissions
from server.db.queries.submission_versions import Version
from server.db.queries.submissions import Sent
from server.db.session import transaction
from server.domain.differences import Difference, differences
from server.downloads import asleep
from server.errors import NotFound

VERSIONS = f"{SUBMISSION}/versions"
VERSION = f"{VERSIONS}/<path:version_id>"
ACTIONS = {
    "submission.review": "submission.update",
    "submission.edit": "submission.update.version",
    "submission.comment": "submission.comment",
    "submission.accept_area": "submission.accept_area",
}


@central.get(VERSIONS)
@allows("submission.read")
@told(SubmissionVersionSchema, many=True)
def submission_versions(workspace_id: int, form_id: str, instance_id: str) -> Response:
    """Every version of a submission, the newest first."""
    with transaction(scope_of(g.caller)) as session:
        found = queries.versions(session, seen(session, form_id, instance_id).id)
        shapes = with_actors(session, [shape(one) for one in found], "submitter")
    return answer(shapes)


@central.get(VERSION)
@allows("submission.read")
@told(SubmissionVersionSchema)
def submission_version(workspace_id: int, form_id: str, instance_id: str, version_id: str) -> Response:
    """One version of a submission."""
    with transaction(scope_of(g.caller)) as session:
        _, found = seen_version(session, form_id, instance_id, version_id)
        (whole,) = with_actors(session, [shape(found)], "submitter")
    return answer(whole)


@central.get(f"{VERSION}.xml")
@allows("submission.read")
@told(kind="application/xml")
def submission_version_xml(workspace_id: int, form_id: str, instance_id: str, version_id: str) -> Response:
    """One version as it came."""
    with transaction(scope_of(g.caller)) as session:
        sent, found = seen_version(session, form_id, instance_id, version_id)
        xml = submissions.xml(session, found.id)
        note_reading(session, sent)
    return revalidated(asleep(Response(xml, content_type="application/xml")))


@central.get(f"{VERSION}/attachments")
@allows("submission.read")
@told(FileSchema, many=True)
def submission_version_files(workspace_id: int, form_id: str, instance_id: str, version_id: str) -> Response:
    """The files that one version speaks of, and whether they have come."""
    with transaction(scope_of(g.caller)) as session:
        _, found = seen_version(session, form_id, instance_id, version_id)
        return listing(submissions.files(session, found.id))


@central.get(f"{VERSION}/attachments/<name>")
@allows("submission.read")
@told(kind=ANY_KIND)
def submission_version_file(workspace_id: int, form_id: str, instance_id: str, version_id: str, name: str) -> Response:
    """A file of one version."""
    with transaction(scope_of(g.caller)) as session:
        sent, found = seen_version(session, form_id, instance_id, version_id)
        file = fetched(session, sent, found.id, name)
    return shown(file)


@central.get(f"{SUBMISSION}/diffs")
@allows("submission.read")
@told()
def submission_diffs(workspace_id: int, form_id: str, instance_id: str) -> Response:
    """What each version says otherwise than the one before: {version: [{path, old, new}]}, the newest first."""
    with transaction(scope_of(g.caller)) as session:
        sent = seen(session, form_id, instance_id)
        said = queries.answers(session, sent.id)
        note_reading(session, sent)
    changes = {
        later.instance_id: [change(one) for one in differences(earlier.answers, later.answers)]
        for earlier, later in zip(said, said[1:], strict=False)
    }
    return answer(dict(reversed(changes.items())))


@central.get(f"{SUBMISSION}/audits")
@allows("submission.read")
@told(AuditSchema, many=True)
def submission_audits(workspace_id: int, form_id: str, instance_id: str) -> Response:
    """What was done to a submission, the newest first."""
    with transaction(scope_of(g.caller)) as session:
        sent = seen(session, form_id, instance_id)
        found = book.of(session, workspace_id, "submission", sent.id, ACTIONS)
        made = entry("submission.create", sent.submitter_id, sent.received_at, {"instanceId": sent.instance_id})
        acts = [entry(ACTIONS[one.verb], one.actor_id, one.at, details(sent, one.details)) for one in found]
        shapes = with_actors(session, [*acts, made], "actor")
    return answer(shapes)


def seen_version(session: Session, form_id: str, instance_id: str, version_id: str) -> tuple[Sent, Version]:
    """A submission that this caller may see, and that version of it. Raises NotFound."""
    sent = seen(session, form_id, instance_id)
    found = next((one for one in queries.versions(session, sent.id) if one.instance_id == version_id), None)
    if found is None:
        raise NotFound
    return sent, found


def shape(version: Version) -> dict:
    return {
        "instanceId": version.instance_id,
        "instanceName": version.instance_name,
        "submitterId": version.submitter_id,
        "deviceId": version.device_id,
        "userAgent": version.user_agent,
        "createdAt": moment(version.received_at),
        "current": version.is_current,
    }


def change(one: Difference) -> dict:
    """On the wire an instance of a repeat is [name, place]."""
    return {"path": one.path, "old": one.old, "new": one.new}


def details(sent: Sent, said: dict) -> dict:
    """The state that a review or an edit led to, in Central's word."""
    state = {"reviewState": TO_WIRE[said["to"]]} if "to" in said else {}
    return {"instanceId": sent.instance_id} | state
