"""The command line, and the only wiring."""
