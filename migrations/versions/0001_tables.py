"""The tables: places, people, forms, submissions, entities, facts, results."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "actor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind in ('person', 'phone', 'system')", name=op.f("ck_actor_kind_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
    )
    op.create_table(
        "workspace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("province_code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sa.UniqueConstraint("province_code", name=op.f("uq_workspace_province_code")),
    )
    op.create_geospatial_table(
        "area",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column(
            "boundary",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.CheckConstraint("code ~ '^[0-9]{2}([0-9]{2}){0,2}$'", name=op.f("ck_area_code_is_digits")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_area_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "code", name=op.f("pk_area")),
    )
    op.create_geospatial_index(
        "idx_area_boundary", "area", ["boundary"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_table(
        "assignment",
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(collation="C"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_assignment_actor_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_assignment_workspace_id")),
        sa.PrimaryKeyConstraint("actor_id", "workspace_id", name=op.f("pk_assignment")),
    )
    op.create_table(
        "blob",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_blob_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "criteria",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), server_default="70", nullable=False),
        sa.Column("collection_start", sa.Date(), nullable=False),
        sa.Column("collection_end", sa.Date(), nullable=False),
        sa.Column("min_account_months", sa.Integer(), server_default="1", nullable=False),
        sa.Column("ind2_mode", sa.Text(), server_default="union", nullable=False),
        sa.Column("gate_min_grade", sa.Text(), server_default="B", nullable=False),
        sa.Column("site_radius_m", sa.Integer(), server_default="500", nullable=False),
        sa.Column("near_radius_m", sa.Integer(), server_default="2000", nullable=False),
        sa.Column("stale_days", sa.Integer(), server_default="30", nullable=False),
        sa.Column("behind_points", sa.Integer(), server_default="20", nullable=False),
        sa.Column("money_ahead_points", sa.Integer(), server_default="30", nullable=False),
        sa.Column("open_for_collection", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("locked_on", sa.Date(), nullable=True),
        sa.CheckConstraint("gate_min_grade in ('A', 'B')", name=op.f("ck_criteria_gate_min_grade_is_known")),
        sa.CheckConstraint("ind2_mode in ('union', 'best_single')", name=op.f("ck_criteria_ind2_mode_is_known")),
        sa.CheckConstraint("collection_end > collection_start", name=op.f("ck_criteria_window_is_not_empty")),
        sa.CheckConstraint("threshold between 1 and 100", name=op.f("ck_criteria_threshold_is_a_percent")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_criteria_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "plan_year", name=op.f("pk_criteria")),
    )
    op.create_table(
        "entity_list",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("properties", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_entity_list_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "name", name=op.f("pk_entity_list")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_event_actor_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_event_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(
        op.f("ix_event_workspace_id_subject_subject_id_id"),
        "event",
        ["workspace_id", "subject", "subject_id", "id"],
        unique=False,
    )
    op.create_table(
        "form",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("data_class", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "data_class in ('amounts', 'names', 'plans', 'projects')", name=op.f("ck_form_data_class_is_known")
        ),
        sa.CheckConstraint("state in ('open', 'closing', 'closed', 'deleted')", name=op.f("ck_form_state_is_known")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_form_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form")),
        sa.UniqueConstraint("workspace_id", "form_id", name=op.f("uq_form_workspace_id_form_id")),
    )
    op.create_table(
        "grade_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.Text(collation="C"), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("old_status", sa.Text(), nullable=True),
        sa.Column("new_status", sa.Text(), nullable=False),
        sa.Column("old_grade", sa.Text(), nullable=True),
        sa.Column("new_grade", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_grade_event_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_event")),
    )
    op.create_index(
        op.f("ix_grade_event_workspace_id_village_code_plan_year_id"),
        "grade_event",
        ["workspace_id", "village_code", "plan_year", "id"],
        unique=False,
    )
    op.create_table(
        "list_revision",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("list_name", sa.Text(), nullable=False),
        sa.Column("tambon_code", sa.Text(collation="C"), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_list_revision_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "list_name", "tambon_code", name=op.f("pk_list_revision")),
    )
    op.create_table(
        "login",
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_login_actor_id")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_login")),
    )
    op.create_table(
        "person",
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_person_actor_id")),
        sa.PrimaryKeyConstraint("actor_id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_geospatial_table(
        "project",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_code", sa.Text(collation="C"), nullable=False),
        sa.Column("village_code", sa.Text(collation="C"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("programme", sa.Integer(), nullable=False),
        sa.Column("impl_unit", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("budget_approved", sa.BigInteger(), nullable=False),
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
        sa.Column("planned_start", sa.Date(), nullable=True),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.Column("funded_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "budget_approved >= 0 and mod(budget_approved, 100) = 0", name=op.f("ck_project_budget_is_whole_baht")
        ),
        sa.CheckConstraint("planned_end >= planned_start", name=op.f("ck_project_plan_ends_after_its_start")),
        sa.CheckConstraint("programme between 1 and 5", name=op.f("ck_project_programme_is_one_of_five")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_project_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_project")),
        sa.UniqueConstraint("workspace_id", "project_code", name=op.f("uq_project_workspace_id_project_code")),
    )
    op.create_geospatial_index(
        "idx_project_site", "project", ["site"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_index(
        op.f("ix_project_workspace_id_village_code"), "project", ["workspace_id", "village_code"], unique=False
    )
    op.create_table(
        "stale_village",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.Text(collation="C"), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_stale_village_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stale_village")),
    )
    op.create_geospatial_table(
        "village",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("moo", sa.Integer(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="village", nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column(
            "place",
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
        sa.CheckConstraint("code ~ '^[0-9]{8}$'", name=op.f("ck_village_code_is_digits")),
        sa.CheckConstraint("kind in ('village', 'community')", name=op.f("ck_village_kind_is_known")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_village_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "code", name=op.f("pk_village")),
    )
    op.create_geospatial_index(
        "idx_village_place", "village", ["place"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_table(
        "entity",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("list_name", sa.Text(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.Text(collation="C"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("conflict", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("conflict in ('soft', 'hard')", name=op.f("ck_entity_conflict_is_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "list_name"], ["entity_list.workspace_id", "entity_list.name"], name="fk_entity_list"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_entity_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "list_name", "uuid", name=op.f("pk_entity")),
    )
    op.create_index(
        op.f("ix_entity_workspace_id_list_name_village_code"),
        "entity",
        ["workspace_id", "list_name", "village_code"],
        unique=False,
    )
    op.create_table(
        "form_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.Column("md5", sa.Text(), nullable=False),
        sa.Column("xlsx", sa.LargeBinary(), nullable=True),
        sa.Column("questions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("media", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_current", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["form"], ["form.id"], name=op.f("fk_form_version_form")),
        sa.ForeignKeyConstraint(["published_by"], ["actor.id"], name=op.f("fk_form_version_published_by")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_form_version_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_version")),
        sa.UniqueConstraint("workspace_id", "form", "version", name=op.f("uq_form_version_workspace_id_form_version")),
    )
    op.create_index(
        "uq_form_version_current", "form_version", ["form"], unique=True, postgresql_where=sa.text("is_current")
    )
    op.create_table(
        "phone",
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("generation", sa.Integer(), server_default="1", nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_phone_actor_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.actor_id"], name=op.f("fk_phone_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_phone_workspace_id")),
        sa.PrimaryKeyConstraint("actor_id", name=op.f("pk_phone")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_phone_token_sha256")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("uq_phone_workspace_id_name")),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.BigInteger(), nullable=False),
        sa.Column("instance_id", sa.Text(), nullable=False),
        sa.Column("data_class", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="received", nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("phone_area", sa.Text(collation="C"), nullable=False),
        sa.Column("village_code", sa.Text(collation="C"), nullable=True),
        sa.Column("plan_year", sa.Integer(), nullable=True),
        sa.Column(
            "received_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edits", sa.Integer(), server_default="0", nullable=False),
        sa.Column("area_accepted_by", sa.Integer(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('received', 'edited', 'has_issues', 'approved', 'rejected')",
            name=op.f("ck_submission_state_is_known"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_submission_actor_id")),
        sa.ForeignKeyConstraint(["area_accepted_by"], ["actor.id"], name=op.f("fk_submission_area_accepted_by")),
        sa.ForeignKeyConstraint(["form"], ["form.id"], name=op.f("fk_submission_form")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_submission_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "workspace_id", "form", "instance_id", name=op.f("uq_submission_workspace_id_form_instance_id")
        ),
    )
    op.create_index(
        "ix_submission_review", "submission", ["workspace_id", "form", "village_code", "state", "id"], unique=False
    )
    op.create_table(
        "village_year",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("village_code", sa.Text(collation="C"), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("reference_date", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("gate", sa.Text(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("basis in ('official', 'provisional')", name=op.f("ck_village_year_basis_is_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "village_code"], ["village.workspace_id", "village.code"], name="fk_village_year_village"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_village_year_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "plan_year", "basis", "village_code", name=op.f("pk_village_year")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_comment_actor_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_comment_submission_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_comment_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_submission_id"), "comment", ["submission_id"], unique=False)
    op.create_table(
        "community_plan",
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.Text(collation="C"), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("plan_date", sa.Date(), nullable=True),
        sa.Column("be_year", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("lao_prepare", sa.Boolean(), nullable=False),
        sa.Column("lao_evidence", sa.Boolean(), nullable=False),
        sa.Column("lao_first_date", sa.Date(), nullable=True),
        sa.Column("written", sa.Boolean(), nullable=False),
        sa.Column("written_evidence", sa.Boolean(), nullable=False),
        sa.Column("accounts_used_n", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_community_plan_submission_id"), ondelete="cascade"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_community_plan_workspace_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_community_plan")),
    )
    op.create_index(
        op.f("ix_community_plan_workspace_id_village_code_plan_year"),
        "community_plan",
        ["workspace_id", "village_code", "plan_year"],
        unique=False,
    )
    op.create_table(
        "entity_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("list_name", sa.Text(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("received", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("trunk_version", sa.Integer(), nullable=True),
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.Column("branch_base_version", sa.Integer(), nullable=True),
        sa.Column(
            "conflicting", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False
        ),
        sa.Column("submission_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_entity_version_actor_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_entity_version_submission_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "list_name", "uuid"],
            ["entity.workspace_id", "entity.list_name", "entity.uuid"],
            name="fk_entity_version_entity",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_entity_version_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity_version")),
        sa.UniqueConstraint(
            "workspace_id",
            "list_name",
            "uuid",
            "version",
            name=op.f("uq_entity_version_workspace_id_list_name_uuid_version"),
        ),
    )
    op.create_index(
        "uq_entity_version_submission",
        "entity_version",
        ["submission_id", "list_name", "uuid"],
        unique=True,
        postgresql_where=sa.text("submission_id is not null"),
    )
    op.create_table(
        "forum",
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.Text(collation="C"), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("forum_type", sa.Text(), nullable=False),
        sa.Column("forum_date", sa.Date(), nullable=True),
        sa.Column("be_year", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("lao_present", sa.Boolean(), nullable=False),
        sa.Column("walk_ins", sa.Integer(), server_default="0", nullable=False),
        sa.Column("people_male", sa.Integer(), nullable=True),
        sa.Column("people_female", sa.Integer(), nullable=True),
        sa.Column("has_sheet_photo", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("has_position", sa.Boolean(), server_default="false", nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_forum_submission_id"), ondelete="cascade"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_forum_workspace_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_forum")),
    )
    op.create_index(
        op.f("ix_forum_workspace_id_village_code_plan_year"),
        "forum",
        ["workspace_id", "village_code", "plan_year"],
        unique=False,
    )
    op.create_table(
        "household_account",
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.Text(collation="C"), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("be_year", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("entry_mode", sa.Text(), nullable=True),
        sa.Column("book_seen", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_household_account_submission_id"), ondelete="cascade"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_household_account_workspace_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_household_account")),
    )
    op.create_index(
        op.f("ix_household_account_workspace_id_household_id_plan_year"),
        "household_account",
        ["workspace_id", "household_id", "plan_year"],
        unique=False,
    )
    op.create_index(
        op.f("ix_household_account_workspace_id_village_code_plan_year"),
        "household_account",
        ["workspace_id", "village_code", "plan_year"],
        unique=False,
    )
    op.create_table(
        "household_closing",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.BigInteger(), nullable=True),
        sa.Column("exists_to", sa.Date(), nullable=True),
        sa.Column("be_year", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("close_reason", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_household_closing_submission_id"), ondelete="cascade"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_household_closing_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_closing")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_household_closing_submission_id")),
    )
    op.create_index(
        op.f("ix_household_closing_workspace_id_household_id"),
        "household_closing",
        ["workspace_id", "household_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_household_closing_workspace_id_merged_into"),
        "household_closing",
        ["workspace_id", "merged_into"],
        unique=False,
    )
    op.create_table(
        "household_money",
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("income", sa.BigInteger(), nullable=False),
        sa.Column("expense", sa.BigInteger(), nullable=False),
        sa.Column("debt", sa.BigInteger(), nullable=False),
        sa.Column("savings", sa.BigInteger(), nullable=True),
        sa.Column("by_category", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_household_money_submission_id"), ondelete="cascade"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_household_money_workspace_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_household_money")),
    )
    op.create_table(
        "household_registration",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.BigInteger(), nullable=True),
        sa.Column("village_code", sa.Text(collation="C"), nullable=False),
        sa.Column("exists_from", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_household_registration_submission_id"),
            ondelete="cascade",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_household_registration_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_registration")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_household_registration_submission_id")),
    )
    op.create_index(
        op.f("ix_household_registration_workspace_id_household_id"),
        "household_registration",
        ["workspace_id", "household_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_household_registration_workspace_id_village_code"),
        "household_registration",
        ["workspace_id", "village_code"],
        unique=False,
    )
    op.create_table(
        "indicator_result",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("village_code", sa.Text(collation="C"), nullable=False),
        sa.Column("indicator", sa.Integer(), nullable=False),
        sa.Column("num", sa.Integer(), nullable=True),
        sa.Column("den", sa.Integer(), nullable=True),
        sa.Column("needed", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("met", sa.Boolean(), nullable=True),
        sa.CheckConstraint("indicator between 1 and 4", name=op.f("ck_indicator_result_indicator_is_one_of_four")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "plan_year", "basis", "village_code"],
            ["village_year.workspace_id", "village_year.plan_year", "village_year.basis", "village_year.village_code"],
            name="fk_indicator_result_village_year",
            ondelete="cascade",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_indicator_result_workspace_id")),
        sa.PrimaryKeyConstraint(
            "workspace_id", "plan_year", "basis", "village_code", "indicator", name=op.f("pk_indicator_result")
        ),
    )
    op.create_table(
        "pending_submission",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_pending_submission_submission_id"), ondelete="cascade"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_pending_submission_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_submission")),
    )
    op.create_index(op.f("ix_pending_submission_submission_id"), "pending_submission", ["submission_id"], unique=False)
    op.create_geospatial_table(
        "progress_report",
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("reporter", sa.Text(), nullable=False),
        sa.Column("report_date", sa.Date(), nullable=True),
        sa.Column("be_year", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("milestone", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("disbursed", sa.BigInteger(), nullable=False),
        sa.Column("consent_ref", sa.Text(), nullable=True),
        sa.Column(
            "position",
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
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("photos", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("percent between 0 and 100", name=op.f("ck_progress_report_percent_is_a_share")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_progress_report_submission_id"), ondelete="cascade"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["project.workspace_id", "project.id"], name="fk_progress_report_project"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_progress_report_workspace_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_progress_report")),
    )
    op.create_geospatial_index(
        "idx_progress_report_position",
        "progress_report",
        ["position"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(
        op.f("ix_progress_report_workspace_id_project_id_report_date"),
        "progress_report",
        ["workspace_id", "project_id", "report_date"],
        unique=False,
    )
    op.create_table(
        "submission_flag",
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_submission_flag_submission_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_submission_flag_workspace_id")),
        sa.PrimaryKeyConstraint("submission_id", "code", name=op.f("pk_submission_flag")),
    )
    op.create_table(
        "submission_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.BigInteger(), nullable=False),
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("form_version_id", sa.BigInteger(), nullable=False),
        sa.Column("instance_id", sa.Text(), nullable=False),
        sa.Column("instance_name", sa.Text(), nullable=True),
        sa.Column("is_current", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=True),
        sa.Column("user_agent", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_submission_version_actor_id")),
        sa.ForeignKeyConstraint(
            ["form_version_id"], ["form_version.id"], name=op.f("fk_submission_version_form_version_id")
        ),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_submission_version_submission_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_submission_version_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_version")),
        sa.UniqueConstraint(
            "workspace_id", "form", "instance_id", name=op.f("uq_submission_version_workspace_id_form_instance_id")
        ),
    )
    op.create_index("ix_submission_version_submission_id", "submission_version", ["submission_id"], unique=False)
    op.create_index(
        "uq_submission_version_current",
        "submission_version",
        ["submission_id"],
        unique=True,
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "attachment",
        sa.Column("submission_version_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_version_id"], ["submission_version.id"], name=op.f("fk_attachment_submission_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "sha256"], ["blob.workspace_id", "blob.sha256"], name="fk_attachment_blob"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_attachment_workspace_id")),
        sa.PrimaryKeyConstraint("submission_version_id", "name", name=op.f("pk_attachment")),
    )
    op.create_table(
        "forum_attendance",
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["forum.submission_id"],
            name=op.f("fk_forum_attendance_submission_id"),
            ondelete="cascade",
        ),
        sa.PrimaryKeyConstraint("submission_id", "household_id", name=op.f("pk_forum_attendance")),
    )


def downgrade() -> None:
    op.drop_table("forum_attendance")
    op.drop_table("attachment")
    op.drop_index(
        "uq_submission_version_current", table_name="submission_version", postgresql_where=sa.text("is_current")
    )
    op.drop_index("ix_submission_version_submission_id", table_name="submission_version")
    op.drop_table("submission_version")
    op.drop_table("submission_flag")
    op.drop_index(op.f("ix_progress_report_workspace_id_project_id_report_date"), table_name="progress_report")
    op.drop_geospatial_index(
        "idx_progress_report_position", table_name="progress_report", postgresql_using="gist", column_name="position"
    )
    op.drop_geospatial_table("progress_report")
    op.drop_index(op.f("ix_pending_submission_submission_id"), table_name="pending_submission")
    op.drop_table("pending_submission")
    op.drop_table("indicator_result")
    op.drop_index(op.f("ix_household_registration_workspace_id_village_code"), table_name="household_registration")
    op.drop_index(op.f("ix_household_registration_workspace_id_household_id"), table_name="household_registration")
    op.drop_table("household_registration")
    op.drop_table("household_money")
    op.drop_index(op.f("ix_household_closing_workspace_id_merged_into"), table_name="household_closing")
    op.drop_index(op.f("ix_household_closing_workspace_id_household_id"), table_name="household_closing")
    op.drop_table("household_closing")
    op.drop_index(op.f("ix_household_account_workspace_id_village_code_plan_year"), table_name="household_account")
    op.drop_index(op.f("ix_household_account_workspace_id_household_id_plan_year"), table_name="household_account")
    op.drop_table("household_account")
    op.drop_index(op.f("ix_forum_workspace_id_village_code_plan_year"), table_name="forum")
    op.drop_table("forum")
    op.drop_index(
        "uq_entity_version_submission",
        table_name="entity_version",
        postgresql_where=sa.text("submission_id is not null"),
    )
    op.drop_table("entity_version")
    op.drop_index(op.f("ix_community_plan_workspace_id_village_code_plan_year"), table_name="community_plan")
    op.drop_table("community_plan")
    op.drop_index(op.f("ix_comment_submission_id"), table_name="comment")
    op.drop_table("comment")
    op.drop_table("village_year")
    op.drop_index("ix_submission_review", table_name="submission")
    op.drop_table("submission")
    op.drop_table("phone")
    op.drop_index("uq_form_version_current", table_name="form_version", postgresql_where=sa.text("is_current"))
    op.drop_table("form_version")
    op.drop_index(op.f("ix_entity_workspace_id_list_name_village_code"), table_name="entity")
    op.drop_table("entity")
    op.drop_geospatial_index("idx_village_place", table_name="village", postgresql_using="gist", column_name="place")
    op.drop_geospatial_table("village")
    op.drop_table("stale_village")
    op.drop_index(op.f("ix_project_workspace_id_village_code"), table_name="project")
    op.drop_geospatial_index("idx_project_site", table_name="project", postgresql_using="gist", column_name="site")
    op.drop_geospatial_table("project")
    op.drop_table("person")
    op.drop_table("login")
    op.drop_table("list_revision")
    op.drop_index(op.f("ix_grade_event_workspace_id_village_code_plan_year_id"), table_name="grade_event")
    op.drop_table("grade_event")
    op.drop_table("form")
    op.drop_index(op.f("ix_event_workspace_id_subject_subject_id_id"), table_name="event")
    op.drop_table("event")
    op.drop_table("entity_list")
    op.drop_table("criteria")
    op.drop_table("blob")
    op.drop_table("assignment")
    op.drop_geospatial_index("idx_area_boundary", table_name="area", postgresql_using="gist", column_name="boundary")
    op.drop_geospatial_table("area")
    op.drop_table("workspace")
    op.drop_table("actor")
