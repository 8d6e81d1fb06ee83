"""Forms live: drafts that are tried, files beside them, roles that get them, and what waits to be converted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"

# Until now a table of permissions said whose phones are offered a form.
ROLES = """
    update form set roles = case form_id
        when 'project_screening' then '{district_officer}'::text[]
        when 'project_evaluation' then '{evaluation_committee}'
        when 'project_progress' then '{tambon_team,committee_member,district_officer}'
        else '{tambon_team}' end
"""


def upgrade() -> None:
    op.add_column("form", sa.Column("state_before", sa.Text(), nullable=True))
    op.add_column(
        "form", sa.Column("roles", sa.ARRAY(sa.Text()), server_default=sa.text("'{tambon_team}'"), nullable=False)
    )
    op.execute(ROLES)
    make_drafts_possible()
    op.create_table(
        "form_attachment",
        sa.Column("form_version_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("md5", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_version_id"],
            ["form_version.id"],
            name=op.f("fk_form_attachment_form_version_id"),
            ondelete="cascade",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "sha256"], ["blob.workspace_id", "blob.sha256"], name="fk_form_attachment_blob"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_form_attachment_workspace_id")),
        sa.PrimaryKeyConstraint("form_version_id", "name", name=op.f("pk_form_attachment")),
    )
    op.create_index("ix_form_attachment_sha256", "form_attachment", ["workspace_id", "sha256"])
    op.create_table(
        "trial",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("form_version_id", sa.BigInteger(), nullable=False),
        sa.Column("instance_id", sa.Text(), nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.Column("answers", JSONB(), nullable=False),
        sa.Column("files", JSONB(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_version_id"],
            ["form_version.id"],
            name=op.f("fk_trial_form_version_id"),
            ondelete="cascade",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_trial_workspace_id")),
        sa.UniqueConstraint("workspace_id", "form_version_id", "instance_id", name="uq_trial_instance"),
    )
    op.create_table(
        "form_upload",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=True),
        sa.Column("roles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("outcome", JSONB(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_form_upload_actor_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_form_upload_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_upload")),
    )


def make_drafts_possible() -> None:
    op.add_column("form_version", sa.Column("warnings", JSONB(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column(
        "form_version",
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    op.add_column("form_version", sa.Column("created_by", sa.Integer(), nullable=True))
    op.execute("update form_version set created_at = published_at, created_by = published_by")
    op.alter_column("form_version", "created_by", nullable=False)
    op.create_foreign_key(op.f("fk_form_version_created_by"), "form_version", "actor", ["created_by"], ["id"])
    op.alter_column("form_version", "published_at", nullable=True, server_default=None)
    op.alter_column("form_version", "published_by", nullable=True)
    op.alter_column("form_version", "is_current", server_default="false")
    op.drop_constraint(op.f("uq_form_version_workspace_id_form_version"), "form_version")
    op.create_index(
        "uq_form_version_published",
        "form_version",
        ["workspace_id", "form", "version"],
        unique=True,
        postgresql_where=sa.text("published_at is not null"),
    )
    op.create_index(
        "uq_form_version_draft", "form_version", ["form"], unique=True, postgresql_where=sa.text("published_at is null")
    )
    op.create_check_constraint(
        op.f("ck_form_version_draft_is_not_current"), "form_version", "published_at is not null or not is_current"
    )


def downgrade() -> None:
    op.drop_table("form_upload")
    op.drop_table("trial")
    op.drop_table("form_attachment")
    op.execute("delete from form_version where published_at is null")
    op.drop_constraint(op.f("ck_form_version_draft_is_not_current"), "form_version")
    op.drop_index("uq_form_version_draft", "form_version")
    op.drop_index("uq_form_version_published", "form_version")
    op.create_unique_constraint(
        op.f("uq_form_version_workspace_id_form_version"), "form_version", ["workspace_id", "form", "version"]
    )
    op.alter_column("form_version", "is_current", server_default="true")
    op.alter_column("form_version", "published_by", nullable=False)
    op.alter_column("form_version", "published_at", nullable=False, server_default=sa.text("now()"))
    for column in ("created_by", "created_at", "warnings"):
        op.drop_column("form_version", column)
    op.drop_column("form", "roles")
    op.drop_column("form", "state_before")
