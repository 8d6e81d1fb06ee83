"""When a stored file's bytes were last compared with its name, and what was wrong with them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


# Phones send while the indexes are made.
AT_ONCE = {"if_not_exists": True, "postgresql_concurrently": True}
GOING = {"if_exists": True, "postgresql_concurrently": True}


def upgrade() -> None:
    op.add_column("blob", sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
    # Those that are there were never looked at; what comes from now on was hashed while it was written.
    op.alter_column("blob", "checked_at", server_default=sa.text("now()"))
    op.add_column("blob", sa.Column("fault", sa.Text(), nullable=True))
    op.execute(
        "alter table blob add constraint ck_blob_fault_is_known check (fault in ('damaged', 'missing')) not valid"
    )
    with op.get_context().autocommit_block():
        op.execute("alter table blob validate constraint ck_blob_fault_is_known")
        op.create_index("ix_blob_checked_at", "blob", ["checked_at"], **AT_ONCE)
        op.create_index("ix_blob_fault", "blob", ["fault"], postgresql_where=sa.text("fault is not null"), **AT_ONCE)


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.drop_index("ix_blob_fault", table_name="blob", **GOING)
        op.drop_index("ix_blob_checked_at", table_name="blob", **GOING)
    op.drop_constraint(op.f("ck_blob_fault_is_known"), "blob", type_="check")
    op.drop_column("blob", "fault")
    op.drop_column("blob", "checked_at")
