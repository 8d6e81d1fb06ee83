"""What phones say they are, which forms they hold, and what each of them has sent, newest first."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("phone", sa.Column("user_agent", sa.Text(), nullable=True))
    op.create_table(
        "phone_form",
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("form_version_id", sa.BigInteger(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["phone.actor_id"], name=op.f("fk_phone_form_actor_id")),
        sa.ForeignKeyConstraint(["form"], ["form.id"], name=op.f("fk_phone_form_form")),
        sa.ForeignKeyConstraint(["form_version_id"], ["form_version.id"], name=op.f("fk_phone_form_form_version_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_phone_form_workspace_id")),
        sa.PrimaryKeyConstraint("actor_id", "form", name=op.f("pk_phone_form")),
    )
    op.create_index("ix_submission_sender", "submission", ["workspace_id", "actor_id", "received_at"])


def downgrade() -> None:
    op.drop_index("ix_submission_sender", table_name="submission")
    op.drop_table("phone_form")
    op.drop_column("phone", "user_agent")
