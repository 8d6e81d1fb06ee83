"""Keys of people's scripts, second factors, and who people are at a provider of sign-ins."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("key_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("starts", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.CheckConstraint("scope in ('read', 'write')", name=op.f("ck_api_key_scope_is_known")),
        sa.CheckConstraint("part in ('figures', 'all')", name=op.f("ck_api_key_part_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.actor_id"], name=op.f("fk_api_key_actor_id")),
        sa.UniqueConstraint("key_sha256", name=op.f("uq_api_key_key_sha256")),
    )
    op.create_index("ix_api_key_actor_id", "api_key", ["actor_id"])
    op.create_table(
        "second_factor",
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("actor_id", name=op.f("pk_second_factor")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.actor_id"], name=op.f("fk_second_factor_actor_id")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("code_sha256", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("actor_id", "code_sha256", name=op.f("pk_recovery_code")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.actor_id"], name=op.f("fk_recovery_code_actor_id")),
    )
    op.create_table(
        "identity",
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("actor_id", name=op.f("pk_identity")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.actor_id"], name=op.f("fk_identity_actor_id")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identity_issuer_subject")),
    )


def downgrade() -> None:
    op.drop_table("identity")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
    op.drop_table("api_key")
