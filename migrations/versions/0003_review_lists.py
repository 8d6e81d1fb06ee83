"""Indexes that answer a reviewer's list alone: without deleted submissions, and strays by their phone."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

REVIEW = ["workspace_id", "form", "village_code", "state", "id"]
STRAY = sa.text("deleted_at is null and not starts_with(village_code, phone_area)")  # from outside its phone's area


def upgrade() -> None:
    op.drop_index("ix_submission_review", table_name="submission")
    op.create_index("ix_submission_review", "submission", REVIEW, postgresql_where=sa.text("deleted_at is null"))
    op.create_index("ix_submission_stray", "submission", ["workspace_id", "phone_area"], postgresql_where=STRAY)


def downgrade() -> None:
    op.drop_index("ix_submission_stray", table_name="submission")
    op.drop_index("ix_submission_review", table_name="submission")
    op.create_index("ix_submission_review", "submission", REVIEW)
