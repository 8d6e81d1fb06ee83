"""Entities in full: lists whose entities wait for approval, changes that waited too long, conflicts that are resolved."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

OF_SUBMISSION = sa.text("submission_id is not null")


def upgrade() -> None:
    op.add_column("entity_list", sa.Column("approval_required", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("entity", sa.Column("resolved_version", sa.Integer(), server_default="0", nullable=False))
    op.add_column("entity", sa.Column("awaits_create", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("pending_submission", sa.Column("by_force", sa.Boolean(), server_default="false", nullable=False))
    op.create_index(
        "ix_entity_conflict",
        "entity",
        ["workspace_id", "village_code"],
        postgresql_where=sa.text("conflict is not null"),
    )
    # A submission with a repeat may change one entity twice.
    op.create_index("ix_entity_version_submission", "entity_version", ["submission_id"], postgresql_where=OF_SUBMISSION)
    op.drop_index("uq_entity_version_submission", table_name="entity_version")


def downgrade() -> None:
    op.create_index(
        "uq_entity_version_submission",
        "entity_version",
        ["submission_id", "list_name", "uuid"],
        unique=True,
        postgresql_where=OF_SUBMISSION,
    )
    op.drop_index("ix_entity_version_submission", table_name="entity_version")
    op.drop_index("ix_entity_conflict", table_name="entity")
    op.drop_column("pending_submission", "by_force")
    op.drop_column("entity", "awaits_create")
    op.drop_column("entity", "resolved_version")
    op.drop_column("entity_list", "approval_required")
