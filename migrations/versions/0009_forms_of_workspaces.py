"""A submission's form is one of its own workspace, and a version's definition one of its form: one key says both."""

from alembic import op

revision = "0009"
down_revision = "0008"

OF_FORM = (["workspace_id", "form"], ["workspace_id", "id"])
OF_DEFINITION = (["workspace_id", "form", "form_version_id"], ["workspace_id", "form", "id"])


def upgrade() -> None:
    op.create_unique_constraint(op.f("uq_form_workspace_id_id"), "form", ["workspace_id", "id"])
    op.create_unique_constraint(
        op.f("uq_form_version_workspace_id_form_id"), "form_version", ["workspace_id", "form", "id"]
    )
    for table in ("form_version", "submission"):
        op.drop_constraint(f"fk_{table}_workspace_id", table)
        op.drop_constraint(f"fk_{table}_form", table)
        op.create_foreign_key(f"fk_{table}_form", table, "form", *OF_FORM)
    op.drop_constraint("fk_submission_version_workspace_id", "submission_version")
    op.drop_constraint("fk_submission_version_form_version_id", "submission_version")
    op.create_foreign_key("fk_submission_version_definition", "submission_version", "form_version", *OF_DEFINITION)


def downgrade() -> None:
    op.drop_constraint("fk_submission_version_definition", "submission_version")
    op.create_foreign_key(
        op.f("fk_submission_version_form_version_id"), "submission_version", "form_version", ["form_version_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_submission_version_workspace_id"), "submission_version", "workspace", ["workspace_id"], ["id"]
    )
    for table in ("form_version", "submission"):
        op.drop_constraint(f"fk_{table}_form", table)
        op.create_foreign_key(op.f(f"fk_{table}_form"), table, "form", ["form"], ["id"])
        op.create_foreign_key(op.f(f"fk_{table}_workspace_id"), table, "workspace", ["workspace_id"], ["id"])
    op.drop_constraint("uq_form_version_workspace_id_form_id", "form_version")
    op.drop_constraint("uq_form_workspace_id_id", "form")
