"""Templates, plurals, direction."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.language.bidi import isolated, strip, with_isolates
from bot.language.counts import COUNTS, counted
from bot.language.fill import Amount, BadTemplate, Ltr, MissingValue, Phone, fill, places, plural_form
from bot.reply import Span
from core.money import Money

CALLS = "{n, plural, =0 {no calls} one {# call with {who}} other {# calls with {who}}}."


def test_values_become_spans_of_their_kind() -> None:
    """Texts are values, phones, ids and amounts left to right, numbers plain, spans spliced."""
    spans = fill(
        "{name} {phone} {sum} {n} {id} {more}",
        "en",
        {
            "name": "Acme *Ltd*", "phone": Phone("+966501234567"), "sum": Amount(Money(Decimal(50000), "SAR")), "n": 1030,
            "id": Ltr("#7"), "more": (Span("x", "strong"), Span("y", "value")),
        },
    )  # fmt: skip
    assert [(span.text, span.tone) for span in spans if span.text != " "] == [
        ("Acme *Ltd*", "value"), ("+966501234567", "ltr"), ("SAR 50,000.00", "ltr"), (" 1,030 ", "plain"), ("#7", "ltr"),
        ("x", "strong"), ("y", "value"),
    ]  # fmt: skip


def test_a_plural_takes_its_form_and_places_inside_it() -> None:
    """Exact numbers first, then the form of CLDR; places stand inside forms."""
    said = ["".join(span.text for span in fill(CALLS, "en", {"n": n, "who": "Acme"})) for n in (0, 1, 1030)]
    assert said == ["no calls.", "1 call with Acme.", "1,030 calls with Acme."]
    assert places(CALLS) == {"n", "who"}


def test_a_select_takes_the_named_form() -> None:
    """Anything else goes to ``other``."""
    template = "{kind, select, call {rang {who}} other {saw {who}}} # {n}"
    assert "".join(s.text for s in fill(template, "en", {"kind": "call", "who": "Sara", "n": 2})) == "rang Sara # 2"
    assert "".join(s.text for s in fill(template, "en", {"kind": "visit", "who": "Sara", "n": 2})) == "saw Sara # 2"


def test_a_missing_value_is_told() -> None:
    """The name of the place is in the error."""
    with pytest.raises(MissingValue, match="who"):
        fill("Hi {who}", "en", {})


def test_values_are_not_templates() -> None:
    """Braces in a value stay as they are."""
    assert fill("{name}!", "en", {"name": "{n, plural}"}) == (Span("{n, plural}", "value"), Span("!"))


@pytest.mark.parametrize("template", ["{", "}", "{n, plural, one {x}}", "{n, plural, other {x}", "{}", "{a b}"])
def test_a_broken_template_is_refused(template: str) -> None:
    """Unbalanced braces and plurals without ``other``."""
    with pytest.raises(BadTemplate):
        fill(template, "en", {"n": 1, "a": 1})


@given(st.text(alphabet="{}n, plural#oter x", max_size=40))
def test_any_template_is_filled_or_refused(template: str) -> None:
    """No other error than those promised, whatever the template."""
    try:
        fill(template, "ar", dict.fromkeys(places(template), 3))
    except BadTemplate:
        assert "{" in template or "}" in template


def test_plural_forms_are_those_of_cldr() -> None:
    """Arabic has six forms."""
    forms = [plural_form("ar", n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 103, 1000)]
    assert forms == ["zero", "one", "two", "few", "few", "many", "many", "other", "few", "other"]
    assert Locale("ar").plural_form(102) == plural_form("ar", 102)


def test_counted_follow_ups() -> None:
    """The list of the design: every plural of متابعة."""
    said = [counted("follow_up", n, "ar") for n in (0, 1, 2, 3, 11, 100)]
    assert said == ["لا متابعات", "متابعة واحدة", "متابعتان", "3 متابعات", "11 متابعة", "100 متابعة"]
    assert [counted("follow_up", n, "en") for n in (0, 1, 2)] == ["no follow-ups", "1 follow-up", "2 follow-ups"]
    assert counted("row", 1030, "ar", arabic_digits=True) == "١٬٠٣٠ صفًا"


@pytest.mark.parametrize("noun", COUNTS)
def test_every_counted_noun_has_every_form(noun: str) -> None:
    """No form falls through to an English word in Arabic."""
    for n in (0, 1, 2, 3, 11, 100):
        said = counted(noun, n, "ar")  # type: ignore[arg-type]
        assert not set(said) & set("abcdefghijklmnopqrstuvwxyz{}#")


def test_arabic_text_isolates_values_and_begins_right_to_left() -> None:
    """FSI around names, LRI around phones, U+200F where a line would begin otherwise."""
    spans = (Span("✅ تم لدى "), Span("Acme", "value"), Span("\n"), Span("+966501234567", "ltr"), Span("\n\n• 3"))
    assert with_isolates(spans, "ar") == ("✅ تم لدى \u2068Acme\u2069\n\u200f\u2066+966501234567\u2069\n\n\u200f• 3")


def test_english_text_isolates_only_what_runs_the_other_way() -> None:
    """A Latin name needs nothing; an Arabic one is isolated."""
    assert with_isolates((Span("On "), Span("Acme", "value"), Span(" +1", "ltr")), "en") == "On Acme +1"
    assert with_isolates((Span("On "), Span("أكمي", "value")), "en") == "On \u2068أكمي\u2069"


def test_an_amount_with_an_arabic_sign_reads_from_the_right() -> None:
    """``50,000.00 ر.س.`` would be torn apart left to right."""
    assert with_isolates((Span("50,000.00 ر.س.", "ltr"),), "ar").endswith("\u206850,000.00 ر.س.\u2069")


@given(st.lists(st.tuples(st.text(max_size=12), st.sampled_from(["plain", "value", "ltr", "strong"])), max_size=6))
def test_isolates_are_always_balanced(parts: list[tuple[str, str]]) -> None:
    """Whatever a name contains, every line closes what it opened, and taking the marks out gives the text back."""
    spans = tuple(Span(text, tone) for text, tone in parts)  # type: ignore[arg-type]
    for language in ("en", "ar"):
        text = with_isolates(spans, language)  # type: ignore[arg-type]
        for line in text.split("\n"):
            depth = 0
            for letter in line:
                depth += (letter in "\u2066\u2068") - (letter == "\u2069")
                assert 0 <= depth <= 1
            assert depth == 0
        assert strip(text) == strip("".join(span.text for span in spans))
        assert [span.tone for span in isolated(spans, language)] == [span.tone for span in spans]  # type: ignore[arg-type]
