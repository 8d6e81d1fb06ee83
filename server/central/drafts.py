"""The draft of a form: sent, copied from what is published, published, thrown away."""

from flask import Response, g, request

from server.auth import allows
from server.central import form_uploads
from server.central.form_versions import FORM
from server.central.schemas import SuccessSchema
from server.central.told import WORD, YES_OR_NO, told
from server.central.wire import central, done, is_asked
from server.db.session import transaction
from server.domain.forms import drafting

DRAFT = f"{FORM}/draft"


@central.post(DRAFT)
@allows("forms.manage")
@told(SuccessSchema, query={"ignoreWarnings": YES_OR_NO}, body=form_uploads.KINDS, also=(409, 413))
def put_draft(workspace_id: int, form_id: str) -> Response:
    """Make what is sent the draft of the form; when nothing is sent, the version that phones get."""
    accepts, source = is_asked("ignoreWarnings"), form_uploads.definition()
    where, who = (workspace_id, form_id), {"actor_id": g.caller.actor_id}
    if not source:
        with transaction() as session:
            drafting.copy_published(session, *where, **who)
        return done()
    with transaction() as session:
        drafting.living(session, *where)  # before the work of converting
    converted = form_uploads.converted(source)
    with transaction() as session:
        drafting.replace(session, *where, converted, **who, accepts=accepts)
    return done()


@central.post(f"{DRAFT}/publish")
@allows("forms.manage")
@told(SuccessSchema, query={"version": WORD}, also=(409,))
def publish_draft(workspace_id: int, form_id: str) -> Response:
    """Make the draft the version that phones get; `version` is written into it first."""
    who = {"actor_id": g.caller.actor_id, "version": request.args.get("version")}
    with transaction() as session:
        drafting.publish(session, workspace_id, form_id, **who)
    return done()


@central.delete(DRAFT)
@allows("forms.manage")
@told(SuccessSchema, also=(409,))
def discard_draft(workspace_id: int, form_id: str) -> Response:
    """Throw the draft of a published form away."""
    with transaction() as session:
        drafting.discard(session, workspace_id, form_id, actor_id=g.caller.actor_id)
    return done()
