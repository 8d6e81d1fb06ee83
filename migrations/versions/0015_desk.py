"""The district's desk: an index of submissions by risk, decisions in bulk, flags set aside, corrections."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"

READABLE = "submission_index, flag_dismissal, review_batch, review_draw, correction"
BY_RISK = ["form", "state", sa.text("risk desc"), sa.text("submission_id desc")]


def code() -> sa.Text:
    return sa.Text(collation="C")


def keys(table: str, *more: sa.Constraint) -> list[sa.Constraint]:
    workspace = sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f(f"fk_{table}_workspace_id"))
    return [workspace, *more]


def of(table: str, column: str, target: str, **how: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), **how)


def upgrade() -> None:
    index_of_submissions()
    decisions()
    queues()
    op.execute(f"grant select on {READABLE} to yudee_scoped")
    op.execute("insert into pending_submission (submission_id, workspace_id) select id, workspace_id from submission")


def index_of_submissions() -> None:
    op.create_table(
        "submission_index",
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("district_code", code(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("village_code", code(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("risk", sa.Integer(), nullable=False),
        sa.Column("flags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "district_code", name=op.f("pk_submission_index")),
        *keys("submission_index", of("submission_index", "submission_id", "submission.id", ondelete="cascade")),
    )
    for name, place in (("district", "district_code"), ("village", "village_code")):
        columns = ["workspace_id", place, *BY_RISK]
        included = {"postgresql_include": ["received_at"]}
        op.create_index(f"ix_submission_index_{name}", "submission_index", columns, **included)
    by_team = ["workspace_id", "actor_id", *BY_RISK[1:]]
    op.create_index("ix_submission_index_team", "submission_index", by_team)
    words = {"postgresql_using": "gin", "postgresql_ops": {"words": "gin_trgm_ops"}}
    op.create_index("ix_submission_index_words", "submission_index", ["words"], **words)


def decisions() -> None:
    op.create_table(
        "flag_dismissal",
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("submission_version_id", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "code", name=op.f("pk_flag_dismissal")),
        *keys(
            "flag_dismissal",
            of("flag_dismissal", "submission_id", "submission.id", ondelete="cascade"),
            of("flag_dismissal", "submission_version_id", "submission_version.id"),
            of("flag_dismissal", "actor_id", "actor.id"),
        ),
    )
    op.create_table(
        "review_batch",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("submission_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("states_before", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_batch")),
        *keys("review_batch", of("review_batch", "actor_id", "actor.id")),
    )
    op.create_table(
        "review_draw",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.BigInteger(), nullable=False),
        sa.Column("village_code", code(), nullable=False),
        sa.Column("submission_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("version_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("sample", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_draw")),
        *keys("review_draw", of("review_draw", "actor_id", "actor.id"), of("review_draw", "form", "form.id")),
    )


def queues() -> None:
    op.create_table(
        "correction",
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("corrects", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_correction")),
        *keys(
            "correction",
            of("correction", "submission_id", "submission.id", ondelete="cascade"),
            of("correction", "corrects", "submission.id", ondelete="cascade"),
        ),
    )
    op.create_index(op.f("ix_correction_corrects"), "correction", ["corrects"])
    op.create_table(
        "stale_check",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("village_code", code(), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stale_check")),
        *keys("stale_check"),
    )


def downgrade() -> None:
    for table in ("stale_check", "correction", "review_draw", "review_batch", "flag_dismissal", "submission_index"):
        op.drop_table(table)
