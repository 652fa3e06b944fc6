"""The direction of each line of a message, for readers who leave isolates out and for those who look into them."""

from __future__ import annotations

import pytest

from bot.language.bidi import FSI, LRI, LRM, PDI, RLM, begun_in, with_isolates
from bot.language.words import Language
from bot.reply import Span

ACME, NOOR, PHONE = Span("Acme", "value"), Span("شركة النور", "value"), Span("+966", "ltr")


@pytest.mark.parametrize(
    ("language", "spans", "shown"),
    [
        ("ar", (Span("تم لدى "), ACME), f"تم لدى {FSI}Acme{PDI}"),
        ("ar", (Span("🏢 "), ACME, Span(" · المسؤول")), f"{RLM}🏢 {FSI}Acme{PDI} · المسؤول"),
        ("ar", (NOOR, Span(" · "), PHONE), f"{RLM}{FSI}شركة النور{PDI} · {LRI}+966{PDI}"),
        ("ar", (Span("تم\n1. "), ACME), f"تم\n{RLM}1. {FSI}Acme{PDI}"),
        ("en", (Span("🏢 "), NOOR, Span(" · owner")), f"{LRM}🏢 {FSI}شركة النور{PDI} · owner"),
        ("en", (Span("Done\n1. "), NOOR), f"Done\n{LRM}1. {FSI}شركة النور{PDI}"),
        ("en", (Span("Open "), NOOR), f"Open {FSI}شركة النور{PDI}"),
        ("en", (Span("1. "), ACME), "1. Acme"),
    ],
)
def test_a_line_begins_on_its_own_side(language: Language, spans: tuple[Span, ...], shown: str) -> None:
    """A line whose first letter, in an isolate or outside, is of the other direction begins with a mark; no other does."""
    assert with_isolates(spans, language) == shown


@pytest.mark.parametrize(("text", "language"), [("Acme · جدة", "en"), ("شركة 3M · Riyadh", "ar"), ("0501", "en")])
def test_a_name_alone_is_read_from_its_first_letter(text: str, language: Language) -> None:
    """Where no words of ours stand around it, a text has the side of its own first letter."""
    assert begun_in(text) == language
