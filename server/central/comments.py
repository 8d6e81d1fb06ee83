"""What reviewers say about a submission."""

from datetime import datetime

from flask import Response, g

from server.auth import allows, scope_of
from server.central.actors import with_actors
from server.central.schemas import CommentSchema, CommentSentSchema
from server.central.submissions import SUBMISSION, seen
from server.central.told import told
from server.central.wire import answer, body, central, moment, text_of
from server.db.queries import submissions
from server.db.session import transaction
from server.domain import reviews


@central.get(f"{SUBMISSION}/comments")
@allows("submission.read")
@told(CommentSchema, many=True)
def comments(workspace_id: int, form_id: str, instance_id: str) -> Response:
    """What was said about a submission, the newest first."""
    with transaction(scope_of(g.caller)) as session:
        said = submissions.comments(session, seen(session, form_id, instance_id).id)
        shapes = with_actors(session, [shape(*comment) for comment in said], "actor")
    return answer(shapes)


@central.post(f"{SUBMISSION}/comments")
@allows("submission.review")
@told(CommentSchema, body=CommentSentSchema)
def comment(workspace_id: int, form_id: str, instance_id: str) -> Response:
    """Say something about a submission, for its team to read."""
    said = text_of(body(), "body")
    with transaction(scope_of(g.caller)) as session:
        submission = seen(session, form_id, instance_id)
    with transaction() as session:
        written = reviews.comment_on(session, g.caller, submission.id, said)
        return answer(shape(written.body, written.actor_id, written.at))


def shape(body: str, actor_id: int, at: datetime) -> dict:
    return {"body": body, "actorId": actor_id, "createdAt": moment(at)}
