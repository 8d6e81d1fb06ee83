"""Villages and urban communities."""

from pathlib import Path

import click

from server.cli import _terminal as terminal


@click.group()
def command() -> None:
    """Villages and urban communities."""


@command.command("import")
@terminal.csv_file
@terminal.province
@terminal.as_json
def import_(file: Path, province: str | None, as_json: bool) -> None:
    """Import a CSV file (code, moo, name_th, kind, lon, lat).

    All of its rows or none. Villages that are there are brought up to date.
    """
    from server.domain.imports import villages

    terminal.import_file("villages", villages.import_csv, file, province, as_json=as_json)
