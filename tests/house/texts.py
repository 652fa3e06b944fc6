"""Every text that the bot says, found in its modules."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import bot
from bot.language.words import Words


def modules() -> list[ModuleType]:
    """Every module of ``bot/``."""
    found = [
        module.name for module in pkgutil.walk_packages(bot.__path__, "bot.") if not module.name.endswith("__main__")
    ]
    return [importlib.import_module(name) for name in found]


def texts() -> dict[str, Words]:
    """Every text that is said: the Words of all modules, in constants, tuples and dicts; not what is only listened to."""
    found: dict[str, Words] = {}
    for module in modules():
        for name, value in vars(module).items():
            if not isinstance(value, type) and not name.startswith("__"):
                for number, words in enumerate(_words_in(value)):
                    found[f"{module.__name__}.{name}[{number}]"] = words
    return found


def _words_in(value: Any) -> Iterator[Words]:
    if isinstance(value, Words):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _words_in(each)
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from _words_in(each)


TEXTS = texts()
