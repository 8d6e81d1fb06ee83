"""The OpenAPI document, and a page that lists the routes without anything from elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask, Response, current_app, jsonify, render_template
from flask_smorest import Api

from server.api.exact import Baht
from server.api.schemas import ProblemSchema
from server.api.wire import api, beside
from server.auth import ANYBODY, allows

DESCRIPTION = """\
หมู่บ้าน ระดับคุณภาพแผน และโครงการ · villages, grades, projects and what officers do with them.

Sign in with `POST /v1/sessions` {email, password} and send `Authorization: Bearer <token>`;
or make an API key on `/me/keys` (`yud_…`, for reading or writing, 1 to 400 days) and send it in the same way.
A browser that is signed in may read as it is; writing always needs the token.
"""
ANY_ROUTE = {
    "400": "What was sent could not be read",
    "401": "Not signed in, or no token",
    "403": "The role may not do this",
    "404": "Not there, or not in the caller's area",
    "413": "Larger than is taken",
}
KEYS = {"bearer": {"type": "http", "scheme": "bearer"}}


class Documented(Api):
    """flask-smorest's OpenAPI document without its error handlers, which would answer for phones and pages too."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Ours are those of server.api.wire."""


@dataclass(frozen=True)
class Operation:
    """A route as the page shows it."""

    method: str
    path: str
    summary: str
    parameters: tuple[dict, ...]


def document(app: Flask) -> None:
    """Register the routes of the API and what describes them."""
    options = {"info": {"description": DESCRIPTION}, "security": [{"bearer": []}]}
    described = Documented(app, spec_kwargs={"title": "Yudee", "version": "1", "openapi_version": "3.1.0"} | options)
    described.register_field(Baht, "number", None)
    described.spec.components.security_scheme("bearer", KEYS["bearer"])
    described.register_blueprint(api)
    app.register_blueprint(beside)
    app.extensions["openapi"] = with_refusals(described.spec.to_dict())


def with_refusals(described: dict) -> dict:
    """Each operation with the statuses that any may be refused with, instead of "default", which says none."""
    operations = [one for path in described["paths"].values() for key, one in path.items() if key != "parameters"]
    for responses in (one["responses"] for one in operations):
        refused = responses.pop("default")
        for status, description in ANY_ROUTE.items():
            responses.setdefault(status, refused | {"description": description})
    return described


@beside.get("/openapi.json")
@allows(ANYBODY)
def openapi() -> Response:
    return jsonify(current_app.extensions["openapi"])


@beside.get("/docs")
@allows(ANYBODY)
def docs() -> str:
    described = current_app.extensions["openapi"]
    return render_template("api/docs.html", description=DESCRIPTION, operations=list(operations(described)))


def operations(described: dict) -> Iterator[Operation]:
    for path, methods in described["paths"].items():
        shared = methods.get("parameters", [])
        for method, operation in methods.items():
            if method != "parameters":
                parameters = (*shared, *operation.get("parameters", ()), *in_body(described, operation))
                yield Operation(method.upper(), path, operation.get("summary", ""), parameters)


def in_body(described: dict, operation: Mapping) -> Iterator[dict]:
    """The fields of a body, as if they were parameters."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schema = described["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
        for name, field in schema["properties"].items():
            kind = {"type": field.get("type", ""), "enum": field.get("enum")}
            told = {"schema": kind, "description": field.get("description", "")}
            yield {"name": name, "in": "body", "required": name in schema.get("required", ())} | told
