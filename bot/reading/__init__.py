"""Text to commands: ``read(text, context)`` gives a Reading (``draft.py``); what must be asked first are its doubts (``doubts.py``).

The modules, in the order in which a text passes them: ``units`` (what was found, in order), ``parties`` (who is meant),
``sentence/`` (free sentences), ``templates/`` (commands' own phrases), ``corrections``, ``finishing``, ``colleagues``,
``creating``, ``moving``, ``suggest``, and ``reader``, which chooses. The words of reps stand in ``words/``, one file per language.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.reading.context import Context
    from bot.reading.draft import Reading

__all__ = ["get_ready", "read"]


def read(text: str, context: Context) -> Reading:
    """What a text comes to, against its context. Never raises on any text; bounded by its length."""
    from bot.reading.reader import read as read_text

    return read_text(text, context)


def get_ready() -> None:
    """Make the words and templates ready before the first sentence, for a program that goes on reading.

    What is there by then stays to its end (modules, words, templates), so the collector need not walk through it between
    sentences. Done again it does no harm.
    """
    from bot.reading.templates.read import compile_all

    compile_all()
    gc.collect()
    gc.freeze()
