"""The requests that brought what is still to do, so that one can be followed from a phone to a grade."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("pending_submission", sa.Column("request_id", sa.Text()))
    op.add_column("stale_village", sa.Column("request_ids", sa.Text()))


def downgrade() -> None:
    op.drop_column("stale_village", "request_ids")
    op.drop_column("pending_submission", "request_id")
