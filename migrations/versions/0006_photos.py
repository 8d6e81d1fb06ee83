"""What cameras say about photos: when and where they were taken; and where else a file was sent."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "0006"
down_revision = "0005"

# Positions are personal data: whoever may not see the file does not see where it was taken.
SEEN = "exists (select from attachment a where a.workspace_id = photo.workspace_id and a.sha256 = photo.sha256)"
LOOK_AGAIN = """
    insert into pending_submission (submission_id, workspace_id)
    select distinct v.submission_id, v.workspace_id from submission_version v
    join attachment a on a.submission_version_id = v.id
    where v.is_current and a.sha256 is not null order by v.submission_id
"""


def upgrade() -> None:
    op.create_geospatial_table(
        "photo",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
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
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_photo_workspace_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "sha256"], ["blob.workspace_id", "blob.sha256"], name="fk_photo_blob", ondelete="cascade"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "sha256", name=op.f("pk_photo")),
    )
    op.create_index(
        "ix_attachment_sha256",
        "attachment",
        ["workspace_id", "sha256"],
        unique=False,
        postgresql_where=sa.text("sha256 is not null"),
    )
    op.execute("grant select on photo to yudee_scoped")
    op.execute("alter table photo enable row level security")
    op.execute(f"create policy scoped on photo for select to yudee_scoped using ({SEEN})")
    op.execute(LOOK_AGAIN)


def downgrade() -> None:
    op.drop_index("ix_attachment_sha256", table_name="attachment")
    op.execute("drop policy scoped on photo")
    op.drop_geospatial_table("photo")
