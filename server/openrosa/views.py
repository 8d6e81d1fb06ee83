"""The addresses phones know: form list, form, manifest, media, integrity, HEAD and POST submission.

They begin with the key of a phone, or are those of people, who send a password (Basic, over https alone).
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NoReturn

from flask import Blueprint, Response, current_app, g, request
from flask.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wsgi import get_input_stream

from server import errors
from server.auth import ANYBODY, allows, challenge, person_by_password, phone_of, verb_asked
from server.db.queries import contacts, forms, people, workspaces
from server.db.session import transaction
from server.domain import lists, submissions
from server.domain.forms import media
from server.domain.permissions import ROLES, Caller
from server.openrosa import documents, messages
from server.openrosa.front import Front, take
from server.openrosa.uploads import exhaust

KEYS = "/v1/key/"
KEY = f"{KEYS}<token>/projects/<small:workspace_id>"
OWN = "/v1/projects/<small:workspace_id>"  # of people, who send a password; forms and files are Central's addresses
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
LAST_ID = 2**31 - 1
ASK_FOR_NO_VERSION = ("form_xml", "attachment", "nowhere")

openrosa = Blueprint("openrosa", __name__)
openrosa.register_error_handler(errors.Problem, messages.refused)
openrosa.register_error_handler(Exception, messages.failed)
openrosa.after_request(challenge)


@openrosa.record_once
def put_front(state: BlueprintSetupState) -> None:
    """What is posted to `receive_submission` below usually ends in front of Flask."""
    state.app.wsgi_app = Front(state.app)


@openrosa.before_request
def check_address() -> None:
    """Downloads of forms and media may leave the version out; everything else is OpenRosa 1.0."""
    if (request.view_args or {}).get("workspace_id", 0) > LAST_ID:
        raise errors.NotFound
    view = (request.endpoint or "").rpartition(".")[2]
    if view not in ASK_FOR_NO_VERSION and request.headers.get("X-OpenRosa-Version") != "1.0":
        raise errors.HeaderMissing


@openrosa.before_request
def know_person() -> None:
    """Whoever has no key in the address is asked for a password, before anything else of the request is read."""
    named = request.view_args or {}
    if "workspace_id" not in named or "token" in named:
        return
    try:
        g.person = person_by_password(named["workspace_id"])
    except errors.Problem:
        exhaust(get_input_stream(request.environ))
        raise


@openrosa.errorhandler(errors.PhoneUnknown)
def unknown_phone(problem: errors.PhoneUnknown) -> Response:
    """A workspace that does not exist is not found, whatever the token."""
    with transaction() as session:
        exists = workspaces.exists(session, request.view_args["workspace_id"])
    return messages.refused(problem if exists else errors.NotFound())


@openrosa.get(f"{KEY}/formList")
@openrosa.get(f"{OWN}/formList")
@allows("form.read")
def form_list(workspace_id: int, token: str | None = None) -> Response:
    with transaction() as session:
        phone = calling(session, token, workspace_id)
        people.seen(session, phone.actor_id, submissions.plain(request.user_agent.string))
        offered = forms.listed(session, workspace_id, phone.role)
    wanted = request.args.get("formID")
    shown = [form for form in offered if wanted in (None, form.form_id)]
    return messages.listing(documents.form_list(addressed(shown, base_url(token, workspace_id))))


@openrosa.get(f"{KEY}/forms/<form_id>.xml")
@allows("form.read")
def form_xml(token: str, workspace_id: int, form_id: str) -> Response:
    with transaction() as session:
        phone = calling(session, token, workspace_id)
        form = served_form(session, phone, form_id)
        contacts.fetched(session, phone.actor_id, form.form_version_id)
        body = b"" if is_held(form.md5) else forms.xml(session, workspace_id, form.md5)
    return messages.download(body, "application/xml", form.md5)


@openrosa.get(f"{KEY}/forms/<form_id>/manifest")
@openrosa.get(f"{OWN}/forms/<form_id>/manifest")
@allows("form.read")
def manifest(workspace_id: int, form_id: str, token: str | None = None) -> Response:
    with transaction() as session:
        phone = calling(session, token, workspace_id)
        files = files_of(session, phone, served_form(session, phone, form_id))
    address = documents.form_address(base_url(token, workspace_id), form_id)
    return messages.listing(documents.manifest(files.values(), address, base_url(token, workspace_id)))


@openrosa.get(f"{KEY}/forms/<form_id>/attachments/<name>")
@allows("form.read")
def attachment(token: str, workspace_id: int, form_id: str, name: str) -> Response:
    with transaction() as session:
        phone = calling(session, token, workspace_id)
        file = files_of(session, phone, served_form(session, phone, form_id), name).get(name)
        if file is None:
            raise errors.NotFound
        body = b"" if is_held(file.md5) else file.content()
    return messages.attachment(body, file)


@openrosa.get(f"{KEY}/datasets/<list_name>/integrity")
@openrosa.get(f"{OWN}/datasets/<list_name>/integrity")
@allows("form.read")
def integrity(workspace_id: int, list_name: str, token: str | None = None) -> Response:
    """Asked at every sync for entities that were born on the phone."""
    with transaction() as session:
        phone = calling(session, token, workspace_id)
        offered = forms.listed(session, workspace_id, phone.role)
        if not any(item["name"] == f"{list_name}.csv" for form in offered for item in form.media):
            raise errors.NotFound
        is_gone = lists.integrity(session, phone, list_name, request.args.get("id"))
    return messages.listing(documents.integrity(is_gone))


@openrosa.route(f"{KEY}/submission", methods=["HEAD", "GET"])
@openrosa.route(f"{OWN}/submission", methods=["HEAD", "GET"])
@allows("submission.create")
def announce(workspace_id: int, token: str | None = None) -> Response:
    """204 is the only answer after which Collect believes the limit and sends."""
    with transaction() as session:
        calling(session, token, workspace_id)
    return messages.openrosa(status=204)


@openrosa.post(f"{KEY}/submission")
@openrosa.post(f"{OWN}/submission")
@allows("submission.create")
def receive_submission(workspace_id: int, token: str | None = None) -> Response:
    sender = {"token": token} if token else {"token": None, "person_id": calling_person().actor_id}
    take(request.environ, current_app.extensions["blobs"], workspace_id=workspace_id, **sender)
    return messages.received()


@openrosa.route(KEYS, methods=METHODS, defaults={"_address": ""})
@openrosa.route(f"{KEYS}<path:_address>", methods=METHODS)
@allows(ANYBODY)
def nowhere(_address: str) -> NoReturn:
    """Whatever has no route of its own, also because of its method, is answered as phones read it."""
    adapter = current_app.create_url_adapter(request)
    taken = {method for method in METHODS if adapter.match(method=method)[0] != request.endpoint}
    if taken:
        raise MethodNotAllowed(sorted(taken))
    raise errors.NotFound


@openrosa.before_app_request
def answer_in_kind() -> Response | None:
    """The few addresses that not even `nowhere` matches (a line break in a path)."""
    failure = request.routing_exception
    is_ours = isinstance(failure, HTTPException) and request.path.startswith(KEYS) and (failure.code or 0) >= 400
    return messages.refused_by_flask(failure) if is_ours else None


def addressed(offered: Iterable[forms.ListedForm], base: str) -> Iterator[tuple[forms.ListedForm, str]]:
    for form in offered:
        yield form, documents.form_address(base, form.form_id)


def calling(session: Session, token: str | None, workspace_id: int) -> Caller:
    """The phone of this token or the person of this request, if the role may do what the route asks for.

    Raises PhoneUnknown and NotAllowed.
    """
    return allowed(phone_of(session, token, workspace_id)) if token is not None else calling_person()


def calling_person() -> Caller:
    """Who sent a password. Raises NotAllowed."""
    return allowed(g.person)


def allowed(caller: Caller) -> Caller:
    """A role without forms is refused, too: an empty list would be believed, and every form on the phone deleted."""
    if not caller.may(verb_asked()) or not ROLES[caller.role].forms:
        raise errors.NotAllowed
    return caller


def served_form(session: Session, phone: Caller, form_id: str) -> forms.ListedForm:
    """A form this phone is offered. Raises FormUnknown."""
    form = forms.served(session, phone.workspace_id, form_id, phone.role) if "\0" not in form_id else None
    if form is None:
        raise errors.FormUnknown(form_id=form_id)
    return form


def files_of(session: Session, phone: Caller, form: forms.ListedForm, *only: str) -> dict[str, lists.ListFile]:
    """The files beside a form as this phone gets them, by name; of these names only when some are given."""
    names = [item["name"] for item in form.media if not only or item["name"] in only]
    return media.served(session, form.form_version_id, names, partial(lists.list_file, session, phone))


def is_held(md5: str) -> bool:
    """Whether the phone has these bytes already, so that nobody needs to fetch them."""
    return request.if_none_match.contains_weak(md5)


def base_url(token: str | None, workspace_id: int) -> str:
    """The same prefix the client came by, on the configured public origin."""
    prefix = "/v1/" if token is None else f"{KEYS}{token}/"
    return f"{current_app.config['PUBLIC_URL']}{prefix}projects/{workspace_id}"
