"""What the zone data said when promises were made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "zone_offsets",
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("release", sa.String(), nullable=False),
        sa.Column("offsets", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("zone", name=op.f("pk_zone_offsets")),
    )


def downgrade() -> None:
    op.drop_table("zone_offsets")
