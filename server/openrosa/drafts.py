"""The addresses at which a draft is tried, by whoever has its link: as phones know them, one form only."""

from contextlib import ExitStack
from functools import partial
from typing import NoReturn

from flask import Blueprint, Response, current_app, request
from sqlalchemy.orm import Session
from werkzeug.wsgi import get_input_stream

from server import errors
from server.auth import ANYBODY, allows
from server.db.models import FormVersion
from server.db.queries.forms import ListedForm
from server.db.session import transaction
from server.domain import xforms
from server.domain.forms import media, trials
from server.domain.lists import ListFile
from server.openrosa import documents, messages, uploads
from server.openrosa.views import METHODS, check_address

TESTS = "/v1/test/"
FORM = f"{TESTS}<token>/projects/<small:workspace_id>/forms/<form_id>"
DRAFT = f"{FORM}/draft"

drafts = Blueprint("drafts", __name__)
drafts.register_error_handler(errors.Problem, messages.refused)
drafts.register_error_handler(Exception, messages.failed)
drafts.before_request(check_address)


@drafts.get(f"{DRAFT}/formList")
@allows(ANYBODY)
def form_list(token: str, workspace_id: int, form_id: str) -> Response:
    with transaction() as session:
        draft = tried(session, token, workspace_id, form_id)
        form = ListedForm(draft.id, form_id, xforms.read(draft.xml).title, draft.version, draft.md5, draft.media)
    return messages.listing(documents.form_list([(form, address_of(token, workspace_id, form_id))]))


@drafts.get(f"{FORM}/draft.xml")
@allows(ANYBODY)
def form_xml(token: str, workspace_id: int, form_id: str) -> Response:
    with transaction() as session:
        draft = tried(session, token, workspace_id, form_id)
        return messages.download(draft.xml, "application/xml", draft.md5)


@drafts.get(f"{DRAFT}/manifest")
@allows(ANYBODY)
def manifest(token: str, workspace_id: int, form_id: str) -> Response:
    with transaction() as session:
        files = files_of(session, tried(session, token, workspace_id, form_id))
    address = address_of(token, workspace_id, form_id)
    return messages.listing(documents.manifest(files.values(), address, address))


@drafts.get(f"{DRAFT}/attachments/<name>")
@allows(ANYBODY)
def attachment(token: str, workspace_id: int, form_id: str, name: str) -> Response:
    with transaction() as session:
        file = files_of(session, tried(session, token, workspace_id, form_id)).get(name)
        if file is None:
            raise errors.NotFound
        return messages.attachment(file.content(), file)


@drafts.route(f"{DRAFT}/submission", methods=["HEAD", "GET"])
@allows(ANYBODY)
def announce(token: str, workspace_id: int, form_id: str) -> Response:
    with transaction() as session:
        tried(session, token, workspace_id, form_id)
    return messages.openrosa(status=204)


@drafts.post(f"{DRAFT}/submission")
@allows(ANYBODY)
def receive_submission(token: str, workspace_id: int, form_id: str) -> Response:
    """Who has no living link does not fill our disk: that is asked before the body is kept."""
    body = get_input_stream(request.environ)
    try:
        with transaction() as session:
            tried(session, token, workspace_id, form_id)
    except errors.Problem:
        uploads.exhaust(body)
        raise
    with ExitStack() as opened:
        parts = uploads.read_parts(request.environ, body, opened)
        sent = trials.Sent(uploads.xml_of(parts), uploads.files_among(parts))
        with transaction() as session:
            trials.receive(session, tried(session, token, workspace_id, form_id), form_id, sent)
    return messages.received()


@drafts.route(TESTS, methods=METHODS, defaults={"_address": ""})
@drafts.route(f"{TESTS}<path:_address>", methods=METHODS)
@allows(ANYBODY)
def nowhere(_address: str) -> NoReturn:
    """Whatever has no route of its own is answered as phones read it."""
    raise errors.NotFound


def tried(session: Session, token: str, workspace_id: int, form_id: str) -> FormVersion:
    """Raises DraftLinkDead."""
    return trials.draft_of_link(session, workspace_id, form_id, token, current_app.config["SECRET_KEY"])


def files_of(session: Session, draft: FormVersion) -> dict[str, ListFile]:
    names = [item["name"] for item in draft.media]
    return media.served(session, draft.id, names, partial(trials.list_file, session, draft.workspace_id))


def address_of(token: str, workspace_id: int, form_id: str) -> str:
    base = f"{current_app.config['PUBLIC_URL']}{TESTS}{token}/projects/{workspace_id}"
    return f"{documents.form_address(base, form_id)}/draft"
