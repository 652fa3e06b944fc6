"""Keeping the notebook in order: people who left, merging, handing over, who changed what."""
