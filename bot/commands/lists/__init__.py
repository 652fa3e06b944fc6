"""Lists under a name, and files to take along."""
