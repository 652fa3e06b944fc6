"""The language of a message, by the script of its words."""

from __future__ import annotations

import re

from bot.language.words import Language

_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")


def detect(text: str, default: Language = "en") -> Language:
    """``ar`` where most words are in Arabic letters, ``en`` where most are in Latin ones; a tie goes to the first word.

    ``default`` is for a text without letters (a phone number alone).
    """
    if text.isascii():
        return "en" if _LATIN.search(text) else default
    arabic, latin = list(_ARABIC.finditer(text)), list(_LATIN.finditer(text))
    if len(arabic) != len(latin):
        return "ar" if len(arabic) > len(latin) else "en"
    if not arabic:
        return default
    return "ar" if arabic[0].start() < latin[0].start() else "en"


def has_arabic(text: str) -> bool:
    """Whether any Arabic letter stands in the text."""
    return not text.isascii() and _ARABIC.search(text) is not None
