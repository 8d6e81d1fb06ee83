"""Figures as OData, for Power BI and Excel: villages, grades, indicators, budgets, projects and their progress.

Every table is asked for a year, a basis and an area; without them it has all years that are open, both bases, and the
whole area of whoever asks.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice

from flask import Response, g, request

from server.api import figures
from server.api.figures import SETS, Set
from server.api.schemas import ProblemSchema
from server.api.wire import api
from server.auth import SIGNED_IN, allows
from server.domain.indicators.criteria import BASES
from server.errors import NotFound
from server.exports.columns import Row
from server.odata import edmx, problems, query, row_filter, writing
from server.odata.query import Position, Query

Keep = Callable[[Row], bool]

OWN = ("year", "basis", "area")
NAMESPACE = "yudee"
PARAMETERS = [
    {"in": "query", "name": name, "schema": schema}
    for name, schema in {
        "year": {"type": "integer"},
        "basis": {"type": "string", "enum": list(BASES)},
        "area": {"type": "string", "pattern": "^[0-9]{2,8}$"},
        "$filter": {"type": "string"},
        "$select": {"type": "string"},
        "$orderby": {"type": "string"},
        "$top": {"type": "integer", "minimum": 0},
        "$skip": {"type": "integer", "minimum": 0},
        "$count": {"type": "string", "enum": ["true", "false"]},
    }.items()
]


@api.get("/odata")
@allows(SIGNED_IN)
@api.response(200, content_type="application/json", description="The service document")
@api.alt_response(406, schema=ProblemSchema)
def odata_service() -> Response:
    """The tables of figures that the caller may read, as an OData service."""
    query.check_format("json")
    return writing.service(address(), [name for name, one in SETS.items() if g.caller.may(one.table.verb)])


@api.get("/odata/$metadata")
@allows(SIGNED_IN)
@api.response(200, content_type="application/xml", description="EDMX")
@api.alt_response(406, schema=ProblemSchema)
def odata_metadata() -> Response:
    """What the tables of figures are made of; `/dictionary` says what each column means."""
    query.check_format("xml")
    root, services = edmx.document()
    own = edmx.schema(services, NAMESPACE)
    for name, one in SETS.items():
        said = [(column.key, figures.TYPES.get(column.kind, "Edm.String")) for column in one.table.columns]
        edmx.entity_type(own, name, said)
    edmx.entity_sets(own, "figures", {name: f"{NAMESPACE}.{name}" for name in SETS})
    return edmx.response(root)


@api.get("/odata/<name>")
@allows(SIGNED_IN)
@api.doc(parameters=PARAMETERS)
@api.response(200, content_type="application/json", description="Rows")
@api.alt_response(400, schema=ProblemSchema)
@api.alt_response(406, schema=ProblemSchema)
@api.alt_response(422, schema=ProblemSchema)
@api.alt_response(501, schema=ProblemSchema)
def odata_table(name: str) -> Response:
    """A table of figures; without `year`, `basis` and `area` all that the caller may read."""
    one = SETS.get(name)
    if one is None or not g.caller.may(one.table.verb):
        raise NotFound
    asked = query.read(None, None, own=OWN)
    check_select(asked, one)
    keep, sort = reading(asked, one)
    batches = list(figures.parts(one))
    number = sum(map(keep, figures.rows(g.caller, one, batches))) if asked.count else None
    found = filter(keep, figures.begun(figures.rows(g.caller, one, batches)))
    if sort is not None:
        found = iter(sorted_rows(found, sort))
    shaped = ((Position(at), selected(row, asked)) for at, row in enumerate(islice(found, asked.skip, None)))
    # Pages go on by number: nothing comes between rows that are computed.
    by_number = replace(asked, order=asked.order or "__id")
    return writing.table(shaped, by_number, f"{address()}/$metadata#{name}", number)


def address() -> str:
    return f"{query.origin()}/api/odata"


def reading(asked: Query, one: Set) -> tuple[Keep, Callable[[list], None] | None]:
    """What keeps a row, and what sorts them. Raises FilterNotRead and PropertyNotFilterable."""
    names = [column.key for column in one.table.columns]
    with query.telling(names):
        keep = row_filter.test(asked.filter, names) if asked.filter else all_of_them
        if one.has_all_bases and (basis := request.args.get("basis")):
            keep = both_of(keep, lambda row: row["basis"] == basis)
        return keep, row_filter.sorting(asked.order, names) if asked.order else None


def all_of_them(_: Row) -> bool:
    return True


def both_of(one: Keep, other: Keep) -> Keep:
    return lambda row: one(row) and other(row)


def sorted_rows(found: Iterable[dict], sort: Callable[[list], None]) -> list[dict]:
    kept = list(found)
    sort(kept)
    return kept


def check_select(asked: Query, one: Set) -> None:
    """Raises SelectUnknown."""
    known = {("__id",), *((column.key,) for column in one.table.columns)}
    for path in asked.select or ():
        if path not in known:
            raise problems.SelectUnknown(name="/".join(path)[:100])


def selected(row: dict, asked: Query) -> dict:
    return row if asked.select is None else {path[0]: row[path[0]] for path in asked.select}
