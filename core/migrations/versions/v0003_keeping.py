"""People who left, stay-in-touch clocks, merged records, saved lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contacts", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("follow_ups", sa.Column("touch_every_days", sa.Integer(), nullable=True))
    op.create_table(
        "merged",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=True),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["rep_id"], ["reps.id"], name=op.f("fk_merged_rep_id_reps")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merged")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_merged_record_from_id"), "merged", ["record", "from_id"], unique=False)
    op.create_table(
        "saved_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=True),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["rep_id"], ["reps.id"], name=op.f("fk_saved_lists_rep_id_reps")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_lists")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_saved_lists_folded"), "saved_lists", ["folded"], unique=False)
    op.create_index(op.f("ix_saved_lists_rep_id"), "saved_lists", ["rep_id"], unique=False)


def downgrade() -> None:
    op.drop_table("saved_lists")
    op.drop_table("merged")
    op.drop_column("follow_ups", "touch_every_days")
    op.drop_column("contacts", "left_at")
