"""The addresses phones know: form list, form, manifest, media, HEAD and POST submission."""

import logging

from flask import Blueprint, Response, current_app, request
from lxml import etree
from sqlalchemy.orm import Session

from server import errors
from server.auth import allows, phone_of
from server.db.queries import forms, people
from server.db.session import transaction
from server.domain import lists, submissions
from server.domain.permissions import ROLES, Caller
from server.openrosa import messages
from server.openrosa.uploads import read_upload
from server.queue import DRAIN_SUBMISSIONS, nudge

KEY = "/v1/key/<token>/projects/<int:workspace_id>"

openrosa = Blueprint("openrosa", __name__)
openrosa.register_error_handler(errors.Problem, messages.refused)
log = logging.getLogger(__name__)


@openrosa.before_request
def ask_for_version() -> None:
    """Downloads of forms and media may leave the header out; everything else is OpenRosa 1.0."""
    downloads = ("openrosa.form_xml", "openrosa.attachment")
    if request.endpoint not in downloads and request.headers.get("X-OpenRosa-Version") != "1.0":
        raise errors.HeaderMissing


@openrosa.get(f"{KEY}/formList")
@allows("form.read")
def form_list(token: str, workspace_id: int) -> Response:
    root = etree.Element(etree.QName(messages.FORMS_LIST, "xforms"), nsmap={None: messages.FORMS_LIST})
    with transaction() as session:
        phone = phone_of(session, token, workspace_id)
        people.seen(session, phone.actor_id)
        offered = forms.listed(session, workspace_id, ROLES[phone.role].forms)
    for form in offered:
        if request.args.get("formID", form.form_id) == form.form_id:
            add_form(root, form, base_url(token, workspace_id))
    return messages.listing(root)


def add_form(root: etree._Element, form: forms.ListedForm, base: str) -> None:
    entry = etree.SubElement(root, etree.QName(messages.FORMS_LIST, "xform"))
    messages.element(entry, "formID", form.form_id)
    messages.element(entry, "name", form.title or form.form_id)
    messages.element(entry, "version", form.version)
    messages.element(entry, "hash", f"md5:{form.md5}")
    messages.element(entry, "downloadUrl", f"{base}/forms/{form.form_id}.xml")
    if form.media:
        messages.element(entry, "manifestUrl", f"{base}/forms/{form.form_id}/manifest")


@openrosa.get(f"{KEY}/forms/<form_id>.xml")
@allows("form.read")
def form_xml(token: str, workspace_id: int, form_id: str) -> Response:
    with transaction() as session:
        version = offered_version(session, phone_of(session, token, workspace_id), form_id)
        body, md5 = version.xml, version.md5
    return file_response(body, "application/xml", md5)


@openrosa.get(f"{KEY}/forms/<form_id>/manifest")
@allows("form.read")
def manifest(token: str, workspace_id: int, form_id: str) -> Response:
    root = etree.Element(etree.QName(messages.MANIFEST, "manifest"), nsmap={None: messages.MANIFEST})
    base = f"{base_url(token, workspace_id)}/forms/{form_id}/attachments"
    with transaction() as session:
        phone = phone_of(session, token, workspace_id)
        media = offered_version(session, phone, form_id).media
        files = [lists.list_file(session, phone, item["name"]) for item in media]
    for file in files:
        if file is not None:
            add_media(root, file, base)
    return messages.listing(root)


def add_media(root: etree._Element, file: lists.ListFile, base: str) -> None:
    kind = {"type": "entityList"} if file.is_entity_list else {}
    entry = etree.SubElement(root, etree.QName(messages.MANIFEST, "mediaFile"), **kind)
    messages.element(entry, "filename", file.name)
    messages.element(entry, "hash", f"md5:{file.md5}")
    messages.element(entry, "downloadUrl", f"{base}/{file.name}")


@openrosa.get(f"{KEY}/forms/<form_id>/attachments/<name>")
@allows("form.read")
def attachment(token: str, workspace_id: int, form_id: str, name: str) -> Response:
    with transaction() as session:
        phone = phone_of(session, token, workspace_id)
        expected = {item["name"] for item in offered_version(session, phone, form_id).media}
        file = lists.list_file(session, phone, name) if name in expected else None
        if file is None:
            raise errors.NotFound
        held = request.if_none_match.contains_weak(file.md5)
        body = b"" if held else file.content()
    response = file_response(body, "text/csv; charset=utf-8", file.md5)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@openrosa.route(f"{KEY}/submission", methods=["HEAD", "GET"])
@allows("submission.create")
def announce(token: str, workspace_id: int) -> Response:
    """204 is the only answer after which Collect believes the limit and sends."""
    with transaction() as session:
        phone_of(session, token, workspace_id)
    return messages.openrosa(status=204)


@openrosa.post(f"{KEY}/submission")
@allows("submission.create")
def receive_submission(token: str, workspace_id: int) -> Response:
    upload = read_upload(request, workspace_id=workspace_id, token=token)
    receipt = submissions.receive(upload, current_app.extensions["blobs"])
    if receipt.is_new:
        nudge(DRAIN_SUBMISSIONS)
    return messages.received()


def offered_version(session: Session, phone: Caller, form_id: str):
    """The current version of a form this phone is offered. Raises FormUnknown."""
    form = forms.by_form_id(session, phone.workspace_id, form_id) if form_id in ROLES[phone.role].forms else None
    version = forms.current_version(session, form) if form is not None and form.state != "deleted" else None
    if version is None:
        raise errors.FormUnknown(form_id=form_id)
    return version


def file_response(body: bytes, content_type: str, md5: str) -> Response:
    """A download that a phone revalidates and never believes without asking."""
    response = Response(body, content_type=content_type)
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(md5)
    return response.make_conditional(request)


def base_url(token: str, workspace_id: int) -> str:
    """The same prefix the phone came by, on the configured public origin."""
    return f"{current_app.config['PUBLIC_URL']}/v1/key/{token}/projects/{workspace_id}"
