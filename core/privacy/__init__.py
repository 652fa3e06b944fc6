"""People's own data: everything about a person told, everything of a person erased, and what remembers that it was."""
