"""A Command: what a sentence, a button, an HTTP call or an automation rule comes to. One command, one file.

``discover()`` walks ``bot/commands/`` once; there is no registry decorator. A command has one JSON form (``to_json`` /
``from_json``), used by buttons, open questions and the command line. Fields are plain dataclass fields; their types are
str, int, bool, Decimal, date, time, Literal, a Kind from ``bot/kinds/``, a tuple or an optional of these, or another Command.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import types
import typing
from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from bot.language.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.desk import Desk
    from bot.reply import Reply


@dataclass(frozen=True)
class Clause:
    """A part of a command that is known by its words, wherever it stands: ``from {}``, ``close [on|by] {}``.

    ``field`` is what it fills; ``words`` are templates, one a line, with one ``{}``; ``slot`` is the kind of thing that
    stands in the braces (``bot/commands/__init__.py`` lists them), empty for the field's own.
    """

    field: str
    words: Words
    slot: str = ""


@dataclass(frozen=True)
class Parts:
    """How a command in free order is written: a head, then its parts in any order, with or without commas.

    ``heads`` open the sentence (``new contact``; one template a line). ``bare`` are the fields known by the kind of their
    value alone (a known name, an amount, a phone, a stage). What is left over goes to ``rest``: the first piece to ``first``
    where that is named (``new contact Sara Haddad, Acme``), all other words, as typed, to ``rest``.
    """

    heads: Words
    bare: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    first: str = ""
    rest: str = ""


@dataclass(frozen=True, kw_only=True)
class Command(ABC):
    """Something a rep can ask for. Subclasses are frozen keyword-only dataclasses with the class attributes below."""

    permission: ClassVar[str]
    """A key of the table of permissions in ``core/team/permissions.py``."""
    phrases: ClassVar[Words]
    """Templates, one a line (``history {customer}``); ``-`` alone where only free sentences lead here."""
    example: ClassVar[Words]
    """A sentence that reads back to this command among all commands; shown by help."""
    about: ClassVar[Words]
    """One line for help and docs/commands.md."""
    parts: ClassVar[Parts | None] = None
    """How it is written in free order, for commands with many optional parts."""
    slots: ClassVar[dict[str, str]] = {}
    """The slot of a field where its type does not tell: ``{"phone": "phone", "customer": "customer"}``."""
    needs: ClassVar[tuple[str, ...]] = ()
    """Fields asked for where the sentence left them out, in the order in which they are asked."""
    personal: ClassVar[bool] = False
    """Whether the answer shows what a group must not see."""
    forgets: ClassVar[bool] = False
    """Whether nothing of it is remembered for corrections: it erases somebody."""

    @abstractmethod
    def run(self, desk: Desk) -> Reply:
        """Do it, inside the open transaction. Raises core errors, which the engine words; writes nothing when it raises."""

    @classmethod
    def understood(cls, values: Mapping[str, Any], said: str) -> dict[str, Any]:
        """What the words tell beyond the parameters, worked out only as the command runs; for ``daftar explain``."""
        del values, said
        return {}

    @classmethod
    def name(cls) -> str:
        """The command's name in the contract of the command line: ``log_interaction``."""
        return _named(cls.__name__)

    def to_json(self) -> dict[str, Any]:
        """The complete form: ``{"command": name, field: value, ...}`` without fields at their default."""
        told: dict[str, Any] = {"command": self.name()}
        for key, usual in _fields(type(self)):
            value = getattr(self, key)
            if value != usual:
                told[key] = json_value(value)
        return told

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Command:
        """Read back any command from what ``to_json`` wrote. Raises KeyError for a command that is not there any more."""
        kind = commands_by_name()[value["command"]]
        return kind(**values_from_json(kind, value))

    def shown(self) -> dict[str, Any]:
        """The command line's ``parameters``: no nulls, no empty values."""
        told = {key: getattr(self, key) for key, _ in _fields(type(self))}
        return {key: shown_value(value) for key, value in told.items() if value not in (None, "", (), False)}

    def but(self, **changes: Any) -> Self:
        """The same command with some fields changed."""
        return type(self)(**{key: changes.get(key, getattr(self, key)) for key, _ in _fields(type(self))})


@cache
def _named(kind: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()


@cache
def _fields(kind: type[Command]) -> tuple[tuple[str, Any], ...]:
    """A command's fields and their defaults."""
    return tuple((each.name, each.default) for each in fields(kind))


def json_value(value: Any) -> Any:
    """The JSON form of a parameter's value."""
    if hasattr(value, "to_json"):
        return value.to_json()
    if isinstance(value, tuple):
        return [json_value(item) for item in value]
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, Decimal | date):
        return str(value)
    return value


def shown_value(value: Any) -> Any:
    """The form of a parameter's value on the command line."""
    if hasattr(value, "shown"):
        return value.shown()
    if isinstance(value, tuple):
        return [shown_value(item) for item in value]
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, Decimal | date):
        return str(value)
    return value


def values_from_json(kind: type[Command], value: dict[str, Any]) -> dict[str, Any]:
    """The parameters of ``kind`` that stand in ``value``, read back from their JSON forms; other keys are left out."""
    hints = _hints(kind)
    return {key: _from_json(hints[key], told) for key, told in value.items() if key in hints}


@cache
def _hints(kind: type[Command]) -> dict[str, Any]:
    return {f.name: typing.get_type_hints(kind)[f.name] for f in fields(kind)}


def _from_json(hint: Any, value: Any) -> Any:  # noqa: PLR0911 - one line per shape a parameter may have
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if value is None or origin is Literal:
        return value
    if origin in (typing.Union, types.UnionType):
        (inner,) = [a for a in arguments if a is not type(None)]
        return _from_json(inner, value)
    if origin is tuple:
        return tuple(_from_json(arguments[0], item) for item in value)
    if hint is Decimal:
        return Decimal(value)
    if hint is date:
        return date.fromisoformat(value)
    if hint is time:
        return time.fromisoformat(value)
    if isinstance(hint, type) and hasattr(hint, "from_json"):
        return hint.from_json(value)
    return value


@cache
def discover() -> tuple[type[Command], ...]:
    """Every command under ``bot/commands/``, sorted by name."""
    import bot.commands as folder

    found: set[type[Command]] = set()
    for module in pkgutil.walk_packages(folder.__path__, "bot.commands."):
        if not module.ispkg:
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, type) and issubclass(value, Command) and value.__module__ == module.name:
                    found.add(value)
    return tuple(sorted(found, key=lambda kind: kind.name()))


@cache
def commands_by_name() -> dict[str, type[Command]]:
    """The commands by their contract name."""
    return {kind.name(): kind for kind in discover()}
