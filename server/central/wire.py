"""What all of Central's addresses share: who may call, JSON in and out, errors, times and caching."""

from typing import NoReturn

import orjson
from flask import Blueprint, Response, g, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from server import auth, language, request_ids
from server.central import problems
from server.db.session import transaction
from server.domain.permissions import Caller
from server.errors import NotAllowed, NotFound, Problem, ServiceAway
from server.odata.query import is_asked, whole_number  # noqa: F401  (words of every route here)
from server.odata.writing import moment  # noqa: F401

MAX_BODY_BYTES = 250_000
MOST_VALUES = 8_000_000  # brackets and commas: two bytes of JSON may take a hundred of memory
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SHOW_KEYS = ("central.app_users", "central.app_user")
FOR_PHONES = ("central.form_xml", "central.form_attachment")

central = Blueprint("central", __name__, url_prefix="/v1")


@central.before_request
def authorize() -> None:
    """Know the caller before the route runs; `g.caller` is who calls in the workspace that the address names."""
    if "\0" in request.path:  # no text in PostgreSQL holds one
        raise NotFound
    verb = auth.verb_asked()
    if verb == auth.ANYBODY:
        return
    workspace_id = (request.view_args or {}).get("workspace_id")
    by_password = has_password() or is_phone()
    g.caller = auth.person_by_password(workspace_id) if by_password else script_in(workspace_id)
    if verb != auth.SIGNED_IN and not g.caller.may(verb):
        raise NotAllowed


def has_password() -> bool:
    """Whether e-mail and password come with the request, as Excel and Power BI send them."""
    sent = request.authorization
    return sent is not None and sent.type == "basic"


def is_phone() -> bool:
    """Whether ODK Collect fetches a form or its files by somebody's password: phones and scripts share the address."""
    return request.endpoint in FOR_PHONES and "X-OpenRosa-Version" in request.headers


def script_in(workspace_id: int | None) -> Caller:
    """Who holds the bearer token, in this workspace. Raises NotSignedIn and NotFound."""
    with transaction() as session:
        caller = auth.script_of(session, auth.bearer_token())
        return caller if workspace_id is None else auth.in_workspace(session, caller, workspace_id)


@central.route("/", methods=METHODS)
@central.route("/<path:_address>", methods=METHODS)
@auth.allows(auth.ANYBODY)
def nowhere(_address: str = "") -> NoReturn:
    """Whatever has no route of its own, also because of its method, is answered as Central answers it."""
    raise NotFound


@central.errorhandler(Problem)
def refused(problem: Problem) -> Response:
    """In English unless Thai is asked for: scripts read these, and match on the number."""
    text = problem.text(language.asked_for("en"))
    details = {"problem": problem.code, "request": request_ids.current()} | problem.details
    code = code_of(problem)
    is_guessing = problem.status == 429  # which Central has no number for
    response = answer({"message": text, "code": code, "details": details}, 429 if is_guessing else int(code))
    response.headers["X-Yudee-Problem"] = problem.code
    return response


def code_of(problem: Problem) -> float:
    """Central's number, whose whole part is the status; where it has none, the status (400 for our 422)."""
    has_own = problem.central_code != Problem.central_code or problem.status == 422
    return problem.central_code if has_own else float(problem.status)


@central.errorhandler(OperationalError)
def away(_error: OperationalError) -> Response:
    """Without its database, or when two acts waited for each other: the same again may do."""
    return refused(ServiceAway())


@central.errorhandler(HTTPException)
def failed(error: HTTPException) -> Response:
    """What the framework refuses. A fault of ours has a message and no code, as in Central."""
    status = error.code or 500
    code = {} if status == 500 else {"code": float(status)}
    return answer({"message": error.description, "details": {"request": request_ids.current()}} | code, status)


@central.after_request
def cached(response: Response) -> Response:
    """Reads are kept and asked for again; sessions, keys of phones, and every write are never kept."""
    if request.endpoint in FOR_PHONES:
        auth.challenge(response)
    is_secret = request.path.startswith("/v1/sessions") or request.endpoint in SHOW_KEYS
    if request.method not in ("GET", "HEAD") or is_secret:
        response.headers["Cache-Control"], response.headers["Vary"] = "no-store", "*"
    else:
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = "Accept-Encoding, Origin"
    return response


def answer(content: object, status: int = 200) -> Response:
    """JSON; of a good read, a 304 when the caller holds the same already."""
    response = Response(orjson.dumps(content), status, content_type="application/json; charset=utf-8")
    return revalidated(response) if status == 200 and request.method in ("GET", "HEAD") else response


def revalidated(response: Response) -> Response:
    """With a weak ETag of its body, and answered by 304 when that is known."""
    response.add_etag(weak=True)
    return response.make_conditional(request)


def body(most: int = MAX_BODY_BYTES, *, may_be_empty: bool = False) -> dict:
    """The JSON object that was sent, of at most so many bytes. Raises BodyTooLarge and BodyUnreadable."""
    sent = bytes_of(most)
    try:
        content = {} if may_be_empty and not sent else orjson.loads(sent)
    except orjson.JSONDecodeError as error:
        raise problems.BodyUnreadable from error
    if not isinstance(content, dict):
        raise problems.BodyUnreadable
    return content


def bytes_of(most: int) -> bytes:
    """What was sent, of at most so many bytes and MOST_VALUES values. Raises BodyTooLarge."""
    request.max_content_length = most
    try:
        sent = request.get_data()
    except RequestEntityTooLarge as error:
        raise problems.BodyTooLarge from error
    is_cut = request.content_length is None and len(sent) >= most  # of what comes in chunks Werkzeug leaves the rest
    if is_cut or sum(map(sent.count, (b"{", b"[", b","))) > MOST_VALUES:
        raise problems.BodyTooLarge
    return sent


def text_of(content: dict, name: str) -> str:
    """A text that must be there and not blank. Raises ParameterMissing and ValueUnexpected."""
    value = content.get(name)
    if value is None or value == "":
        raise problems.ParameterMissing(name=name)
    if not isinstance(value, str) or "\0" in value:
        raise problems.ValueUnexpected(name=name)
    return value


def done() -> Response:
    """What Central answers when there is nothing else to say."""
    return answer({"success": True})


def wants_more() -> bool:
    """Whether extended metadata is asked for."""
    return request.headers.get("X-Extended-Metadata", "").lower() == "true"
