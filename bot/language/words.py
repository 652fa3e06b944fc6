"""Words in both languages: a text that cannot exist in one of them only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "ar"]


@dataclass(frozen=True, kw_only=True)
class Words:
    """One text in English and in Arabic; leaving one out is a type error, an empty one is refused."""

    en: str
    ar: str

    def __post_init__(self) -> None:
        """Refuse a missing language (ValueError)."""
        if not self.en.strip() or not self.ar.strip():
            msg = f"words in both languages, please: {self!r}"
            raise ValueError(msg)

    def in_(self, language: Language) -> str:
        """The text in that language."""
        return self.en if language == "en" else self.ar
