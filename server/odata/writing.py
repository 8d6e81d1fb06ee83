"""Rows of OData as they are sent: one JSON object whose rows are written as they come."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

import orjson
from flask import Response

from server.odata.query import Position, Query

KIND = "application/json; odata.metadata=minimal"
AT_ONCE = 100  # rows of a chunk
HEADERS = {"OData-Version": "4.0"}

Row = tuple[Position, Mapping[str, Any]]


def document(content: Mapping) -> Response:
    """A small document of a service, or one row."""
    return Response(orjson.dumps(content), content_type=KIND, headers=HEADERS)


def service(address: str, names: Iterable[str]) -> Response:
    """The document of a service: which tables there are."""
    sets = [{"name": name, "kind": "EntitySet", "url": name} for name in names]
    return document({"@odata.context": f"{address}/$metadata", "value": sets})


def table(rows: Iterator[Row], query: Query, context: str, count: int | None = None) -> Response:
    """The rows that a query leaves; when some are left behind, where they are."""
    told = {"@odata.context": context} | ({} if count is None else {"@odata.count": count})
    return Response(written(told, rows, query), content_type=KIND, headers=HEADERS)


def written(told: Mapping, rows: Iterator[Row], query: Query) -> Iterator[bytes]:
    yield orjson.dumps(told)[:-1] + b',"value":['
    last, comma = None, b""
    wanted = rows if query.top is None else islice(rows, query.top)
    while some := list(islice(wanted, AT_ONCE)):
        last = some[-1][0]
        chunk = orjson.dumps([row for _, row in some], plain, orjson.OPT_PASSTHROUGH_DATETIME)
        del some  # a reader may take its time
        yield comma + chunk[1:-1]
        comma = b","
    yield b"]"
    if query.top is not None and last is not None and next(rows, None) is not None:
        yield b',"@odata.nextLink":' + orjson.dumps(query.next_link(last))
    yield b"}"


def plain(value: object) -> str | None:
    """A time or a day as the metadata declares it."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError


def moment(at: datetime | None) -> str | None:
    """A time on the wire: UTC with milliseconds and Z."""
    return None if at is None else f"{at.astimezone(UTC).isoformat(timespec='milliseconds')[:23]}Z"
