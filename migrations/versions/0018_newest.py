"""Submissions of a form, and entities of a list, from the newest on, however many there are: for files and OData."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_index(
        "ix_submission_newest",
        "submission",
        ["workspace_id", "form", "id"],
        postgresql_where=sa.text("deleted_at is null"),
    )
    op.create_index("ix_entity_newest", "entity", ["workspace_id", "list_name", "created_at", "uuid"])


def downgrade() -> None:
    op.drop_index("ix_entity_newest", table_name="entity")
    op.drop_index("ix_submission_newest", table_name="submission")
