"""Projects of villages."""

from pathlib import Path

import click

from server.cli import _terminal as terminal


@click.group()
def command() -> None:
    """Projects of villages."""


@command.command("import")
@terminal.csv_file
@terminal.province
@terminal.as_json
def import_(file: Path, province: str | None, as_json: bool) -> None:
    """Import a CSV file of projects that are approved already: all of its rows or none.

    Columns: village_code, fiscal_year, title, programme, impl_unit, stage, budget_approved; if known project_code,
    planned_start, planned_end, lon, lat. A row without a project_code gets the next one of its year and district.
    """
    from server.domain.imports import projects

    terminal.import_file("projects", projects.import_csv, file, province, as_json=as_json)
