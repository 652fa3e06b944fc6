"""Help, small talk, undo."""
