"""Forms: listed, made, closed, deleted and restored."""

from flask import Response, g

from server.auth import allows
from server.central import form_shapes, form_uploads
from server.central.form_schemas import FormChangeSchema
from server.central.form_versions import FORM, described, find
from server.central.problems import ParameterMissing, ValueUnexpected
from server.central.schemas import FormSchema, SuccessSchema
from server.central.told import YES_OR_NO, told
from server.central.wire import answer, body, central, done, is_asked
from server.db.queries import form_versions
from server.db.session import transaction
from server.domain.forms import drafting, states
from server.errors import NotAllowed

FORMS = "/projects/<small:workspace_id>/forms"
OFFERED = {"publish": YES_OR_NO, "ignoreWarnings": YES_OR_NO}


@central.get(FORMS)
@allows("form.read")
@told(FormSchema, many=True, query={"deleted": YES_OR_NO})
def forms(workspace_id: int) -> Response:
    """The forms of a project; for whoever manages forms also those that have only a draft, or the deleted ones."""
    is_deleted = is_asked("deleted")
    if is_deleted and not g.caller.may("forms.manage"):
        raise NotAllowed
    with transaction() as session:
        return answer(form_shapes.listed(session, g.caller, is_deleted=is_deleted))


@central.post(FORMS)
@allows("forms.manage")
@told(FormSchema, query=OFFERED, body=form_uploads.KINDS, also=(409, 413))
def make_form(workspace_id: int) -> Response:
    """Make a form of a workbook or a definition: a draft, or published at once."""
    is_published, accepts = is_asked("publish"), is_asked("ignoreWarnings")
    source = form_uploads.definition()
    if not source:
        raise ParameterMissing(name="body")
    converted = form_uploads.converted(source)
    with transaction() as session:
        who = {"actor_id": g.caller.actor_id}
        made = drafting.create(session, workspace_id, converted, **who, accepts=accepts)
        if is_published:
            drafting.publish(session, workspace_id, form_versions.one(session, made.id).form_id, **who, version=None)
        shape = form_shapes.one(session, g.caller, made.id)
    return answer(shape)


@central.patch(FORM)
@allows("forms.manage")
@told(FormSchema, body=FormChangeSchema)
def change_form(workspace_id: int, form_id: str) -> Response:
    """Open a form, let phones finish what they have begun (closing), or close it."""
    wanted = body().get("state")
    with transaction() as session:
        drafting.living(session, workspace_id, form_id)
        if wanted is not None:
            if wanted not in states.STATES:
                raise ValueUnexpected(name="state")
            states.set_state(session, workspace_id, form_id, wanted, actor_id=g.caller.actor_id)
        session.flush()
        return described(session, find(session, "form", workspace_id, form_id))


@central.delete(FORM)
@allows("forms.manage")
@told(SuccessSchema, also=(409,))
def delete_form(workspace_id: int, form_id: str) -> Response:
    """Take a form off phones and lists; what was sent stays, and it can be restored."""
    with transaction() as session:
        drafting.living(session, workspace_id, form_id)
        states.delete(session, workspace_id, form_id, actor_id=g.caller.actor_id)
    return done()


@central.post(f"{FORM}/restore")
@allows("forms.manage")
@told(SuccessSchema, also=(409,))
def restore_form(workspace_id: int, form_id: str) -> Response:
    """A deleted form as it was; by its name, or by the number in the list of deleted ones."""
    with transaction() as session:
        number = int(form_id) if form_id.isascii() and form_id.isdigit() and len(form_id) < 19 else None
        numbered = form_versions.by_number(session, workspace_id, number) if number is not None else None
        name = numbered.form_id if numbered is not None and numbered.state == "deleted" else form_id
        states.restore(session, workspace_id, name, actor_id=g.caller.actor_id)
    return done()
