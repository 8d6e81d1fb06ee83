"""The life of a project: proposed, screened, decided, paid, reported, evaluated; its moves, notices and standing."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "0005"
down_revision = "0004"

READABLE = (
    "project_proposal, project_screening, project_evaluation, project_decision, project_transfer, project_act,"
    " project_consent, project_move, project_notice, project_standing, stale_project"
)
CHECKS = {
    "transfers_are_within_budget": "transferred between 0 and coalesce(budget_approved, 0)",
    "kind_is_known": "kind in ('project', 'plan_making')",
    "project_has_a_programme": "(kind = 'project') = (programme is not null)",
}


def upgrade() -> None:
    op.create_table(
        "chore",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("done_for", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_chore_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "name", name=op.f("pk_chore")),
    )
    op.create_table(
        "stale_project",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_stale_project_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stale_project")),
    )
    op.create_table(
        "project_act",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("refunded", sa.BigInteger(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('override_gate', 'suspend', 'resume', 'cancel')", name=op.f("ck_project_act_kind_is_known")
        ),
        sa.CheckConstraint("refunded >= 0", name=op.f("ck_project_act_refund_is_not_negative")),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_project_act_actor_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_project_act_project"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_project_act_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_act")),
    )
    op.create_index(
        op.f("ix_project_act_workspace_id_project_id"), "project_act", ["workspace_id", "project_id"], unique=False
    )
    op.create_table(
        "project_consent",
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("disbursed", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_project_consent_actor_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_project_consent_submission_id"), ondelete="cascade"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_project_consent_project"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_project_consent_workspace_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_project_consent")),
    )
    op.create_index(
        op.f("ix_project_consent_workspace_id_project_id"),
        "project_consent",
        ["workspace_id", "project_id"],
        unique=False,
    )
    op.create_table(
        "project_decision",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("order_no", sa.Text(), nullable=True),
        sa.Column("budget_approved", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'approved') = (budget_approved is not null)",
            name=op.f("ck_project_decision_approval_has_a_budget"),
        ),
        sa.CheckConstraint(
            "outcome in ('approved', 'not_approved', 'returned')", name=op.f("ck_project_decision_outcome_is_known")
        ),
        sa.CheckConstraint(
            "budget_approved > 0 and mod(budget_approved, 100) = 0",
            name=op.f("ck_project_decision_budget_is_whole_baht"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_project_decision_actor_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_project_decision_project"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_project_decision_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_decision")),
    )
    op.create_index(
        op.f("ix_project_decision_workspace_id_project_id"),
        "project_decision",
        ["workspace_id", "project_id"],
        unique=False,
    )
    op.create_table(
        "project_evaluation",
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("eval_date", sa.Date(), nullable=True),
        sa.Column("be_year", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("effectiveness", sa.Integer(), nullable=False),
        sa.Column("quality", sa.Integer(), nullable=False),
        sa.Column("efficiency", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.Integer(), nullable=False),
        sa.Column("objectives_met", sa.Text(), nullable=True),
        sa.Column("actual_households", sa.Integer(), nullable=True),
        sa.Column("continues", sa.Boolean(), nullable=False),
        sa.Column("best_practice", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "effectiveness between 1 and 5", name=op.f("ck_project_evaluation_effectiveness_is_a_score")
        ),
        sa.CheckConstraint("efficiency between 1 and 5", name=op.f("ck_project_evaluation_efficiency_is_a_score")),
        sa.CheckConstraint("organisation between 1 and 5", name=op.f("ck_project_evaluation_organisation_is_a_score")),
        sa.CheckConstraint("quality between 1 and 5", name=op.f("ck_project_evaluation_quality_is_a_score")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_project_evaluation_submission_id"), ondelete="cascade"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_project_evaluation_project"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_project_evaluation_workspace_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_project_evaluation")),
    )
    op.create_index(
        op.f("ix_project_evaluation_workspace_id_project_id"),
        "project_evaluation",
        ["workspace_id", "project_id"],
        unique=False,
    )
    op.create_table(
        "project_move",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("old_stage", sa.Text(), nullable=True),
        sa.Column("new_stage", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_project_move_actor_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_project_move_project"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_project_move_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_move")),
    )
    op.create_index(
        op.f("ix_project_move_workspace_id_project_id_id"),
        "project_move",
        ["workspace_id", "project_id", "id"],
        unique=False,
    )
    op.create_geospatial_table(
        "project_proposal",
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.Text(collation="C"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("programme", sa.Integer(), nullable=True),
        sa.Column("impl_unit", sa.Text(), nullable=False),
        sa.Column("agency_name", sa.Text(), nullable=True),
        sa.Column("work_mode", sa.Text(), nullable=True),
        sa.Column("budget_requested", sa.BigInteger(), nullable=False),
        sa.Column("contribution_village", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("contribution_lao", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("beneficiary_households", sa.Integer(), nullable=True),
        sa.Column("beneficiary_people", sa.Integer(), nullable=True),
        sa.Column("planned_start", sa.Date(), nullable=True),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.Column("from_plan", sa.Boolean(), nullable=False),
        sa.Column("resolution_date", sa.Date(), nullable=True),
        sa.Column("votes_total", sa.Integer(), nullable=True),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "site",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_project_proposal_submission_id"), ondelete="cascade"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_project_proposal_project"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_project_proposal_workspace_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_project_proposal")),
    )
    op.create_geospatial_index(
        "idx_project_proposal_site",
        "project_proposal",
        ["site"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(
        op.f("ix_project_proposal_workspace_id_project_id"),
        "project_proposal",
        ["workspace_id", "project_id"],
        unique=False,
    )
    op.create_table(
        "project_screening",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.BigInteger(), nullable=True),
        sa.Column("meeting_date", sa.Date(), nullable=True),
        sa.Column("mission_group", sa.Text(), nullable=True),
        sa.Column("strategy_link", sa.Text(), nullable=False),
        sa.Column("from_plan", sa.Text(), nullable=False),
        sa.Column("benefit", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("completeness", sa.Text(), nullable=False),
        sa.Column("comments", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("budget_recommended", sa.BigInteger(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("benefit in ('pass', 'fix', 'fail')", name=op.f("ck_project_screening_benefit_is_known")),
        sa.CheckConstraint(
            "completeness in ('pass', 'fix', 'fail')", name=op.f("ck_project_screening_completeness_is_known")
        ),
        sa.CheckConstraint(
            "from_plan in ('pass', 'fix', 'fail')", name=op.f("ck_project_screening_from_plan_is_known")
        ),
        sa.CheckConstraint(
            "outcome in ('forwarded', 'returned', 'not_forwarded')", name=op.f("ck_project_screening_outcome_is_known")
        ),
        sa.CheckConstraint(
            "strategy_link in ('pass', 'fix', 'fail')", name=op.f("ck_project_screening_strategy_link_is_known")
        ),
        sa.CheckConstraint("value in ('pass', 'fix', 'fail')", name=op.f("ck_project_screening_value_is_known")),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_project_screening_actor_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_project_screening_submission_id"), ondelete="cascade"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_project_screening_project"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_project_screening_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_screening")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_project_screening_submission_id")),
    )
    op.create_index(
        op.f("ix_project_screening_workspace_id_project_id"),
        "project_screening",
        ["workspace_id", "project_id"],
        unique=False,
    )
    op.create_table(
        "project_standing",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("latest_report", sa.Text(), nullable=True),
        sa.Column("percent_physical", sa.Integer(), nullable=False),
        sa.Column("disbursed", sa.BigInteger(), nullable=False),
        sa.Column("percent_disbursed", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("location_class", sa.Text(), nullable=True),
        sa.Column("distance_m", sa.Integer(), nullable=True),
        sa.Column("inside_tambon", sa.Boolean(), nullable=True),
        sa.Column("geo_tagged", sa.Boolean(), nullable=False),
        sa.Column("geo_tagged_on", sa.Date(), nullable=True),
        sa.Column("expected_percent", sa.Integer(), nullable=True),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("behind", sa.Boolean(), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("money_ahead", sa.Boolean(), nullable=False),
        sa.Column("reports_differ", sa.Boolean(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("basis in ('official', 'provisional')", name=op.f("ck_project_standing_basis_is_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["project.workspace_id", "project.id"],
            name="fk_project_standing_project",
            ondelete="cascade",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_project_standing_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "project_id", "basis", name=op.f("pk_project_standing")),
    )
    op.create_table(
        "project_transfer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("bank_ref", sa.Text(), nullable=False),
        sa.Column("account_last4", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("account_last4 ~ '^[0-9]{4}$'", name=op.f("ck_project_transfer_account_is_four_digits")),
        sa.CheckConstraint("(voided_at is null) = (voided_by is null)", name=op.f("ck_project_transfer_void_is_whole")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_project_transfer_amount_is_positive")),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_project_transfer_actor_id")),
        sa.ForeignKeyConstraint(["voided_by"], ["actor.id"], name=op.f("fk_project_transfer_voided_by")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_project_transfer_project"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_project_transfer_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_transfer")),
    )
    op.create_index(
        op.f("ix_project_transfer_workspace_id_project_id"),
        "project_transfer",
        ["workspace_id", "project_id"],
        unique=False,
    )
    op.create_index(
        "uq_project_transfer_reference",
        "project_transfer",
        ["workspace_id", "project_id", "bank_ref"],
        unique=True,
        postgresql_where=sa.text("voided_at is null"),
    )
    op.create_table(
        "project_notice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("move_id", sa.BigInteger(), nullable=False),
        sa.Column("area_code", sa.Text(collation="C"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["move_id"], ["project_move.id"], name=op.f("fk_project_notice_move_id")),
        sa.ForeignKeyConstraint(["seen_by"], ["actor.id"], name=op.f("fk_project_notice_seen_by")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_project_notice_project"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_project_notice_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_notice")),
    )
    op.create_index(
        op.f("ix_project_notice_workspace_id_area_code_id"),
        "project_notice",
        ["workspace_id", "area_code", "id"],
        unique=False,
    )
    op.add_column("project", sa.Column("kind", sa.Text(), server_default="project", nullable=False))
    op.add_column("project", sa.Column("submission_id", sa.BigInteger(), nullable=True))
    op.add_column("project", sa.Column("entered_stage", sa.Text(), nullable=True))
    op.execute("update project set entered_stage = stage")
    op.alter_column("project", "entered_stage", nullable=False)
    op.add_column("project", sa.Column("budget_requested", sa.BigInteger(), nullable=True))
    op.add_column("project", sa.Column("budget_recommended", sa.BigInteger(), nullable=True))
    op.add_column("project", sa.Column("transferred", sa.BigInteger(), server_default="0", nullable=False))
    op.alter_column("project", "programme", existing_type=sa.INTEGER(), nullable=True)
    op.alter_column("project", "budget_approved", existing_type=sa.BIGINT(), nullable=True)
    op.create_index(
        op.f("ix_project_workspace_id_fiscal_year_village_code"),
        "project",
        ["workspace_id", "fiscal_year", "village_code"],
        unique=False,
    )
    op.create_unique_constraint(op.f("uq_project_submission_id"), "project", ["submission_id"])
    op.create_foreign_key(op.f("fk_project_submission_id"), "project", "submission", ["submission_id"], ["id"])
    op.add_column("entity_version", sa.Column("written_back", sa.Boolean(), server_default="false", nullable=False))
    for name, rule in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_project_{name}"), "project", rule)
    op.execute(f"grant select on {READABLE} to yudee_scoped")
    op.execute(
        "create trigger append_only before update or delete on project_move"
        " for each row execute function refuse_change()"
    )
    op.execute("insert into stale_project (workspace_id, project_id) select workspace_id, id from project")


def downgrade() -> None:
    """Projects that came by a proposal are unknown to the older schema."""
    op.execute("drop trigger append_only on project_move")
    op.drop_column("entity_version", "written_back")
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_project_{name}"), "project", type_="check")
    op.execute(
        "delete from progress_report where project_id in (select id from project where entered_stage = 'proposed')"
    )
    for table in (
        "standing",
        "proposal",
        "screening",
        "evaluation",
        "decision",
        "transfer",
        "act",
        "consent",
        "notice",
        "move",
    ):
        op.execute(f"delete from project_{table}")  # noqa: S608
    op.execute("delete from project where entered_stage = 'proposed'")
    op.drop_constraint(op.f("fk_project_submission_id"), "project", type_="foreignkey")
    op.drop_constraint(op.f("uq_project_submission_id"), "project", type_="unique")
    op.drop_index(op.f("ix_project_workspace_id_fiscal_year_village_code"), table_name="project")
    op.alter_column("project", "budget_approved", existing_type=sa.BIGINT(), nullable=False)
    op.alter_column("project", "programme", existing_type=sa.INTEGER(), nullable=False)
    op.drop_column("project", "transferred")
    op.drop_column("project", "budget_recommended")
    op.drop_column("project", "budget_requested")
    op.drop_column("project", "entered_stage")
    op.drop_column("project", "submission_id")
    op.drop_column("project", "kind")
    op.drop_index(op.f("ix_project_notice_workspace_id_area_code_id"), table_name="project_notice")
    op.drop_table("project_notice")
    op.drop_index(
        "uq_project_transfer_reference", table_name="project_transfer", postgresql_where=sa.text("voided_at is null")
    )
    op.drop_index(op.f("ix_project_transfer_workspace_id_project_id"), table_name="project_transfer")
    op.drop_table("project_transfer")
    op.drop_table("project_standing")
    op.drop_index(op.f("ix_project_screening_workspace_id_project_id"), table_name="project_screening")
    op.drop_table("project_screening")
    op.drop_index(op.f("ix_project_proposal_workspace_id_project_id"), table_name="project_proposal")
    op.drop_geospatial_index(
        "idx_project_proposal_site", table_name="project_proposal", postgresql_using="gist", column_name="site"
    )
    op.drop_geospatial_table("project_proposal")
    op.drop_index(op.f("ix_project_move_workspace_id_project_id_id"), table_name="project_move")
    op.drop_table("project_move")
    op.drop_index(op.f("ix_project_evaluation_workspace_id_project_id"), table_name="project_evaluation")
    op.drop_table("project_evaluation")
    op.drop_index(op.f("ix_project_decision_workspace_id_project_id"), table_name="project_decision")
    op.drop_table("project_decision")
    op.drop_index(op.f("ix_project_consent_workspace_id_project_id"), table_name="project_consent")
    op.drop_table("project_consent")
    op.drop_index(op.f("ix_project_act_workspace_id_project_id"), table_name="project_act")
    op.drop_table("project_act")
    op.drop_table("stale_project")
    op.drop_table("chore")
