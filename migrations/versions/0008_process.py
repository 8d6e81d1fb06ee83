"""Household finance as it is told of areas, under the rule of ten; house numbers and missing files are quickly counted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"

BASES = "basis in ('official', 'provisional')"
CODE = sa.Text(collation="C")

# What is told of a village, and everything provisional, is for those who may read the accounts themselves.
WORKSPACE = "current_setting('app.workspace', true)::integer"
AREA = "exists (select from unnest(current_setting('app.areas', true)::text[]) area where starts_with(area_code, area))"
SEES_AMOUNTS = "'amounts' = any (current_setting('app.sees', true)::text[])"
TOLD = f"workspace_id = {WORKSPACE} and {AREA} and ({SEES_AMOUNTS} or (basis = 'official' and length(area_code) < 8))"


HOUSE = """case when list_name = 'households' and data->>'status' = 'active'
    then (data->>'house_no') || ' ' || coalesce(data->>'hh_seq', '') end"""
THERE = sa.text("house is not null and deleted_at is null")


def year_key() -> list[sa.Column]:
    return [
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
    ]


def lines() -> list[sa.Column]:
    return [
        sa.Column("lines", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("lines_told_on", sa.Date(), nullable=True),
    ]


def upgrade() -> None:
    amounts = ("income_median", "income_mean", "expense_median", "expense_mean", "net_median", "net_mean")
    percent = sa.Numeric(precision=5, scale=2)
    op.create_table(
        "area_finance",
        *year_key(),
        sa.Column("area_code", CODE, nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        *[sa.Column(name, sa.BigInteger(), nullable=False) for name in amounts],
        sa.Column("net_negative_pct", percent, nullable=False),
        sa.Column("with_debt_pct", percent, nullable=False),
        sa.Column("debt_median", sa.BigInteger(), nullable=True),
        sa.Column("nonessential_pct", percent, nullable=True),
        *lines(),
        sa.CheckConstraint(BASES, name=op.f("ck_area_finance_basis_is_known")),
        sa.CheckConstraint("households >= 10", name=op.f("ck_area_finance_of_at_least_ten")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_area_finance_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "plan_year", "basis", "area_code", name=op.f("pk_area_finance")),
    )
    columns = ("incomes", "expenses", "nets", "debts")
    op.create_table(
        "finance_block",
        *year_key(),
        sa.Column("code", CODE, nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        *[sa.Column(name, postgresql.ARRAY(sa.BigInteger()), nullable=False) for name in columns],
        sa.Column("below_zero", sa.Integer(), nullable=False),
        sa.Column("share_sum", sa.BigInteger(), nullable=False),
        sa.Column("shares", sa.Integer(), nullable=False),
        *lines(),
        sa.CheckConstraint(BASES, name=op.f("ck_finance_block_basis_is_known")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_finance_block_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "plan_year", "basis", "code", name=op.f("pk_finance_block")),
    )
    op.create_table(
        "finance_told",
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("block_code", CODE, nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_finance_told_submission_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_finance_told_workspace_id")),
        sa.PrimaryKeyConstraint("submission_id", "edits", name=op.f("pk_finance_told")),
    )
    op.create_index(
        op.f("ix_finance_told_workspace_id_plan_year_household_id"),
        "finance_told",
        ["workspace_id", "plan_year", "household_id"],
    )
    op.add_column("entity", sa.Column("house", CODE, sa.Computed(HOUSE, persisted=True), nullable=True))
    op.create_index("ix_entity_house", "entity", ["workspace_id", "village_code", "house"], postgresql_where=THERE)
    missing = sa.text("sha256 is null")
    op.create_index("ix_attachment_missing", "attachment", ["submission_version_id"], postgresql_where=missing)
    nowhere = sa.text("state = 'rejected' or deleted_at is not null")
    op.create_index("ix_submission_counts_nowhere", "submission", ["id"], postgresql_where=nowhere)
    op.execute("grant select on area_finance to yudee_scoped")
    op.execute("alter table area_finance enable row level security")
    op.execute(f"create policy scoped on area_finance for select to yudee_scoped using ({TOLD})")


def downgrade() -> None:
    op.drop_index("ix_submission_counts_nowhere", table_name="submission")
    op.drop_index("ix_attachment_missing", table_name="attachment")
    op.drop_index("ix_entity_house", table_name="entity")
    op.drop_column("entity", "house")
    for table in ("finance_told", "finance_block", "area_finance"):
        op.drop_table(table)
