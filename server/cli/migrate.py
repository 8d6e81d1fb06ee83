"""Bring the schema of the database up to date."""

import click

from server.config import Settings


@click.command()
def command() -> None:
    """Bring the schema of the database up to date; safe to run again."""
    from server.db.migrate import migrate

    migrate(Settings.from_env().database_url)
