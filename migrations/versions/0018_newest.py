"""Submissions of a form, and entities of a list, from the newest on, however many there are: for files and OData."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


# Phones send while the indexes are made.
AT_ONCE = {"if_not_exists": True, "postgresql_concurrently": True}
GOING = {"if_exists": True, "postgresql_concurrently": True}


def upgrade() -> None:
    with op.get_context().autocommit_block():
        living = {"postgresql_where": sa.text("deleted_at is null")}
        op.create_index("ix_submission_newest", "submission", ["workspace_id", "form", "id"], **living, **AT_ONCE)
        newest = ["workspace_id", "list_name", "created_at", "uuid"]
        op.create_index("ix_entity_newest", "entity", newest, **AT_ONCE)


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.drop_index("ix_entity_newest", table_name="entity", **GOING)
        op.drop_index("ix_submission_newest", table_name="submission", **GOING)
