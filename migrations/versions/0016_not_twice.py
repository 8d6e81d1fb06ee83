"""Pairs of households that look like one and are two, so that nobody is asked again."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "not_twice",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("one", sa.Uuid(), nullable=False),
        sa.Column("other", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "one", "other", name=op.f("pk_not_twice")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_not_twice_workspace_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_not_twice_actor_id")),
    )
    op.execute("grant select on not_twice to yudee_scoped")


def downgrade() -> None:
    op.drop_table("not_twice")
