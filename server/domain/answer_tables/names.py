"""What columns, tables and files are called."""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from server.domain.answer_tables.tree import Group

UNSAID = re.compile(r"[^A-Za-z0-9_]+")
UNSAFE_IN_FILES = re.compile(r"""[\x00-\x1f\x7f/\\:*?"<>|]+""")
LONGEST_FILE_NAME = 200  # bytes: of Thai three each, and no disk takes more than 255
OF_ENTITY = ("__id", "__system", "label")  # what a row has beside its properties


def odata_name(name: str) -> str:
    """A name as OData takes it: every run of other characters is one "_", and it begins with a letter or "_"."""
    plain = UNSAID.sub("_", name)
    return plain if plain[:1].isalpha() or plain.startswith("_") else f"_{plain}"


def odata_names(names: Iterable[str]) -> list[str]:
    """Those of what stands in one group: two Thai names that would both be "_" are "_" and "__2"."""
    taken: set[str] = set()
    return [unused(odata_name(name), taken, "{0}_{1}") for name in names]


def entity_properties(properties: Sequence[str]) -> dict[str, str]:
    """{property of a list: what OData calls it}, beside what every entity has."""
    names = odata_names([*OF_ENTITY, *properties])[len(OF_ENTITY) :]
    return dict(zip(properties, names, strict=True))


def distinct(names: Iterable[str]) -> list[str]:
    """The same names; one that comes again is numbered: "size", "size~2"."""
    taken: set[str] = set()
    return [unused(name, taken, "{0}~{1}") for name in names]


def unused(name: str, taken: set[str], numbered: str) -> str:
    tried, number = name, 1
    while tried in taken:
        number += 1
        tried = numbered.format(name, number)
    taken.add(tried)
    return tried


def file_name(name: str) -> str:
    """A name that is a file's everywhere, whatever a form is called."""
    safe = UNSAFE_IN_FILES.sub("_", name).strip(". ")
    if len(safe.encode()) <= LONGEST_FILE_NAME:
        return safe or "_"
    kind = PurePosixPath(safe).suffix.encode()[:LONGEST_FILE_NAME]  # what a computer opens it by
    return (safe.encode()[: LONGEST_FILE_NAME - len(kind)] + kind).decode(errors="ignore")


def table_files(form_id: str, root: Group) -> list[tuple[Group, str]]:
    """(table, name of its CSV file), the submissions first; repeats of one name are numbered from the first on."""
    base = file_name(form_id)
    tables = list(root.tables())
    wanted = [base, *(f"{base}-{file_name(table.name)}" for table in tables[1:])]
    count: dict[str, int] = {}
    named = []
    for table, name in zip(tables, wanted, strict=True):
        count[name] = count.get(name, 0) + 1
        named.append((table, f"{name}~{count[name]}.csv" if wanted.count(name) > 1 else f"{name}.csv"))
    return named
