"""How passwords are set without the old one, what was guessed wrongly, and which logins are still in use."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


# The book of events has known it all along; the list of people asks for all of them at once.
LAST_SIGN_IN = """
    update person p set last_sign_in_at = (
        select e.at from event e where e.workspace_id is null and e.subject = 'person' and e.verb = 'sign_in'
        and e.subject_id = cast(p.actor_id as text) order by e.id desc limit 1)
"""


def upgrade() -> None:
    op.add_column("person", sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(LAST_SIGN_IN)
    op.add_column("login", sa.Column("program", sa.Text(), nullable=True))
    op.add_column("login", sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "password_reset",
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("secret_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('link', 'code')", name=op.f("ck_password_reset_kind_is_known")),
        sa.PrimaryKeyConstraint("actor_id", name=op.f("pk_password_reset")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.actor_id"], name=op.f("fk_password_reset_actor_id")),
        sa.ForeignKeyConstraint(["given_by"], ["actor.id"], name=op.f("fk_password_reset_given_by")),
    )
    op.create_index("ix_password_reset_secret_sha256", "password_reset", ["secret_sha256"])
    op.create_table(
        "failed_attempt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_attempt")),
    )
    op.create_index("ix_failed_attempt_key_at", "failed_attempt", ["key", "at"])
    op.create_index("ix_failed_attempt_at", "failed_attempt", ["at"])


def downgrade() -> None:
    op.drop_table("failed_attempt")
    op.drop_table("password_reset")
    op.drop_column("login", "last_seen_at")
    op.drop_column("login", "program")
    op.drop_column("person", "last_sign_in_at")
