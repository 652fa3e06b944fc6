"""The promise beside its figures: what the last ``./run.sh check --write`` measured, in both READMEs.

The table stands between two marks and is taken from the table of checks in docs/measurements.md, so that it says what was measured
there and nothing else. A check that was not run is not in it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[2]
MEASURED: Final = ROOT / "docs" / "measurements.md"
BEGIN: Final = "<!-- figures of ./run.sh check -->"
END: Final = "<!-- end of figures -->"


class Fault(NamedTuple):
    """What is done to the program, in both languages, and the checks that do it."""

    check: str
    en: str
    ar: str


FAULTS: Final = (
    Fault("R1 ", "killed while Telegram messages come in", "يُقتل أثناء استقبال رسائل Telegram"),
    Fault("R2 receiving", "killed while Telegram posts messages", "يُقتل أثناء استقبال رسائل Telegram بالنداء"),
    Fault("R3 ", "killed while Slack messages come in", "يُقتل أثناء استقبال رسائل Slack"),
    Fault("R4 ", "every message five times, over two processes", "كل رسالة خمس مرات على عمليتين"),
    Fault("R9 ", "killed while sending on Telegram", "يُقتل أثناء الإرسال على Telegram"),
    Fault("R10 ", "killed while sending on Slack", "يُقتل أثناء الإرسال على Slack"),
    Fault("R12 ", "the platform's answers get lost", "تضيع إجابات المنصة"),
    Fault("R20 two", "two processes and their PostgreSQL killed by turns", "عمليتان وPostgreSQL تُقتل بالتناوب"),
    Fault("R21 ", "the sending process frozen, then let go on", "تُجمَّد عملية الإرسال ثم تُستأنف"),
    Fault("R26 ", "stopped under load", "يُوقف تحت الحمل"),
    Fault("R28", "an hour of random faults", "ساعة من الأعطال العشوائية"),
)
_LEFT: Final = {
    "en": "Not filled in yet: `./run.sh check --write` writes this table.",
    "ar": "لم يُملأ بعد: الأمر `./run.sh check --write` يكتب هذا الجدول.",
}
_HEADS: Final = {
    "en": "| what is done to it | messages | kills | lost | repeats | check |",
    "ar": "| ما يُفعل به | الرسائل | مرات القتل | المفقود | المكرر | الفحص |",
}
_NOT_TOLD: Final = "–"
_README: Final = {"en": "README.md", "ar": "README.ar.md"}


def fill() -> None:
    """Write the table into both READMEs, in place of the one that was there."""
    rows = measured(MEASURED.read_text(encoding="utf-8"))
    for language, name in _README.items():
        path = ROOT / name
        path.write_text(filled(path.read_text(encoding="utf-8"), rows, language), encoding="utf-8")


def measured(page: str) -> dict[str, str]:
    """The figures by check, from the page of measurements."""
    found = re.search(r"^## check\b.*?(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    soak = re.search(r"^## soak\b.*?(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    lines = "\n".join(part.group() for part in (found, soak) if part is not None).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| R")]
    return {row[0]: row[1] for row in cells if len(row) > 1}


def filled(text: str, rows: dict[str, str], language: str) -> str:
    """The README's text with the table as these figures make it. Raises ValueError for a text without the marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the place of the figures is not marked")
    lines = [
        _line(fault, name, rows[name], language) for fault in FAULTS for name in rows if name.startswith(fault.check)
    ]
    table = (
        "\n".join((_HEADS[language], "| --- | ---: | ---: | ---: | ---: | --- |", *lines)) if lines else _LEFT[language]
    )
    return f"{before}{BEGIN}\n\n{table}\n\n{END}{after}"


def _line(fault: Fault, name: str, figures: str, language: str) -> str:
    size = _number(r"(?:reminders|updates|messages|sends|received)", figures)
    repeats = _number("repeats", figures)
    if repeats == _NOT_TOLD:  # of what was received an effect may be doubled, not a message
        repeats = _number("double effects", figures)
    told = (size, _number("kills", figures), _number("lost", figures), repeats)
    return f"| {fault.ar if language == 'ar' else fault.en} | {' | '.join(told)} | {name} |"


def _number(what: str, figures: str) -> str:
    found = re.search(rf"(?<![a-z] )\b{what} (\d+(?:,\d{{3}})*)", figures)
    return found[1] if found else _NOT_TOLD
