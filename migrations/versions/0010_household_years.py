"""Which households have an account that may count, by plan year: a province is counted without its millions of accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

# What is there has no summary yet: every village is computed once more, from its accounts.
FILL = """
    insert into stale_village (workspace_id, village_code, plan_year)
    select v.workspace_id, v.code, c.plan_year from village v
    join criteria c on c.workspace_id = v.workspace_id where v.active
"""


def upgrade() -> None:
    op.create_table(
        "household_year",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("phone_area", sa.Text(collation="C"), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_household_year_workspace_id")),
        sa.PrimaryKeyConstraint(
            "workspace_id", "plan_year", "household_id", "phone_area", "approved", name=op.f("pk_household_year")
        ),
    )
    op.add_column("stale_village", sa.Column("accounts", sa.Boolean(), server_default="true", nullable=False))
    op.execute(FILL)


def downgrade() -> None:
    op.drop_column("stale_village", "accounts")
    op.drop_table("household_year")
