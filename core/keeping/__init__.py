"""Keeping the notebook: backups and how long they are kept, restoring one, moving to another database, the state of its health."""
