"""Nothing that can happen to a rep is without words in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from bot.reading import doubts
from bot.says import errors as says
from bot.talking import asking
from core import errors
from tests.house.pages import ROOT


def _subclasses(kind: type) -> list[type]:
    direct: list[type] = kind.__subclasses__()
    return [each for one in direct for each in (one, *_subclasses(one))]


@pytest.mark.parametrize("kind", _subclasses(errors.CoreError), ids=lambda kind: kind.__name__)
def test_every_core_error_has_words(kind: type[errors.CoreError]) -> None:
    """A new error without a sentence of its own fails here."""
    assert says.has_words(kind)


@pytest.mark.parametrize("kind", _subclasses(doubts.Doubt), ids=lambda kind: kind.__name__)
def test_every_doubt_has_a_question(kind: type[doubts.Doubt]) -> None:
    """A new kind of doubt without a question of its own fails here."""
    assert asking.has_words(kind)


def _refusals() -> Iterator[tuple[str, list[object]]]:
    """Where a BadValue is raised, and what it is told as it stands there (None for what is only known when it runs)."""
    for folder in ("bot", "core"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "BadValue":
                    yield f"{path.name}:{node.lineno}", [getattr(each, "value", None) for each in node.args]


def test_every_refused_value_is_called_by_its_name_and_says_why() -> None:
    """Field and reason have words in both languages: no ``(owner)`` in an Arabic sentence, and no refusal without what to do."""
    told = dict(_refusals())
    assert len(told) > 20  # they were found
    nameless = {at: args for at, args in told.items() if isinstance(args[0], str) and args[0] not in says.FIELDS}
    reasons = {at: args[2] for at, args in told.items() if len(args) > 2 and isinstance(args[2], str)}
    assert nameless == {}
    assert {at: why for at, why in reasons.items() if why not in says.WHY_BAD} == {}
    assert [at for at, args in told.items() if len(args) < 3] == []
