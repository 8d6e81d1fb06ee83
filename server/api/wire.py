"""What all addresses of our own API share: who may call and write, Problems as JSON, input refused by field."""

import re
from typing import NoReturn

import flask
from flask import Request, Response, g, jsonify, request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, ValidationError
from webargs import missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException

from server import auth, language, request_ids
from server.api import exact
from server.auth import READS
from server.db.queries import people, workspaces
from server.db.session import transaction
from server.domain.permissions import Caller
from server.errors import NotAllowed, NotFound, Problem

MAX_BODY_BYTES = 100_000
CODE = re.compile(r"[0-9]{2}([0-9]{2}){0,3}")  # a province, district, subdistrict or village


class InputInvalid(Problem):
    status, code, central_code = 422, "input-invalid", 400.8
    th = "ข้อมูลที่ส่งมาไม่ถูกต้อง ดูรายละเอียดตามช่องใน errors"
    en = "What was sent cannot be used; see the fields in errors."


class TokenNeeded(Problem):
    status, code, central_code = 401, "token-needed", 401.2
    th = "การบันทึกผ่าน API ต้องใช้โทเคน ขอด้วย POST /v1/sessions หรือใช้คีย์ API จากหน้า /me แล้วส่ง Authorization: Bearer มากับคำขอ"
    en = "Writing through the API needs a token: POST /v1/sessions or a key of /me/keys, sent as Authorization: Bearer."


class Reader(FlaskParser):
    """Reads a query or a body and refuses what it does not know: a misspelt `basis` must not mean the default."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"query": RAISE, "json": RAISE}

    def load_json(self, req: Request, schema: Schema) -> object:
        """Whatever its content type says; nothing counts as an object without fields."""
        body = req.get_data()
        return exact.read(body) if body else missing

    def handle_error(self, error: ValidationError, *_: object, **__: object) -> NoReturn:
        errors = {field: told for by_field in error.messages.values() for field, told in by_field.items()}
        raise InputInvalid(errors=errors) from error


class Routes(Blueprint):
    """Routes that are in the OpenAPI document."""

    ARGUMENTS_PARSER = Reader()


api = Routes("api", __name__, url_prefix="/api")
beside = flask.Blueprint("api_beside", __name__, url_prefix="/api", template_folder="templates")


def authorize() -> None:
    """Know the caller before the route runs; an area or village outside the caller's own does not exist."""
    verb = auth.verb_asked()
    if verb == auth.ANYBODY:
        return
    code = (request.view_args or {}).get("code")
    if code is not None and not CODE.fullmatch(code):
        raise NotFound
    request.max_content_length = MAX_BODY_BYTES
    g.caller = caller_for(code)
    if verb != auth.SIGNED_IN and not g.caller.may(verb):
        raise NotAllowed
    if code is not None and not g.caller.covers(code):
        raise NotFound


def caller_for(code: str | None) -> Caller:
    """Who calls, in the province of the code, project or notice that the address names. Raises NotSignedIn."""
    caller = signed_in()
    named = {name: value for name, value in (request.view_args or {}).items() if name in ("project_id", "notice_id")}
    if not named and (code is None or caller.area_code[:2] == code[:2]):
        return caller
    with transaction() as session:
        if named:
            held = people.held_where(session, caller.actor_id, **named)
        else:
            province = workspaces.of_province(session, code[:2])
            held = people.held_by(session, caller.actor_id, province.id) if province else None
    return Caller(*held, by_key=caller.by_key) if held else caller


def signed_in() -> Caller:
    """Whose bearer token this is; without one, who is signed in with this browser, which may only read.

    Excel and Power BI send e-mail and password, which may read as well. A page elsewhere can make a browser send its
    cookie, never a token. Raises TokenNeeded, and what `auth.person_by_password` and `auth.person_here` raise.
    """
    sent = request.authorization
    if sent is not None and sent.type == "basic" and request.method in READS:
        return auth.person_by_password(None)
    token = auth.bearer_token()
    if token:
        with transaction() as session:
            return auth.script_of(session, token)
    if request.method not in READS:
        raise TokenNeeded
    return auth.person_here()


def refused(problem: Problem) -> Response:
    """The stable code for programs, a sentence in the reader's language, and faults by field where there are some."""
    content = {
        "code": problem.code,
        "message": problem.text(language.asked_for("th")),
        "request": request_ids.current(),
    }
    errors = {"errors": problem.details["errors"]} if "errors" in problem.details else {}
    response = jsonify(content | errors)
    response.status_code = problem.status
    response.headers["X-Yudee-Problem"] = problem.code
    return response


def failed(error: HTTPException) -> Response:
    """What the framework refuses, and faults of ours (500)."""
    said = {"code": f"http-{error.code}", "message": error.description, "request": request_ids.current()}
    response = jsonify(said)
    response.status_code = error.code or 500
    return response


def cached(response: Response) -> Response:
    """Kept by nobody but the caller, and asked for again; errors carry no ETag, and what is written is not kept."""
    is_read = request.method in READS
    response.headers["Cache-Control"] = "private, no-cache" if is_read else "no-store"
    response.vary.update(("Authorization", "Cookie", "Accept-Language", "Accept-Encoding"))
    if response.status_code == 200 and is_read and not response.is_streamed:
        response.add_etag(weak=True)
        return response.make_conditional(request)
    return response


@beside.route("/<path:_address>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
@auth.allows(auth.ANYBODY)
def nowhere(_address: str) -> NoReturn:
    """Whatever has no route of its own, also because of its method, is refused as JSON."""
    raise NotFound


for blueprint in (api, beside):
    blueprint.before_request(authorize)
    blueprint.after_request(cached)
    blueprint.register_error_handler(Problem, refused)
    blueprint.register_error_handler(HTTPException, failed)
