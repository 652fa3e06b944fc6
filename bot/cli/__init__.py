"""The command line, and the only wiring: it loads ``adapters.<name>`` by name. One file for each group of commands."""
