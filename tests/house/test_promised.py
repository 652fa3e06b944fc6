"""The promise in the READMEs stands beside what was measured."""

from __future__ import annotations

import pytest

from tests.house.promised import BEGIN, END, MEASURED, ROOT, filled, measured

PAGE = """# Measurements

## check

| check | figures | kept | seconds |
| --- | --- | --- | --- |
| R9 sending telegram | reminders 10,000, kills 40, lost 0, uncertain 0, repeats 3, repeats without label 0 | yes | 300 |
| R20 woken across processes | messages 100 | yes | 30 |
| TIME1 every zone | violations 0 | yes | 9 |

## start
"""


def test_the_table_is_what_was_measured() -> None:
    """A check that was run has a line with its own figures, one that was not has none; a second time changes nothing."""
    text = f"before\n{BEGIN}\nold\n{END}\nafter"
    english = filled(text, measured(PAGE), "en")
    assert "| killed while sending on Telegram | 10,000 | 40 | 0 | 3 | R9 sending telegram |" in english
    assert "| يُقتل أثناء الإرسال على Telegram | 10,000 | 40 | 0 | 3 |" in filled(text, measured(PAGE), "ar")
    assert "R20" not in english
    assert "old" not in english
    assert filled(english, measured(PAGE), "en") == english
    assert english.startswith("before\n")
    assert english.endswith("\nafter")


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.ar.md", "ar")])
def test_the_readmes_say_what_the_page_says(name: str, language: str) -> None:
    """Both READMEs have the place, and in it the figures of docs/measurements.md."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert filled(text, measured(MEASURED.read_text(encoding="utf-8")), language) == text
