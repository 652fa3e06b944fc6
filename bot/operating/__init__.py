"""Operating the bot: its health and figures, what ``doctor`` looks at, setting it up, and the nightly backup."""
