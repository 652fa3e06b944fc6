"""Each row of the requirements of the chat platforms has a test that names it, or a decision that says why not."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.house.test_tree import tracked

ROWS = {"SL": 24, "TG": 24, "H": 18}
"""How many rows each list has: Slack, Telegram, habits."""


@cache
def named() -> frozenset[str]:
    """The ids that stand in the docstring of a test function or in the text of a decision."""
    texts = [path.read_text(encoding="utf-8") for path in tracked("docs/decisions/*.md")]
    for path in tracked("tests/**/test_*.py"):
        found = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        tests = [node for node in found if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        texts += [ast.get_docstring(node) or "" for node in tests]
    return frozenset(re.findall(r"\b[A-Z]{1,3}\d{1,2}\b", "\n".join(texts)))


@pytest.mark.parametrize("rows", sorted(ROWS))
def test_every_row_has_a_test_or_a_reason(rows: str) -> None:
    """None of the ids of a list is without a test that names it and without a reason under docs/decisions."""
    ids = [f"{rows}{number}" for number in range(1, ROWS[rows] + 1)]
    assert [each for each in ids if each not in named()] == []
