"""Tests of the core, on SQLite and on PostgreSQL."""
