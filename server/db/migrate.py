"""The schema brought up to date by Alembic, from wherever the database stands, while phones go on sending."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from psycopg.errors import LockNotAvailable
from sqlalchemy.exc import DBAPIError
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_delay, wait_random

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
PATIENCE_S = 600

log = logging.getLogger(__name__)


def config(database_url: str) -> Config:
    """Alembic's configuration for this database; there is no alembic.ini."""
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    return settings


def migrate(database_url: str) -> None:
    """Run every migration that has not run yet; of several that are told to, one does.

    A step that does not get its locks at once lets go, so that nobody queues behind it, and tries again.
    """
    waiting = {"stop": stop_after_delay(PATIENCE_S), "wait": wait_random(0.2, 1)}
    for attempt in Retrying(retry=retry_if_exception(is_locked), after=tell, reraise=True, **waiting):
        with attempt:
            command.upgrade(config(database_url), "head")


def is_locked(error: BaseException) -> bool:
    return isinstance(error, DBAPIError) and isinstance(error.orig, LockNotAvailable)


def tell(tried: RetryCallState) -> None:
    log.info("migrations wait for a lock attempt=%s", tried.attempt_number)
