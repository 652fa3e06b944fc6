"""Nothing that can happen to a rep is without words in both languages."""

from __future__ import annotations

import pytest

from bot.reading import doubts
from bot.says import errors as says
from bot.talking import asking
from core import errors


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
