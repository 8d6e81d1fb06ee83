"""`$filter` and `$orderby` of OData as SQL: a small grammar over the few properties that a table can be asked about.

Only what is in the grammar becomes SQL, names only those of `Properties`, and every value is a bound parameter. The
parser and what reads its tree work without recursion, so that no depth breaks them; what is too long is refused before.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lark import Lark, v_args
from lark.exceptions import LarkError, VisitError
from lark.visitors import Transformer_NonRecursive as Transformer

LONGEST = 4_000  # characters; PostgreSQL's own parser is recursive
DEEPEST = 100  # brackets and nots within each other

GRAMMAR = r"""
    ?start: either
    ?either: both | either "or"i both -> or_
    ?both: single | both "and"i single -> and_
    ?single: "not"i single -> not_ | "(" either ")" | comparison
    comparison: operand OPERATOR operand
    ?operand: "(" operand ")" | function | PROPERTY -> property | literal
    function: FUNCTION "(" [operand] ")"
    ?literal: TEXT -> text | NUMBER -> number | MOMENT -> moment | TRUTH -> truth | "null"i -> null
    OPERATOR.3: /(eq|ne|lt|le|gt|ge)\b/i
    TRUTH.3: /(true|false)\b/i
    FUNCTION.3: /(now|year|month|day|hour|minute|second)(?=\s*\()/i
    PROPERTY: /(\$root\/Submissions\/)?[A-Za-z_][A-Za-z0-9_]*(\/[A-Za-z_][A-Za-z0-9_]*)*/
    TEXT: /'([^']|'')*'/
    MOMENT.2: /[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?/
    NUMBER: /[+-]?[0-9]{1,18}(\.[0-9]{1,9})?/
    %ignore /\s+/
"""
PARSER = Lark(GRAMMAR, parser="lalr")
SQL_OF = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}


class FilterUnreadable(ValueError):
    """It is not a filter that is taken here."""


class PropertyUnknown(ValueError):
    """It names a property that this table cannot be asked about."""


@dataclass(frozen=True)
class Property:
    """What a table can be asked about. sql: its value; kind: text, moment or number."""

    sql: str
    kind: str = "text"


Properties = Mapping[str, Property]
MILLISECONDS = "date_trunc('milliseconds', {0})"  # as times are told, so that what was told can be compared

OF_SUBMISSIONS: Properties = {
    "__id": Property("s.instance_id"),
    "__system/submissionDate": Property(MILLISECONDS.format("s.received_at"), "moment"),
    "__system/updatedAt": Property(MILLISECONDS.format("s.updated_at"), "moment"),
    "__system/deletedAt": Property(MILLISECONDS.format("s.deleted_at"), "moment"),
    "__system/submitterId": Property("s.actor_id::text"),
    "__system/reviewState": Property(
        "case s.state when 'received' then null when 'has_issues' then 'hasIssues' else s.state end"
    ),
}
OF_ENTITIES: Properties = {
    "__id": Property("e.uuid::text"),
    "__system/createdAt": Property(MILLISECONDS.format("e.created_at"), "moment"),
    "__system/updatedAt": Property(MILLISECONDS.format("e.updated_at"), "moment"),
    "__system/deletedAt": Property(MILLISECONDS.format("e.deleted_at"), "moment"),
    "__system/creatorId": Property("a.id::text"),
    "__system/conflict": Property("e.conflict"),
}


@dataclass(frozen=True)
class Condition:
    """SQL that is true or false, and the values it names."""

    sql: str = "true"
    values: Mapping[str, object] = field(default_factory=dict)


def condition(said: str, properties: Properties) -> Condition:
    """A `$filter` as SQL. Raises FilterUnreadable and PropertyUnknown."""
    made = ToSql(properties)
    return Condition(understood(said, made), made.values)


def understood(said: str, made: Transformer) -> Any:
    """What is made of the tree of a `$filter`. Raises FilterUnreadable, and what `made` raises."""
    if len(said) > LONGEST or too_deep(said):
        raise FilterUnreadable
    try:
        return made.transform(PARSER.parse(said))
    except VisitError as error:
        raise error.orig_exc from error
    except LarkError as error:
        raise FilterUnreadable from error


def order(said: str, properties: Properties) -> str:
    """An `$orderby` as SQL: "__system/submissionDate desc, __id". Raises FilterUnreadable and PropertyUnknown."""
    sides = {"asc": "asc nulls first", "desc": "desc nulls last"}
    return ", ".join(f"{named(name, properties).sql} {sides[direction]}" for name, direction in steps(said))


def steps(said: str) -> list[tuple[str, str]]:
    """(property, asc or desc) of an `$orderby`. Raises FilterUnreadable."""
    found = []
    for words in map(str.split, said.split(",")):
        if not 1 <= len(words) <= 2 or (direction := (*words, "asc")[1].lower()) not in ("asc", "desc"):
            raise FilterUnreadable
        found.append((words[0], direction))
    return found


def named(name: str, properties: Properties) -> Property:
    found = properties.get(name.removeprefix("$root/Submissions/"))
    if found is None:
        raise PropertyUnknown(name)
    return found


def too_deep(said: str) -> bool:
    depth = deepest = 0
    for sign in said:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        deepest = max(deepest, depth)
    return deepest > DEEPEST or said.lower().count("not") > DEEPEST


class Value(NamedTuple):
    """A side of a comparison. kind: text, moment, number or null; name: of the parameter, where it is one."""

    sql: str
    kind: str
    name: str = ""


@v_args(inline=True)
class ToSql(Transformer):
    """The tree of a filter as SQL. A comparison with something unknown is false, and its negation true."""

    def __init__(self, properties: Properties) -> None:
        super().__init__()
        self.properties = properties
        self.values: dict[str, Any] = {}

    def or_(self, one: str, other: str) -> str:
        return f"({one} or {other})"

    def and_(self, one: str, other: str) -> str:
        return f"({one} and {other})"

    def not_(self, one: str) -> str:
        return f"(not {one})"

    def comparison(self, left: Value, operator: str, right: Value) -> str:
        one, other = self.alike(left, right), self.alike(right, left)
        if "null" not in (one.kind, other.kind) and one.kind != other.kind:
            raise FilterUnreadable
        if operator.lower() == "ne":
            return f"({one.sql} is distinct from {other.sql})"
        if operator.lower() == "eq" and other.name:  # so that an index is of use
            return f"({one.sql} = {other.sql} and {one.sql} is not null)"
        if operator.lower() == "eq":
            return f"({one.sql} is not distinct from {other.sql})"
        return f"coalesce({one.sql} {SQL_OF[operator.lower()]} {other.sql}, false)"

    def alike(self, one: Value, other: Value) -> Value:
        """A value as the kind of what it is compared with: ids are texts, and a time may stand in quotes."""
        if other.kind == "text" and one.kind == "number" and one.name:
            return self.bound(str(self.values[one.name]), "text")
        if other.kind == "moment" and one.kind == "text" and one.name:
            return self.bound(instant(self.values[one.name]), "moment")
        return one

    def property(self, name: str) -> Value:
        found = named(str(name), self.properties)
        return Value(found.sql, found.kind)

    def function(self, name: str, operand: Value | None) -> Value:
        name = name.lower()
        if (name == "now") != (operand is None) or (operand and operand.kind != "moment"):
            raise FilterUnreadable
        if operand is None:
            return Value("now()", "moment")
        return Value(f"cast(floor(extract({name} from {operand.sql} at time zone 'UTC')) as numeric)", "number")

    def text(self, said: str) -> Value:
        value = said[1:-1].replace("''", "'")
        if "\0" in value:
            raise FilterUnreadable
        return self.bound(value, "text")

    def number(self, said: str) -> Value:
        return self.bound(float(said) if "." in said else int(said), "number")

    def moment(self, said: str) -> Value:
        return self.bound(instant(said), "moment")

    def truth(self, _said: str) -> Value:
        """Nothing that a table of ODK's can be asked about is true or false."""
        raise FilterUnreadable

    def null(self) -> Value:
        return Value("null", "null")

    def bound(self, value: object, kind: str) -> Value:
        name = f"f{len(self.values)}"
        self.values[name] = value
        return Value(f"cast(:{name} as {SQL_TYPES[kind]})", kind, name)


SQL_TYPES = {"text": "text", "number": "numeric", "moment": "timestamptz"}


def instant(said: str) -> dt.datetime:
    """A day or a time, of UTC where it does not say. Raises FilterUnreadable."""
    try:
        moment = dt.datetime.fromisoformat(said)
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError) as error:
        raise FilterUnreadable from error
