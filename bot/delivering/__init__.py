"""From the outbox to the platforms: claiming, sending, what became of it, how fast, and where to."""
