"""``daftar``, the same as ``python -m bot``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; faults that an operator can mend become one sentence and an exit code (CLI.md)."""
    from bot.cli.app import run

    sys.exit(run())


if __name__ == "__main__":
    main()
