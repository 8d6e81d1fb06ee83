"""When a list of entities was made, and when each of its properties came to it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    now, nothing = sa.text("now()"), sa.text("'{}'")
    op.add_column(
        "entity_list", sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False)
    )
    op.add_column(
        "entity_list",
        sa.Column("property_times", postgresql.JSONB(astext_type=sa.Text()), server_default=nothing, nullable=False),
    )


def downgrade() -> None:
    op.drop_column("entity_list", "property_times")
    op.drop_column("entity_list", "created_at")
