"""What Alembic runs: the migrations, on the connection that ``core.store.migrating`` hands over, within its transaction."""

from __future__ import annotations

from alembic import context

from core.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    transaction_per_migration=False,
)
context.run_migrations()
