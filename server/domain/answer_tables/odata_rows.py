"""A submission's answers as rows of OData: typed, with every known property, null where nothing was answered."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from server.domain.answer_tables.keys import instances, row_id
from server.domain.answer_tables.names import odata_names
from server.domain.answer_tables.tree import Field, Group
from server.domain.answer_tables.values import Reader, reader_of

SUBMISSIONS = "Submissions"

Path = tuple[str, ...]


class At(NamedTuple):
    """Where a row is. key: "uuid:…/visit[1]"; id: what OData calls it; above: the row that holds it; way: from there to
    here."""

    key: str
    id: str
    above: "At | None" = None
    way: str = ""

    @property
    def address(self) -> str:
        """Of the row, below the service."""
        if self.above is None:
            return f"{SUBMISSIONS}('{quote(self.id, safe='')}')"
        return f"{self.above.address}/{self.way}('{self.id}')"


Put = Callable[[dict, dict, At], None]  # (row, answers, where the row is)


class Table:
    """A table of OData. name: "Submissions.visit.member"; parent: that which holds it, None of the submissions';
    parent_key: the property that holds the id of the row above, "__Submissions-visit-id"; way: OData's names from there
    to here; paths: of its properties, ("visit", "date")."""

    def __init__(self, group: Group, name: str, parent: "Table | None" = None, way: Path = ()) -> None:
        self.group, self.name, self.parent, self.way = group, name, parent, way
        self.paths: dict[Path, Field | Group] = {}
        self.puts: list[Put] = []
        self.parent_key = f"__{parent.name.replace('.', '-')}-id" if parent else ""

    def rows(self, answers: dict, instance_id: str) -> Iterator[dict]:
        """Its rows in the answers of a submission."""
        return (self.row(found, at) for found, at in self.found(answers, instance_id))

    def row(self, answers: dict, at: At) -> dict:
        row: dict = {"__id": at.id}
        if at.above:
            row[self.parent_key] = at.above.id
        for put in self.puts:
            put(row, answers, at)
        return row

    def found(self, answers: dict, instance_id: str) -> Iterator[tuple[dict, At]]:
        """The answers of each of its rows, and where it is."""
        if self.parent is None:
            yield answers, At(instance_id, instance_id)
            return
        for above, at in self.parent.found(answers, instance_id):
            yield from self.inside(above, at, self.group.steps[-1])

    def inside(self, answers: dict, above: At, names: Path) -> Iterator[tuple[dict, At]]:
        """Those in one row of the table that holds this one. names: from these answers to its instances."""
        place, way = "/".join(self.group.steps[-1]), "/".join(self.way)
        for number, one in enumerate(instances(answers, names), start=1):
            key = f"{above.key}/{place}[{number}]"
            yield one, At(key, row_id(key), above, way)


def tables_of(
    root: Group, *, wkt: bool = False, expand: bool = False, select: Collection[Path] | None = None
) -> dict[str, Table]:
    """The tables of a form by name, the submissions first.

    wkt: places as well-known text, not GeoJSON; expand: with the rows of repeats inside of theirs; select: paths of the
    properties that rows have (those of a group: all in it), all of them without it.
    """
    return Building(wkt, expand, select).tables(root)


def paths_of(root: Group) -> dict[Path, Path]:
    """{path of a question, group or repeat in its form: the same in OData's names}."""
    found: dict[Path, Path] = {(): ()}
    for table in tables_of(root).values():
        above = found[table.group.path]
        found |= {part.path: (*above, *path) for path, part in table.paths.items()}
    return found


class Building:
    """What makes tables; see `tables_of`."""

    def __init__(self, wkt: bool, expand: bool, select: Collection[Path] | None) -> None:
        self.wkt, self.expand, self.select = wkt, expand, select
        self.made: dict[str, Table] = {}

    def tables(self, root: Group) -> dict[str, Table]:
        self.table(Table(root, SUBMISSIONS))
        return self.made

    def table(self, table: Table) -> Table:
        self.made[table.name] = table
        table.puts = list(self.puts(table, table.group, ()))
        return table

    def puts(self, table: Table, group: Group, above: Path) -> Iterator[Put]:
        """What puts the parts of a group into a row. above: OData's names of the groups down to this one."""
        taken = () if above else ("__id", table.parent_key or "__system")
        names = odata_names([*taken, *(part.name for part in group.parts)])[len(taken) :]
        answers: dict[str, tuple[str, Reader | None]] = {}
        for part, name in zip(group.parts, names, strict=True):
            path = (*above, name)
            table.paths[path] = part
            if isinstance(part, Field):
                if self.is_selected(path):
                    answers[part.name] = name, reader_of(part.type, wkt=self.wkt)
            elif part.is_repeat:
                inner = self.table(Table(part, ".".join((table.name, *path)), table, path))
                if self.is_selected(path):
                    yield putting_rows(inner, name) if self.expand else putting_link(inner, name)
            elif (puts := list(self.puts(table, part, path))) or self.select is None:
                yield putting_group(part.name, name, puts)
        if answers:
            yield putting_answers(answers)

    def is_selected(self, path: Path) -> bool:
        return self.select is None or any(path[: len(one)] == one for one in self.select)


def putting_answers(known: Mapping[str, tuple[str, Reader | None]]) -> Put:
    """The answers of a group, most of which are not there: nobody is asked everything. known: {name: (what OData calls
    it, what reads it)}."""
    nothing = {called: None for called, _ in known.values()}

    def put(row: dict, answers: dict, _at: At) -> None:
        row.update(nothing)
        for name, said in answers.items():
            found = known.get(name)
            if found is not None and said.__class__ is str:  # not a group or a repeat of another version of the form
                called, read = found
                row[called] = said if read is None else read(said)

    return put


def putting_group(name: str, called: str, puts: list[Put]) -> Put:
    def put(row: dict, answers: dict, at: At) -> None:
        inner = answers.get(name)
        if inner.__class__ is not dict:
            inner = {}
        row[called] = made = {}
        for one in puts:
            one(made, inner, at)

    return put


def putting_link(inner: Table, called: str) -> Put:
    linked, way = f"{called}@odata.navigationLink", "/".join(inner.way)

    def put(row: dict, _answers: dict, at: At) -> None:
        row[linked] = f"{at.address}/{way}"

    return put


def putting_rows(inner: Table, called: str) -> Put:
    name = (inner.group.name,)

    def put(row: dict, answers: dict, at: At) -> None:
        row[called] = [inner.row(found, where) for found, where in inner.inside(answers, at, name)]

    return put
