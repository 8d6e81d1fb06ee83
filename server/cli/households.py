"""The household register."""

from pathlib import Path

import click

from server.cli import _terminal as terminal


@click.group()
def command() -> None:
    """The household register."""


@command.command("import")
@terminal.csv_file
@terminal.province
@terminal.as_json
def import_(file: Path, province: str | None, as_json: bool) -> None:
    """Import a CSV file (village_code, house_no, head_name, members; house_id11 and hh_seq if known).

    All of its rows or none. Households that are registered already are refused.
    """
    from server.domain.imports import households

    terminal.import_file("households", households.import_csv, file, province, as_json=as_json)
