"""A submission's answers as cells of a CSV file, as they were written; a place is four columns."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from server.domain.answer_tables.names import distinct
from server.domain.answer_tables.tree import Field, Group

PLACE = ("Latitude", "Longitude", "Altitude", "Accuracy")

Put = Callable[[list, object], None]


@dataclass(frozen=True)
class Options:
    """with_groups: headers say in which groups a question stands; split: a column for each choice of a select.

    seen: {path of a question: choices that were answered, also those that its form does not name}.
    """

    with_groups: bool = True
    split: bool = False
    seen: Mapping[tuple[str, ...], tuple[str, ...]] | None = None


class Columns:
    """The columns of a table: `headers`, and `cells` for the answers of one of its rows."""

    def __init__(self, table: Group, options: Options) -> None:
        fields = list(table.fields())
        depth, self.options = sum(map(len, table.steps)), options
        self.headers = distinct(header for field in fields for header in self.headers_of(field, depth))
        by_group = groupby(fields, key=lambda field: field.path[depth:-1])
        self.plan = [(group, [(field.name, self.put_of(field)) for field in some]) for group, some in by_group]

    def headers_of(self, field: Field, depth: int) -> Iterator[str]:
        name = "-".join(field.path[depth:]) if self.options.with_groups else field.name
        if field.type == "geopoint":
            yield from (f"{name}-{part}" for part in PLACE)
            return
        yield name
        if field.is_select_multiple and self.options.split:
            yield from (f"{name}/{choice}" for choice in self.choices(field))

    def choices(self, field: Field) -> tuple[str, ...]:
        seen = (self.options.seen or {}).get(field.path, ())
        return tuple(dict.fromkeys(field.choices + seen))

    def put_of(self, field: Field) -> Put | None:
        """What puts an answer into its cells; None: it is one cell."""
        if field.type == "geopoint":
            return put_place
        if field.is_select_multiple and self.options.split:
            return putting_choices(self.choices(field))
        return None

    def cells(self, answers: dict) -> list[object]:
        """As `headers`; None for what was not answered."""
        row: list[object] = []
        for group, fields in self.plan:
            here = inside(answers, group)
            for name, put in fields:
                said = here.get(name)
                if said.__class__ is not str:  # a group or a repeat, in another version of the form
                    said = None
                if put is None:
                    row.append(said)
                else:
                    put(row, said)
        return row


def inside(answers: dict, group: tuple[str, ...]) -> dict:
    for name in group:
        found = answers.get(name)
        if not isinstance(found, dict):
            return {}
        answers = found
    return answers


def put_place(row: list, said: object) -> None:
    parts = said.split()[:4] if isinstance(said, str) else []
    row += parts + [None] * (4 - len(parts))


def putting_choices(choices: tuple[str, ...]) -> Put:
    def put(row: list, said: object) -> None:
        chosen = set(said.split()) if isinstance(said, str) else None
        row.append(said)
        row += [None if chosen is None else int(choice in chosen) for choice in choices]

    return put
