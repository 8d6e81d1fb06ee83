"""Submissions over Central's REST: listed, read, reviewed.

A submission is here only for those whose area it lies in and whose role sees its class of data: for anybody else it is
not listed and its address is a 404. Whoever reads amounts of a household is written into the book.
"""

from flask import Response, g, redirect, url_for
from sqlalchemy.orm import Session

from server.auth import allows, scope_of
from server.central import problems
from server.central.actors import actor_shape, with_actors
from server.central.schemas import ActorSchema, ReviewSchema, SubmissionSchema
from server.central.told import COUNT, YES_OR_NO, told
from server.central.wire import answer, body, central, is_asked, moment, revalidated, whole_number
from server.db.queries import forms, submissions
from server.db.queries import submission_versions as versions
from server.db.queries.submissions import Sent
from server.db.session import transaction
from server.domain import events, reviews
from server.domain.permissions import AMOUNTS
from server.downloads import asleep
from server.errors import NotFound

SUBMISSIONS = "/projects/<small:workspace_id>/forms/<form_id>/submissions"
SUBMISSION = f"{SUBMISSIONS}/<path:instance_id>"
FROM_WIRE = {
    None: "received",
    "edited": "edited",
    "hasIssues": "has_issues",
    "approved": "approved",
    "rejected": "rejected",
}
TO_WIRE = {ours: theirs for theirs, ours in FROM_WIRE.items()}


@central.get(SUBMISSIONS)
@allows("submission.list")
@told(SubmissionSchema, many=True, query={"offset": COUNT, "limit": COUNT, "deleted": YES_OR_NO})
def listed(workspace_id: int, form_id: str) -> Response:
    """The submissions of a form in the caller's area, the newest first.

    None is deleted: what is erased is gone for good."""
    page = {"offset": whole_number("offset"), "limit": whole_number("limit")}
    scope, wants_deleted = scope_of(g.caller), is_asked("deleted")
    with transaction(scope) as session:
        must_be_published(session, workspace_id, form_id)
        sent = [] if wants_deleted else submissions.newest_first(session, scope, form_id, **page)
        shapes = with_actors(session, [shape(one) for one in sent], "submitter")
    return answer(shapes)


@central.get(f"{SUBMISSIONS}/submitters")
@allows("submission.list")
@told(ActorSchema, many=True)
def submitters(workspace_id: int, form_id: str) -> Response:
    """Who sent submissions of a form in the caller's area."""
    scope = scope_of(g.caller)
    with transaction(scope) as session:
        must_be_published(session, workspace_id, form_id)
        actors = submissions.actors(session, versions.submitters(session, scope, form_id))
        shapes = [actor_shape(actors[actor_id]) for actor_id in sorted(actors)]
    return answer(shapes)


@central.get(f"{SUBMISSIONS}/keys")
@allows("submission.list")
@told(many=True)
def submission_keys(workspace_id: int, form_id: str) -> Response:
    """The keys that would be needed to decrypt: none, nothing is decrypted here."""
    with transaction() as session:
        must_be_published(session, workspace_id, form_id)
    return answer([])


@central.get(SUBMISSION)
@allows("submission.read")
@told(SubmissionSchema)
def read(workspace_id: int, form_id: str, instance_id: str) -> Response:
    """A submission with its current version; the id of a later version leads to that version."""
    scope = scope_of(g.caller)
    with transaction(scope) as session:
        sent = submissions.one(session, scope, form_id, instance_id)
        if sent is None:
            return led_on(session, "central.submission_version", form_id, instance_id)
        (whole,) = with_actors(session, [shape(sent)], "submitter")
    return answer(whole)


@central.get(f"{SUBMISSION}.xml")
@allows("submission.read")
@told(kind="application/xml")
def read_xml(workspace_id: int, form_id: str, instance_id: str) -> Response:
    """The current version as it came; the id of a later version leads to that version."""
    scope = scope_of(g.caller)
    with transaction(scope) as session:
        sent = submissions.one(session, scope, form_id, instance_id)
        if sent is None:
            return led_on(session, "central.submission_version_xml", form_id, instance_id)
        xml = submissions.xml(session, sent.version_id)
        note_reading(session, sent)
    return revalidated(asleep(Response(xml, content_type="application/xml")))


@central.patch(SUBMISSION)
@allows("submission.review")
@told(SubmissionSchema, body=ReviewSchema, also=(409,))
def review(workspace_id: int, form_id: str, instance_id: str) -> Response:
    """Decide on a submission.

    Without `reviewState` nothing changes, as in Central (pyODK sends that for None)."""
    sent_state = body()
    with transaction(scope_of(g.caller)) as session:
        submission = seen(session, form_id, instance_id)
    if "reviewState" in sent_state:
        with transaction() as session:
            reviews.review(session, g.caller, submission.id, state_of(sent_state["reviewState"]), needs_comment=False)
    return read(workspace_id, form_id, instance_id)


def led_on(session: Session, endpoint: str, form_id: str, version_id: str) -> Response:
    """To where a later version stands; needs the caller's scope. Raises NotFound."""
    root = versions.root_of(session, scope_of(g.caller), form_id, version_id)
    if root is None:
        raise NotFound
    ids = {"workspace_id": g.caller.workspace_id, "form_id": form_id, "instance_id": root, "version_id": version_id}
    return redirect(url_for(endpoint, **ids), 301, Response=Response)  # type: ignore[return-value]


def must_be_published(session: Session, workspace_id: int, form_id: str) -> None:
    """Raises NotFound for a form that is not there."""
    if not forms.published(session, workspace_id, form_id):
        raise NotFound


def seen(session: Session, form_id: str, instance_id: str) -> Sent:
    """The submission, if this caller may see it; needs the caller's scope. Raises NotFound."""
    sent = submissions.one(session, scope_of(g.caller), form_id, instance_id)
    if sent is None:
        raise NotFound
    return sent


def note_reading(session: Session, sent: Sent, **details: str) -> None:
    if sent.data_class == AMOUNTS:
        who = {"actor_id": g.caller.actor_id, "workspace_id": g.caller.workspace_id}
        events.record(session, "submission.read", "submission", sent.id, **who, **details)


def state_of(review_state: object) -> str:
    """Our name of a state. Raises ValueUnexpected."""
    if not (review_state is None or isinstance(review_state, str)) or review_state not in FROM_WIRE:
        raise problems.ValueUnexpected(name="reviewState")
    return FROM_WIRE[review_state]


def shape(sent: Sent) -> dict:
    """What is encrypted says so in the word that Central has for it in OData; of the others there is no word."""
    shown = {"status": "notDecrypted"} if sent.is_encrypted else {}
    return shown | {
        "instanceId": sent.instance_id,
        "submitterId": sent.submitter_id,
        "deviceId": sent.device_id,
        "userAgent": sent.user_agent,
        "reviewState": TO_WIRE[sent.state],
        "createdAt": moment(sent.received_at),
        "updatedAt": moment(sent.updated_at),
        "deletedAt": None,
        "currentVersion": {
            "instanceId": sent.version_instance_id,
            "instanceName": sent.instance_name,
            "submitterId": sent.version_submitter_id,
            "deviceId": sent.version_device_id,
            "userAgent": sent.version_user_agent,
            "createdAt": moment(sent.version_received_at),
            "current": True,
        },
    }
