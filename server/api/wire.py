"""What all addresses of our own API share: who may call, Problems as JSON, input that is refused by field."""

import re
from typing import NoReturn

import flask
from flask import Response, g, jsonify, request
from flask_smorest import Blueprint
from marshmallow import RAISE, ValidationError
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException

from server import auth, language
from server.db.queries import people, workspaces
from server.db.session import transaction
from server.domain.permissions import Caller
from server.errors import NotAllowed, NotFound, Problem

CODE = re.compile(r"[0-9]{2}([0-9]{2}){0,3}")  # a province, district, subdistrict or village


class InputInvalid(Problem):
    status, code, central_code = 422, "input-invalid", 400.8
    th = "ข้อมูลที่ส่งมาไม่ถูกต้อง ดูรายละเอียดตามช่องใน errors"
    en = "What was sent cannot be used; see the fields in errors."


class Reader(FlaskParser):
    """Reads a query and refuses what it does not know: a misspelt `basis` must not silently mean the default."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"query": RAISE}

    def handle_error(self, error: ValidationError, *_: object, **__: object) -> NoReturn:
        (errors,) = error.messages.values()  # of the one place that was read: query or json
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
    g.caller = caller_for(code)
    if verb != auth.SIGNED_IN and not g.caller.may(verb):
        raise NotAllowed
    if code is not None and not g.caller.covers(code):
        raise NotFound


def caller_for(code: str | None) -> Caller:
    """Who calls, in the province of the code. Raises NotSignedIn."""
    caller = signed_in()
    if code is None or caller.area_code[:2] == code[:2]:
        return caller
    with transaction() as session:
        province = workspaces.of_province(session, code[:2])
        held = people.held_by(session, caller.actor_id, province.id) if province else None
    return Caller(*held) if held else caller


def signed_in() -> Caller:
    """Whose bearer token this is; without one, who is signed in with this browser. Raises NotSignedIn.

    A cookie is enough to read. What writes wants a token, which no other site can send.
    """
    token = auth.bearer_token()
    if token:
        with transaction() as session:
            return auth.script_of(session, token)
    caller = auth.current_person() if request.method in ("GET", "HEAD") else None
    if caller is None:
        raise auth.NotSignedIn
    return caller


def refused(problem: Problem) -> Response:
    """The stable code for programs, a sentence in the reader's language, and faults by field where there are some."""
    content = {"code": problem.code, "message": problem.text(language.asked_for("th"))}
    errors = {"errors": problem.details["errors"]} if "errors" in problem.details else {}
    response = jsonify(content | errors)
    response.status_code = problem.status
    return response


def failed(error: HTTPException) -> Response:
    """What the framework refuses, and faults of ours (500)."""
    response = jsonify({"code": f"http-{error.code}", "message": error.description})
    response.status_code = error.code or 500
    return response


def cached(response: Response) -> Response:
    """Kept by nobody but the caller, and asked for again; errors carry no ETag."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Authorization", "Cookie", "Accept-Language", "Accept-Encoding"))
    if response.status_code == 200 and not response.is_streamed:
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
