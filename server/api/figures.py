"""Which figures are given away as OData, and their rows as they are read: the tables that are taken away as files."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice

from flask import g, request

from server.auth import scope_of
from server.db.queries import facts
from server.db.session import read_only, transaction
from server.domain import years
from server.domain.indicators.criteria import BASES, Basis
from server.domain.permissions import Caller
from server.exports import asking, columns, tables
from server.exports.columns import Asked, Table

TYPES = {
    columns.INTEGER: "Edm.Int64",
    columns.DECIMAL: "Edm.Decimal",
    columns.PERCENT: "Edm.Decimal",
    columns.BAHT: "Edm.Decimal",
    columns.DEGREES: "Edm.Double",
    columns.DATE: "Edm.Date",
    columns.INSTANT: "Edm.DateTimeOffset",
    columns.FLAG: "Edm.Boolean",
    columns.WORD + "programme": "Edm.Int64",  # numbers that have words
    columns.WORD + "indicator_short": "Edm.Int64",
}


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
        with read_only(scope_of(caller)) as session:
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
