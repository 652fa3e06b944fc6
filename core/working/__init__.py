"""Interactions and follow-ups."""
