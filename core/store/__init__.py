"""Beneath the database: whose turn it is to write, its schema's versions, and the rows of the audit."""
