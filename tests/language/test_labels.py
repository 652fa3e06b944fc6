"""Labels of buttons with letters of both directions."""

from __future__ import annotations

import pytest

from bot.language.bidi import FSI, LRM, PDI, RLM, marked_label
from bot.language.words import Language


@pytest.mark.parametrize(
    ("language", "label", "shown"),
    [
        ("en", "Acme · Riyadh · yours", "Acme · Riyadh · yours"),
        ("ar", "أكمي · الرياض · عميلك", "أكمي · الرياض · عميلك"),
        ("ar", "Acme Corp", "Acme Corp"),
        ("ar", "Acme · الرياض · عميلك", f"{RLM}{FSI}Acme{PDI} · الرياض · عميلك"),
        ("ar", "➕ Acme للتجارة", f"{RLM}{FSI}➕ Acme للتجارة{PDI}"),
        ("ar", "فتح Acme Corp", "فتح Acme Corp"),
        ("en", "شركة النور · Riyadh · yours", f"{LRM}{FSI}شركة النور{PDI} · Riyadh · yours"),
        ("en", "Open شركة النور", "Open شركة النور"),
        ("en", "شركة 3M", f"{LRM}{FSI}شركة 3M{PDI}"),
        ("en", "\u202eevil\u202c · شر", f"evil · {FSI}شر{PDI}"),
    ],
)
def test_each_fact_of_a_label_keeps_to_itself(language: Language, label: str, shown: str) -> None:
    """A label reads from its own side whatever names stand in it; without letters of both directions it has no marks."""
    assert marked_label(label, language) == shown
