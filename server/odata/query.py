"""What a request asks a table of OData for."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlencode
from uuid import UUID

import orjson
from flask import current_app, request

from server.db.queries import odata_filter
from server.db.queries.odata_filter import Properties
from server.errors import NotFound
from server.odata import problems

TAKEN = ("$format", "$count", "$skip", "$top", "$filter", "$wkt", "$expand", "$select", "$orderby")
TOKEN = "$skiptoken"  # noqa: S105
SEARCH = "$search"
JSON_KINDS = re.compile(r"application/(json|\*)|\*/\*")
PROPERTY = re.compile(r"[^,\s]+")
LONGEST_NUMBER = 18
OLD_VERSIONS = ("1", "2", "3")
LARGEST = 2**62


@dataclass(frozen=True)
class Position:
    """Where the next page begins: after this row. id: of the submission or entity; rows: of it that were given."""

    id: int | UUID
    rows: int = 0


@dataclass(frozen=True)
class Query:
    """top: None is all; select: paths, None is all; order: SQL, None is newest first; again: the address that was asked
    for, without where its page begins."""

    top: int | None
    skip: int
    count: bool
    wkt: bool
    expand: bool
    select: tuple[tuple[str, ...], ...] | None
    order: str | None
    filter: str | None
    search: str | None
    after: Position | None
    again: str

    def next_link(self, last: Position) -> str:
        """The same request from the row after this one on; in an order of the caller's own, after as many rows."""
        if self.order is not None:
            return f"{self.again}&%24skip={self.skip + (self.top or 0)}"
        return f"{self.again}&%24skiptoken={token_of(last)}"


def read(
    properties: Properties | None, ids: type | None, *, can_search: bool = False, own: tuple[str, ...] = ()
) -> Query:
    """properties: what SQL can sort by; without them an order stays as it was written. ids: of what rows are found by,
    int or UUID, None where pages go on by number; own: names of this table's own. Raises the Problems of 501, 400 and
    406 for what is not taken."""
    check_format("json")
    check_names((*TAKEN, *own, *((TOKEN,) if ids else ()), *((SEARCH,) if can_search else ())))
    expand, select, token = request.args.get("$expand"), request.args.get("$select"), request.args.get(TOKEN)
    order = request.args.get("$orderby")
    if expand not in (None, "", "*"):
        raise problems.ExpandUnsupported
    select = None if select == "*" else select
    if expand and select:
        raise problems.SelectWithExpand
    if order and token:
        raise problems.ParameterNotHere(name="$orderby + $skiptoken")
    return Query(
        top=whole_number("$top"),
        skip=0 if token else whole_number("$skip") or 0,
        count=is_asked("$count"),
        wkt=is_asked("$wkt"),
        expand=bool(expand),
        select=tuple(tuple(one.split("/")) for one in PROPERTY.findall(select)) if select else None,
        order=order_of(order, properties) if order and properties is not None else order,
        filter=request.args.get("$filter"),
        search=request.args.get(SEARCH),
        after=position_of(token, ids) if token and ids else None,
        again=again(),
    )


def check_names(taken: tuple[str, ...]) -> None:
    """A misspelt name must not mean the default. Raises ParameterNotHere."""
    for name in request.args:
        if name not in taken:
            raise problems.ParameterNotHere(name=name[:100])


def check_format(kind: str) -> None:
    """json or xml, by `$format` before `Accept`. Raises FormatUnknown, and NotFound for who knows OData 3 at most."""
    if request.headers.get("OData-MaxVersion", "4.0").split(".")[0] in OLD_VERSIONS:
        raise NotFound
    asked = request.args.get("$format")
    accepted = request.headers.get("Accept", "*/*")
    if asked is not None:
        is_fine = kind in asked.split(";")[0].split("/")[-1].lower()
    elif kind == "json":
        is_fine = bool(JSON_KINDS.search(accepted))
    else:
        is_fine = bool(re.search(r"(application|text)/(\w+\+)?(xml|\*)|\*/\*", accepted))
    if not is_fine:
        raise problems.FormatUnknown(kind=kind)


def order_of(said: str, properties: Properties) -> str:
    with telling(properties):
        return odata_filter.order(said, properties)


@contextmanager
def telling(known: Iterable[str]) -> Iterator[None]:
    """Say what is wrong with a filter or an order as FilterNotRead or PropertyNotFilterable."""
    try:
        yield
    except odata_filter.FilterUnreadable as error:
        raise problems.FilterNotRead from error
    except odata_filter.PropertyUnknown as error:
        raise problems.PropertyNotFilterable(name=str(error)[:100], known=", ".join(known)) from error


def is_asked(name: str, *, otherwise: bool = False) -> bool:
    """A yes or no of the query in any letter case: pyODK sends Python's `True`. Raises ValueUnexpected."""
    given = request.args.get(name)
    if given is None:
        return otherwise
    if given.lower() not in ("true", "false"):
        raise problems.ValueUnexpected(name=name)
    return given.lower() == "true"


def whole_number(name: str) -> int | None:
    """A whole number however large, None when it is not there. Raises NumberExpected."""
    given = request.args.get(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER):
        raise problems.NumberExpected(name=name)
    return int(given)


def token_of(position: Position) -> str:
    """As ODK Central's: "01", then JSON in base64."""
    return "01" + base64.urlsafe_b64encode(orjson.dumps([position.id, position.rows])).decode()


def position_of(token: str, ids: type) -> Position:
    """Raises TokenOfPageUnreadable."""
    try:
        if not token.startswith("01"):
            raise ValueError
        said, rows = orjson.loads(base64.b64decode(token[2:], altchars=b"-_", validate=True))
        position = Position(UUID(said) if ids is UUID else said, rows)
    except (ValueError, TypeError, AttributeError, binascii.Error) as error:
        raise problems.TokenOfPageUnreadable from error
    is_id = ids is UUID or (type(position.id) is int and 0 <= position.id < LARGEST)
    if not is_id or type(rows) is not int or not 0 <= rows < LARGEST:
        raise problems.TokenOfPageUnreadable
    return position


def origin() -> str:
    """The public origin, which every address in a document begins with."""
    return current_app.config["PUBLIC_URL"]


def again() -> str:
    kept = [(name, value) for name, value in request.args.items() if name not in ("$skip", "$skiptoken")]
    return f"{origin()}{quote(request.path, safe='/()')}?{urlencode(kept, quote_via=quote)}"
