"""The schema brought up to date by Alembic, from wherever the database stands."""

from pathlib import Path

from alembic import command
from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def config(database_url: str) -> Config:
    """Alembic's configuration for this database; there is no alembic.ini."""
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    return settings


def migrate(database_url: str) -> None:
    """Run every migration that has not run yet."""
    command.upgrade(config(database_url), "head")
