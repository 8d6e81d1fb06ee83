"""Alembic's entry: migrates the database the caller connected to, one transaction per step."""

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import create_engine

from server.db.models import Base

NOT_OURS = {"spatial_ref_sys"}


def include(item, name, kind, reflected, compare_to):
    """Leave PostGIS's own tables out of comparisons."""
    if kind == "table" and name in NOT_OURS:
        return False
    return alembic_helpers.include_object(item, name, kind, reflected, compare_to)


def run() -> None:
    """Run the migrations against `sqlalchemy.url`."""
    engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
    with engine.connect() as connection:
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
    engine.dispose()


run()
