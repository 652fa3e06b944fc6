"""The outbox's index by rep no longer moves with every state; what is held has a small one of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_HELD = sa.text("state = 'held'")


def upgrade() -> None:
    op.drop_index(op.f("ix_outbox_rep_id_state"), table_name="outbox")
    op.create_index(op.f("ix_outbox_rep_id"), "outbox", ["rep_id"], unique=False)
    op.create_index("ix_outbox_held", "outbox", ["rep_id"], unique=False, sqlite_where=_HELD, postgresql_where=_HELD)


def downgrade() -> None:
    op.drop_index("ix_outbox_held", table_name="outbox")
    op.drop_index(op.f("ix_outbox_rep_id"), table_name="outbox")
    op.create_index(op.f("ix_outbox_rep_id_state"), "outbox", ["rep_id", "state"], unique=False)
