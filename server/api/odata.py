"""Figures as OData, for Power BI and Excel: villages, grades, indicators, budgets, projects and their progress.

The tables are those that are taken away as files, with the same columns; every one of them is asked for a year, a basis
and an area, and without them it has all years that are open, both bases, and the whole area of whoever asks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, islice

from flask import Response, g, request

from server.api.schemas import ProblemSchema
from server.api.wire import api
from server.auth import SIGNED_IN, allows, scope_of
from server.db.queries import facts
from server.db.session import transaction
from server.domain import years
from server.domain.indicators.criteria import BASES, Basis
from server.domain.permissions import Caller
from server.errors import NotFound
from server.exports import asking, columns, tables
from server.exports.columns import Asked, Row, Table
from server.odata import edmx, problems, query, row_filter, writing
from server.odata.query import Position, Query

Keep = Callable[[Row], bool]

OWN = ("year", "basis", "area")
NAMESPACE = "yudee"
TYPES = {
    columns.INTEGER: "Edm.Int64",
    columns.DECIMAL: "Edm.Decimal",
    columns.PERCENT: "Edm.Decimal",
    columns.BAHT: "Edm.Decimal",
    columns.DEGREES: "Edm.Double",
    columns.DATE: "Edm.Date",
    columns.INSTANT: "Edm.DateTimeOffset",
    columns.FLAG: "Edm.Boolean",
}
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


@dataclass(frozen=True)
class Set:
    """A table, and what names a row of it.

    bases: those it has when none is asked for; has_all_bases: it is read on both at once.
    """

    table: Table
    key: tuple[str, ...]
    bases: tuple[Basis, ...] = BASES
    has_all_bases: bool = False


SETS = {
    one.table.name: one
    for one in (
        Set(tables.VILLAGES, ("plan_year", "basis", "code")),
        Set(tables.GRADES, ("plan_year", "basis", "code")),
        Set(tables.INDICATORS, ("plan_year", "basis", "code", "indicator"), has_all_bases=True),
        Set(tables.BUDGET, ("year", "code", "line", "programme")),
        Set(tables.BUDGET_PARTS, ("year", "code")),
        Set(tables.PROGRESS, ("year", "basis", "code")),
        Set(tables.PROJECTS, ("basis", "id")),
        Set(
            tables.FINANCE, ("plan_year", "basis", "code"), bases=("official",)
        ),  # who may see others is asked for them
    )
}


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
        said = [(column.key, TYPES.get(column.kind, "Edm.String")) for column in one.table.columns]
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
    asked = query.read(None, int, own=OWN)
    check_select(asked, one)
    keep, sort = reading(asked, one)
    batches = list(parts(one))
    number = sum(map(keep, rows(g.caller, one, batches))) if asked.count else None
    found = filter(keep, begun(rows(g.caller, one, batches)))
    if sort is not None:
        found = iter(sorted_rows(found, sort))
    shaped = ((Position(at), selected(row, asked)) for at, row in enumerate(islice(found, asked.skip, None)))
    # Pages go on by number: nothing comes between rows that are computed.
    by_number = replace(asked, order=asked.order or "__id")
    return writing.table(shaped, by_number, f"{address()}/$metadata#{name}", number)


def address() -> str:
    return f"{query.origin()}/api/odata"


def parts(set_: Set) -> Iterator[Asked]:
    """What is asked of the table, a year and a basis at a time. Raises as `asking.check` does."""
    area = request.args.get("area") or g.caller.area_code
    basis = request.args.get("basis")
    if basis is not None and basis not in BASES:
        raise asking.BasisUnknown(basis=basis[:40])
    table = set_.table
    bases = (basis,) if basis else set_.bases if table.has_basis else set_.bases[:1]
    with transaction() as session:
        known = facts.open_years(session, g.caller.workspace_id)
        for year in years_asked(known):
            for one in bases:
                asked = Asked(area, year, one)
                asking.check(session, g.caller, table, asked)
                yield asked


def years_asked(known: list[int]) -> list[int]:
    """Raises NotAPlanYear."""
    typed = request.args.get("year")
    if typed is None:
        return sorted(known, reverse=True)
    if not (typed.isascii() and typed.isdigit()):
        raise years.NotAPlanYear(plan_year=typed[:40])
    return [int(typed[:9])]


def rows(caller: Caller, one: Set, batches: Iterable[Asked]) -> Iterator[dict]:
    """The rows of each part, read in the caller's scope; between the parts nobody holds a connection."""
    for asked in batches:
        with transaction(scope_of(caller)) as session:
            read = list(one.table.rows(session, caller, asked))
        for row in read:
            id_ = "/".join(str(row[name]) for name in one.key)
            yield {"__id": id_} | {column.key: plain(row[column.key]) for column in one.table.columns}


def begun(found: Iterator[dict]) -> Iterator[dict]:
    """The same rows. What keeps the first of them from being read is said before anything is sent."""
    first = list(islice(found, 1))
    return chain(first, found)


def plain(value: object) -> object:
    """Words in place of a number are nothing; amounts and percents have two decimals, which a float keeps."""
    if isinstance(value, Mapping):
        return None
    return float(value) if isinstance(value, Decimal) else value


def reading(asked: Query, one: Set) -> tuple[Keep, Callable[[list], None] | None]:
    """What keeps a row, and what sorts them. Raises FilterNotRead and PropertyNotFilterable."""
    names = [column.key for column in one.table.columns]
    try:
        keep = row_filter.test(asked.filter, names) if asked.filter else all_of_them
        if one.has_all_bases and (basis := request.args.get("basis")):
            keep = both_of(keep, lambda row: row["basis"] == basis)
        return keep, row_filter.sorting(asked.order, names) if asked.order else None
    except row_filter.FilterUnreadable as error:
        raise problems.FilterNotRead from error
    except row_filter.PropertyUnknown as error:
        raise problems.PropertyNotFilterable(name=str(error)[:100], known=", ".join(names)) from error


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
