"""Lists and numbers."""
