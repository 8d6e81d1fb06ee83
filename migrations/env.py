"""Alembic's entry: migrates the database the caller connected to, one transaction per step.

What waits for a lock has everybody who comes later wait behind it: a step waits briefly, and is then tried again
(`server.db.migrate`). That only one process migrates is seen to by a lock that is asked for in the same way: who waited
for it in a statement would be waited for by `create index concurrently`.
"""

from alembic import context
from geoalchemy2 import alembic_helpers
from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from server.db.models import Base

NOT_OURS = {"spatial_ref_sys"}
LOCK_WAIT = "set lock_timeout = '2s'"
ALONE = "select pg_try_advisory_lock(hashtext('yudee migrate'))"


def include(item, name, kind, reflected, compare_to):
    """Leave PostGIS's own tables out of comparisons."""
    if kind == "table" and name in NOT_OURS:
        return False
    return alembic_helpers.include_object(item, name, kind, reflected, compare_to)


def be_alone(connection: Connection) -> None:
    """Raises OperationalError with LockNotAvailable while somebody else migrates."""
    is_mine = connection.scalar(text(ALONE))
    connection.execute(text(LOCK_WAIT))
    connection.commit()
    if not is_mine:
        raise OperationalError(ALONE, None, LockNotAvailable("somebody else migrates"))


def print_out() -> None:
    """Say what the migrations would have PostgreSQL do."""
    context.configure(dialect_name="postgresql", target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    """Run the migrations against `sqlalchemy.url`."""
    engine = create_engine(
        context.config.get_main_option("sqlalchemy.url"), poolclass=NullPool
    )  # its lock ends with it
    with engine.connect() as connection:
        be_alone(connection)
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=include,
            process_revision_directives=alembic_helpers.writer,
            render_item=alembic_helpers.render_item,
            transaction_per_migration=True,
            compare_server_default=False,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    print_out()
else:
    run()
