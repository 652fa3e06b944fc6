"""Reps, pairing, settings."""
