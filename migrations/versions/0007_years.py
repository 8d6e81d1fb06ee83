"""Locked years keep their evidence, and beside them what would come out now; accounts are erased; households withdraw."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

READABLE = "locked_evidence, village_year_now, indicator_result_now, withdrawal"
RULES = {
    "months_fit_the_window": "min_account_months between 1 and 24",
    "radii_are_in_order": "site_radius_m > 0 and near_radius_m >= site_radius_m",
    "accounts_are_kept_a_while": "retention_years > 0",
}
ERASURE = {
    "erasure_has_a_known_reason": "erased_because in ('consent_withdrawn', 'retention', 'court_order')",
    "erasure_is_whole": "(erased_at is null) = (erased_because is null)"
    " and (erased_at is null or deleted_at is not null)",
}
KEY = ("workspace_id", "plan_year", "basis", "village_code")


def key_columns() -> list[sa.Column]:
    return [
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("village_code", sa.Text(collation="C"), nullable=False),
    ]


def of_workspace(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f(f"fk_{table}_workspace_id"))


def of_village(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "village_code"], ["village.workspace_id", "village.code"], name=f"fk_{table}_village"
    )


def basis_is_known(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint("basis in ('official', 'provisional')", name=op.f(f"ck_{table}_basis_is_known"))


def one_of_four(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint("indicator between 1 and 4", name=op.f(f"ck_{table}_indicator_is_one_of_four"))


def upgrade() -> None:
    op.add_column("criteria", sa.Column("retention_years", sa.Integer(), server_default="2", nullable=False))
    op.add_column("submission", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("submission", sa.Column("erased_because", sa.Text(), nullable=True))
    for table, checks in (("criteria", RULES), ("submission", ERASURE)):
        for name, rule in checks.items():
            op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)
    op.create_table(
        "village_year_now",
        *key_columns(),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("reference_date", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("gate", sa.Text(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        basis_is_known("village_year_now"),
        of_workspace("village_year_now"),
        of_village("village_year_now"),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_village_year_now")),
    )
    op.create_table(
        "indicator_result_now",
        *key_columns(),
        sa.Column("indicator", sa.Integer(), nullable=False),
        sa.Column("num", sa.Integer(), nullable=True),
        sa.Column("den", sa.Integer(), nullable=True),
        sa.Column("needed", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("met", sa.Boolean(), nullable=True),
        one_of_four("indicator_result_now"),
        of_workspace("indicator_result_now"),
        sa.ForeignKeyConstraint(
            KEY,
            [f"village_year_now.{column}" for column in KEY],
            name="fk_indicator_result_now_village_year_now",
            ondelete="cascade",
        ),
        sa.PrimaryKeyConstraint(*KEY, "indicator", name=op.f("pk_indicator_result_now")),
    )
    op.create_table(
        "locked_evidence",
        *key_columns(),
        sa.Column("indicator", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("submission_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("household_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("walk_ins", postgresql.ARRAY(sa.Integer()), nullable=False),
        basis_is_known("locked_evidence"),
        one_of_four("locked_evidence"),
        of_workspace("locked_evidence"),
        of_village("locked_evidence"),
        sa.PrimaryKeyConstraint(*KEY, "indicator", "reason", name=op.f("pk_locked_evidence")),
    )
    op.create_table(
        "withdrawal",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_withdrawal_actor_id")),
        of_workspace("withdrawal"),
        sa.PrimaryKeyConstraint("workspace_id", "household_id", "plan_year", name=op.f("pk_withdrawal")),
    )
    # Whether another submission has a file, and the foreign key when a blob goes.
    op.execute(f"grant select on {READABLE} to yudee_scoped")


def downgrade() -> None:
    """Years stay locked, and what is erased stays deleted."""
    for table in ("withdrawal", "locked_evidence", "indicator_result_now", "village_year_now"):
        op.drop_table(table)
    for table, checks in (("criteria", RULES), ("submission", ERASURE)):
        for name in checks:
            op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    op.drop_column("submission", "erased_because")
    op.drop_column("submission", "erased_at")
    op.drop_column("criteria", "retention_years")
