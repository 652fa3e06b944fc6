"""When each platform was last heard from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signs_of_life",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "bot", name=op.f("pk_signs_of_life")),
    )


def downgrade() -> None:
    op.drop_table("signs_of_life")
