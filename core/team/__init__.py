"""Reps, identities, workspace."""
