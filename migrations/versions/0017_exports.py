"""Files that people asked for and a worker prepares, until they are taken away."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "export",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asked", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.LargeBinary(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("problem", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("lang in ('th', 'en')", name=op.f("ck_export_language_is_ours")),
        sa.CheckConstraint(
            "case when finished_at is null then sha256 is null and problem is null"
            " else (sha256 is null) <> (problem is null) and expires_at is not null end",
            name=op.f("ck_export_finished_with_a_file_or_a_problem"),
        ),
        sa.CheckConstraint("(sha256 is null) = (file_name is null)", name=op.f("ck_export_file_has_a_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_export_workspace_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_export_actor_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "sha256"], ["blob.workspace_id", "blob.sha256"], name=op.f("fk_export_blob")
        ),
    )
    op.create_index("ix_export_workspace_id_actor_id_id", "export", ["workspace_id", "actor_id", "id"])
    op.create_index("ix_export_sha256", "export", ["workspace_id", "sha256"])


def downgrade() -> None:
    op.drop_table("export")
