"""The OpenAPI document of /v1, made from the routes themselves: address, docstring, `@allows` and `@told`."""

import re
from collections.abc import Iterator

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, Response, current_app
from werkzeug.routing import Rule

from server.auth import ANYBODY, allows
from server.central.schemas import ProblemSchema
from server.central.told import JSON, Told, told
from server.central.wire import METHODS, answer, central

ANSWERS = {
    400: "What was sent cannot be used",
    401: "Not signed in, or a password in the clear",
    403: "The role or the key may not do this",
    404: "Not there, or not in the caller's area",
    406: "No such format",
    409: "It stands against what is there",
    413: "Larger than is taken",
    429: "Too many wrong passwords",
    501: "A part of OData that is not here",
    507: "No space left",
}
ANY_ROUTE = (400, 401, 403, 404, 429)
DESCRIPTION = """\
ODK Central's REST and OData as Yudee speaks them; docs/compatibility.md says where the two differ.

`POST /v1/sessions` {email, password} gives a token for `Authorization: Bearer`; Basic is taken over https alone.
An API key (`yud_…`, made on `/me/keys`) is taken as the bearer token, and as the password
of Basic and of `POST /v1/sessions`.
"""


def describe(app: Flask) -> None:
    """Make the document; call once all routes are there."""
    spec = APISpec("Yudee: ODK Central's API", "1", "3.1.0", plugins=[MarshmallowPlugin()])
    spec.options |= {"info": {"description": DESCRIPTION}, "security": [{"bearer": []}, {"basic": []}]}
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    spec.components.security_scheme("basic", {"type": "http", "scheme": "basic"})
    for rule in sorted(routes(app), key=lambda rule: rule.rule):
        view = app.view_functions[rule.endpoint]
        operations = {method.lower(): operation(view) for method in METHODS if method in (rule.methods or ())}
        spec.path(path=path_of(rule), operations=operations, parameters=list(in_path(rule)))
    app.extensions["central openapi"] = spec.to_dict()


def routes(app: Flask) -> Iterator[Rule]:
    """Those under /v1 that are Central's, without the one that answers for everything else."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("central.") and not rule.endpoint.endswith(".nowhere"):
            yield rule


def path_of(rule: Rule) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)


def in_path(rule: Rule) -> Iterator[dict]:
    for converter, name in re.findall(r"<(?:(\w+):)?(\w+)>", rule.rule):
        kind = (
            {"type": "integer", "minimum": 0} if converter in ("int", "small") else {"type": "string", "minLength": 1}
        )
        yield {"name": name, "in": "path", "required": True, "schema": kind}


def operation(view: object) -> dict:
    """What one method of an address takes and answers."""
    said: Told = getattr(view, "told", Told())
    summary = (view.__doc__ or "").strip().partition("\n")[0]
    described: dict = {"summary": summary, "responses": dict(answers(said, is_open=view.allows == ANYBODY))}
    if said.query:
        described["parameters"] = [
            {"name": name, "in": "query", "schema": dict(one)} for name, one in said.query.items()
        ]
    if said.body:
        described["requestBody"] = {"content": dict(bodies(said))}
    if view.allows == ANYBODY:
        described["security"] = []
    return described


def answers(said: Told, *, is_open: bool) -> Iterator[tuple[str, dict]]:
    schema: object = said.answers or {}
    if said.many:
        schema = {"type": "array", "items": schema}
    content = {said.kind: {"schema": schema if said.kind == JSON else {}}}
    yield str(said.status), {"description": "Done", "content": content}
    refusals = {400, 404, 429} | ({401} if is_open else set(ANY_ROUTE)) | set(said.also)
    for status in sorted(refusals):
        content = {JSON: {"schema": ProblemSchema}}
        yield str(status), {"description": ANSWERS.get(status, "Refused"), "content": content}


def bodies(said: Told) -> Iterator[tuple[str, dict]]:
    if isinstance(said.body, tuple):
        yield from ((kind, {"schema": {"type": "string"}}) for kind in said.body)
    else:
        yield JSON, {"schema": said.body}


@central.get("/openapi.json")
@allows(ANYBODY)
@told()
def openapi() -> Response:
    """This document."""
    return answer(current_app.extensions["central openapi"])
