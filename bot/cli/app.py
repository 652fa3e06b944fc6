"""All commands in one place, and what becomes of faults: one sentence on standard error and the exit code of CLI.md."""

from __future__ import annotations

import os
import sys

import typer
from typer.exceptions import TyperException

from bot.cli import chat, exchange, operator, reps, say
from bot.cli import run as running
from bot.cli.exits import REFUSED, USAGE, Ends

app = typer.Typer(
    name="daftar",
    help="Daftar (دفتر): a customer database that lives in chat. Start with: daftar demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for group in (chat, running, say, operator, exchange, reps):
    group.add_to(app)


def run(arguments: list[str] | None = None) -> int:
    """Run one command; its exit code. A fault of the program is told in one line, in full with ``DAFTAR_DEBUG``."""
    try:
        code = app(arguments, standalone_mode=False)
        return code if isinstance(code, int) else 0
    except Ends as ends:
        _say(str(ends))
        return ends.code
    except typer.Exit as ends:
        return int(ends.exit_code)
    except TyperException as wrong:
        _say(str(wrong.format_message() if hasattr(wrong, "format_message") else wrong))
        return int(getattr(wrong, "exit_code", USAGE))
    except (typer.Abort, KeyboardInterrupt, BrokenPipeError) as gone:
        if isinstance(gone, BrokenPipeError):
            # Whoever read our output has gone; the interpreter must not complain about it once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except Exception as fault:
        if os.environ.get("DAFTAR_DEBUG"):
            raise
        from bot.logs import masked

        _say(f"Something went wrong in the program: {type(fault).__name__}: {masked(str(fault))[:300]}")
        return REFUSED


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
