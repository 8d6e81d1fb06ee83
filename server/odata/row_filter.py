"""`$filter` and `$orderby` of OData about rows in memory: the grammar of `odata_filter`, asked of any column."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from operator import ge, gt, le, lt

from lark import v_args
from lark.visitors import Transformer_NonRecursive as Transformer

from server.db.queries.odata_filter import FilterUnreadable, PropertyUnknown, instant, steps, understood

Row = Mapping[str, object]
Value = Callable[[Row], object]
ORDER = {"lt": lt, "le": le, "gt": gt, "ge": ge}


def test(said: str, names: Collection[str]) -> Callable[[Row], bool]:
    """What says whether a row is asked for. Raises FilterUnreadable and PropertyUnknown."""
    return understood(said, ToTest(names))


def sorting(said: str, names: Collection[str]) -> Callable[[list], None]:
    """What sorts rows as an `$orderby` says; nothing is less than anything. Raises as `test` does."""
    asked = steps(said)
    for name, _ in asked:
        if name not in names:
            raise PropertyUnknown(name)

    def sort(rows: list) -> None:
        for name, direction in reversed(asked):
            rows.sort(key=lambda row, name=name: (row[name] is not None, row[name] or 0), reverse=direction == "desc")

    return sort


@v_args(inline=True)
class ToTest(Transformer):
    """The tree of a filter as a function of a row. A comparison with something unknown is false."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__()
        self.names = names

    def or_(self, one: Value, other: Value) -> Value:
        return lambda row: one(row) or other(row)

    def and_(self, one: Value, other: Value) -> Value:
        return lambda row: one(row) and other(row)

    def not_(self, one: Value) -> Value:
        return lambda row: not one(row)

    def comparison(self, left: Value, operator: str, right: Value) -> Value:
        operator = operator.lower()

        def compare(row: Row) -> bool:
            one, other = alike(left(row), right(row))
            if operator in ("eq", "ne"):
                return (one == other) == (operator == "eq")
            try:
                return one is not None and other is not None and ORDER[operator](one, other)
            except TypeError:
                return False

        return compare

    def property(self, name: str) -> Value:
        if name not in self.names:
            raise PropertyUnknown(str(name))
        return lambda row: row[str(name)]

    def function(self, name: str, operand: Value | None) -> Value:
        name = name.lower()
        if (name == "now") != (operand is None):
            raise FilterUnreadable
        if operand is None:
            return lambda _: dt.datetime.now(dt.UTC)
        return lambda row: getattr(operand(row), name, None)

    def text(self, said: str) -> Value:
        value = said[1:-1].replace("''", "'")
        return lambda _: value

    def number(self, said: str) -> Value:
        value = Decimal(said)
        return lambda _: value

    def moment(self, said: str) -> Value:
        value = instant(said)
        return lambda _: value

    def truth(self, said: str) -> Value:
        value = said.lower() == "true"
        return lambda _: value

    def null(self) -> Value:
        return lambda _: None


def alike(one: object, other: object) -> tuple:
    """Two values as the same kind: a day as the beginning of it, a number as a number."""
    return plain(one), plain(other)


def plain(value: object) -> object:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
    return Decimal(str(value)) if isinstance(value, float) else value
