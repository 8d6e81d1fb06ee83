"""What the OpenAPI document says of a route, beyond its address and its docstring."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from marshmallow import Schema

View = TypeVar("View", bound=Callable)

JSON = "application/json"
ANY_KIND = "*/*"  # of a file: whatever it is
YES_OR_NO: Mapping[str, object] = {"type": "string", "enum": ["true", "false", "True", "False"]}
WORD: Mapping[str, object] = {"type": "string"}
COUNT: Mapping[str, object] = {"type": "integer", "minimum": 0}
ODATA: Mapping[str, Mapping[str, object]] = {
    "$format": {"type": "string", "enum": ["json"]},
    "$count": YES_OR_NO,
    "$skip": COUNT,
    "$top": COUNT,
    "$filter": WORD,
    "$wkt": YES_OR_NO,
    "$expand": {"type": "string", "enum": ["*"]},
    "$select": WORD,
    "$skiptoken": WORD,
    "$orderby": WORD,
}


@dataclass(frozen=True)
class Told:
    """What a route takes and answers.

    answers: the schema of a good answer, None for any JSON; many: a list of such; kind: the answer's content type;
    status: of the good answer; query: {name: JSON schema}; body: the schema of the JSON that is sent, or the content
    types of bytes; also: statuses of refusals beside those that any route may give.
    """

    answers: type[Schema] | None = None
    many: bool = False
    kind: str = JSON
    status: int = 200
    query: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    body: type[Schema] | tuple[str, ...] | None = None
    also: tuple[int, ...] = ()


def told(answers: type[Schema] | None = None, **more: object) -> Callable[[View], View]:
    """Say what a route takes and answers; see `Told`. A test fails for routes under /v1 that say nothing."""

    def mark(view: View) -> View:
        view.told = Told(answers, **more)  # type: ignore[attr-defined,arg-type]
        return view

    return mark
