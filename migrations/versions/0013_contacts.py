"""What phones say they are, and what each of them has sent, newest first."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("phone", sa.Column("user_agent", sa.Text(), nullable=True))
    op.create_index("ix_submission_sender", "submission", ["workspace_id", "actor_id", "received_at"])


def downgrade() -> None:
    op.drop_index("ix_submission_sender", table_name="submission")
    op.drop_column("phone", "user_agent")
