"""Submissions that came encrypted: the server keeps the envelope and its files, and reads no answers."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("submission_version", sa.Column("is_encrypted", sa.Boolean(), server_default="false", nullable=False))


def downgrade() -> None:
    op.drop_column("submission_version", "is_encrypted")
