"""Reads a form as tables, from the workbook or from its expected page, and says where the two differ."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import openpyxl

FORMS = Path(__file__).parents[2] / "forms"
EXPECTED = Path(__file__).parent / "expected"
FORM_IDS = sorted(page.stem for page in EXPECTED.glob("*.md"))


@dataclass(frozen=True)
class Row:
    """One filled row of a sheet: its number as Excel shows it and its cells that are not empty."""

    number: int | None
    cells: dict[str, str]

    @property
    def name(self) -> str:
        return self.cells.get("name") or self.cells.get("type") or self.cells.get("list_name", "")


Sheets = dict[str, list[Row]]


def workbook_path(form_id: str) -> Path:
    return FORMS / f"{form_id}.xlsx"


def read_workbook(path: Path) -> Sheets:
    """Every sheet of a workbook, row by row, empty rows left out."""
    workbook = openpyxl.load_workbook(path)
    return {sheet.title: list(_filled_rows(sheet.iter_rows(values_only=True))) for sheet in workbook}


def _filled_rows(rows) -> Iterator[Row]:
    columns = next(rows)
    for number, values in enumerate(rows, start=2):
        cells = {column: str(value) for column, value in zip(columns, values, strict=True) if value is not None}
        if cells:
            yield Row(number, cells)


def read_expected(form_id: str) -> Sheets:
    """The sheets that expected/<form_id>.md describes."""
    page = (EXPECTED / f"{form_id}.md").read_text(encoding="utf-8")
    tables = {
        heading: list(_table(body)) for heading, body in re.findall(r"^## (.+)\n\n[^|]*((?:\|.*\n)+)", page, re.M)
    }
    sheets = {
        "survey": _with_details(tables["survey"], tables["survey cells"]),
        "choices": [Row(None, cells) for cells in tables["choices"]],
        "settings": [Row(None, {row["setting"]: row["value"] for row in tables["settings"]})],
    }
    if "entities" in tables:
        sheets["entities"] = [Row(None, {row["column"]: row["value"] for row in tables["entities"]})]
    return sheets


def _table(body: str) -> Iterator[dict[str, str]]:
    head, _, *lines = (_cells(line) for line in body.splitlines())
    for line in lines:
        yield {column: cell for column, cell in zip(head, line, strict=True) if cell}


def _cells(line: str) -> list[str]:
    parts = [part.strip(" ").replace("\\|", "|") for part in re.split(r"(?<!\\)\|", line)[1:-1]]
    return [part[1:-1] if part.startswith("`") and part.endswith("`") else part for part in parts]


def _with_details(survey: list[dict[str, str]], details: list[dict[str, str]]) -> list[Row]:
    by_name = {cells["name"]: cells for cells in survey if "name" in cells}
    for detail in details:
        by_name[detail["name"]][detail["column"]] = detail["cell"]
    return [Row(None, cells) for cells in survey]


def differences(form_id: str, found: Sheets, expected: Sheets) -> list[str]:
    """One sentence for each cell, row or sheet of the workbook that is not as expected."""
    if list(found) != list(expected):
        return [f"{form_id}: the workbook has the sheets {list(found)}, expected {list(expected)}"]
    return [
        line for sheet in expected for line in _row_differences(f"{form_id}, {sheet}", found[sheet], expected[sheet])
    ]


def _row_differences(where: str, found: list[Row], expected: list[Row]) -> Iterator[str]:
    for ours, theirs in zip_longest(found, expected):
        if ours is None:
            yield f"{where}: the row '{theirs.name}' is missing at the end"
        elif theirs is None:
            yield f"{where}, row {ours.number}: the row '{ours.name}' is not expected"
        elif [ours.cells.get(key) for key in ("list_name", "name")] != [
            theirs.cells.get(key) for key in ("list_name", "name")
        ]:
            yield f"{where}, row {ours.number}: the row is '{ours.name}', expected '{theirs.name}'"
            return  # every row below is shifted and would only repeat this
        else:
            yield from _cell_differences(f"{where}, row {ours.number} ({ours.name})", ours.cells, theirs.cells)


def _cell_differences(where: str, found: dict[str, str], expected: dict[str, str]) -> Iterator[str]:
    for column in dict.fromkeys([*found, *expected]):
        if found.get(column) != expected.get(column):
            says, should_say = found.get(column), expected.get(column)
            yield f"{where}, column {column}: the workbook says {says!r}, expected {should_say!r}"
