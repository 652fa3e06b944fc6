"""Import and export in chat."""
