"""Forms: what is published, and the definition phones get."""

import hashlib

from flask import Response

from server.auth import allows
from server.central.schemas import FormSchema
from server.central.told import told
from server.central.wire import answer, central, moment, revalidated
from server.db.queries import forms as queries
from server.db.queries.forms import Published
from server.db.session import transaction
from server.errors import NotFound

FORMS = "/projects/<small:workspace_id>/forms"


@central.get(FORMS)
@allows("form.read")
@told(FormSchema, many=True)
def forms(workspace_id: int) -> Response:
    """The forms of a project."""
    with transaction() as session:
        published = queries.published(session, workspace_id)
    return answer([shape(form) for form in published])


@central.get(f"{FORMS}/<form_id>")
@allows("form.read")
@told(FormSchema)
def form(workspace_id: int, form_id: str) -> Response:
    """A form with the version that phones get."""
    return answer(shape(one(workspace_id, form_id)))


@central.get(f"{FORMS}/<form_id>.xml")
@allows("form.read")
@told(kind="application/xml")
def form_xml(workspace_id: int, form_id: str) -> Response:
    """The definition that phones get."""
    return revalidated(Response(one(workspace_id, form_id).xml, content_type="application/xml"))


def one(workspace_id: int, form_id: str) -> Published:
    """Raises NotFound."""
    with transaction() as session:
        found = queries.published(session, workspace_id, form_id)
    if not found:
        raise NotFound
    return found[0]


def shape(form: Published) -> dict:
    return {
        "projectId": form.workspace_id,
        "xmlFormId": form.form_id,
        "name": form.title or None,
        "version": form.version,
        "hash": form.md5,
        "sha": hashlib.sha1(form.xml, usedforsecurity=False).hexdigest(),
        "sha256": hashlib.sha256(form.xml).hexdigest(),
        "keyId": None,
        "state": form.state,
        "enketoId": None,
        "enketoOnceId": None,
        "draftToken": None,
        "webformsEnabled": False,
        "publishedAt": moment(form.published_at),
        "createdAt": moment(form.created_at),
        "updatedAt": moment(form.published_at),
    }
