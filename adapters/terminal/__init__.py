"""The terminal: the example to copy."""
