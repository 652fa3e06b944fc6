"""Files that belong to an interaction, and where a visit was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interactions", sa.Column("files", sa.JSON(), nullable=True))
    op.add_column("interactions", sa.Column("latitude", sa.Float(), nullable=True))
    op.add_column("interactions", sa.Column("longitude", sa.Float(), nullable=True))
    op.create_index(
        "ix_interactions_position",
        "interactions",
        ["latitude"],
        sqlite_where=sa.text("latitude IS NOT NULL"),
        postgresql_where=sa.text("latitude IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_interactions_position", table_name="interactions")
    op.drop_column("interactions", "longitude")
    op.drop_column("interactions", "latitude")
    op.drop_column("interactions", "files")
