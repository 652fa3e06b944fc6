"""How the bot speaks to one rep: language, zone, clock and digits, applied to every value that goes into a text.

A value never becomes part of the markup: ``say`` cuts the template into spans first (``bot/reply.py``). All moments that
come in are aware; what is shown is in the rep's own zone.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.language.fill import fill
from bot.language.words import Language, Words
from bot.reply import CALLABLE, Button, Span, Text

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.command import Command
    from core.money import Money
    from core.team.rep import Rep

Value = str | int | Span | Text | tuple[Span, ...]
"""What fills a place in a template: a string is shown as a value (isolated), an int is counted (plurals) and written in
the rep's digits, spans and texts are spliced in as they are."""


class Voice:
    """Words and values as one rep reads them. ``now`` is aware and in the rep's zone."""

    def __init__(self, rep: Rep, now: datetime, zone: ZoneInfo) -> None:
        self.rep = rep
        self.zone = zone
        self.now = now.astimezone(zone)
        self.language: Language = "ar" if rep.language == "ar" else "en"

    def say(self, words: Words, **values: Value) -> Text:
        """A text from its template: ``{name}`` and ``{n, plural, …}`` places are filled with the values."""
        spliced: dict[str, str | int | Span | tuple[Span, ...]] = {
            name: value.spans if isinstance(value, Text) else value for name, value in values.items()
        }
        return Text(fill(words.in_(self.language), self.language, spliced, arabic_digits=self.rep.arabic_digits))

    def word(self, words: Words) -> str:
        """A word or label without places, in the rep's language."""
        return words.in_(self.language)

    def value(self, text: str) -> Span:
        """A name or another text of the rep's, isolated."""
        return Span(text, "value")

    def ltr(self, text: str) -> Span:
        """An e-mail or id: always left to right."""
        return Span(text, "ltr")

    def phone(self, text: str) -> Span:
        """A phone, left to right; one that can be called as it stands (E.164) may be pressed. As it was typed otherwise."""
        return Span(text, "phone" if CALLABLE.fullmatch(text) else "ltr")

    def alone(self, value: str | Span) -> Text:
        """A value that stands by itself, isolated: a name, a phone, a moment."""
        return Text((self.value(value) if isinstance(value, str) else value,))

    @property
    def comma(self) -> str:
        """What stands between the pieces of an enumeration."""
        return "، " if self.language == "ar" else ", "

    def lines(self, *texts: Text | None) -> Text:
        """Several texts as the lines of one; None and empty ones are left out."""
        spans: list[Span] = []
        for text in texts:
            if text is not None and text.spans:
                spans.extend([Span("\n")] if spans else [])
                spans.extend(text.spans)
        return Text(tuple(spans))

    def joined(self, *texts: Text | None, by: str = " · ") -> Text:
        """Several texts on one line, with something between them; None and empty ones are left out."""
        spans: list[Span] = []
        for text in texts:
            if text is not None and text.spans:
                spans.extend([Span(by)] if spans else [])
                spans.extend(text.spans)
        return Text(tuple(spans))

    def shown_when(self, at: datetime, *, all_day: bool = False, zone: bool = True, distance: bool = True) -> Span:
        """A due moment: ``Tue 24 Nov 2026 15:00 (Riyadh, in 2 days)``; an all-day one without its hour."""
        from bot.language.dates_shown import shown_due

        return Span(shown_due(at, self, all_day=all_day, zone=zone, distance=distance), "value")

    def shown_short(self, at: datetime, *, all_day: bool = False) -> Span:
        """For buttons and lists: ``Sun 29 Nov 09:00``, with the year where it is another than this one."""
        from bot.language.dates_shown import shown_short

        return Span(shown_short(at, self, all_day=all_day), "value")

    def shown_happened(self, at: datetime) -> Span:
        """A moment of the past: ``today 14:05``, ``yesterday 16:00``, ``Thu 19 Nov 09:00``."""
        from bot.language.dates_shown import shown_happened

        return Span(shown_happened(at, self), "value")

    def shown_day(self, day: date) -> Span:
        """A day with its weekday: ``Tue 24 Nov`` (with the year where it is another than this one)."""
        from bot.language.dates_shown import shown_day

        return Span(shown_day(day, self), "value")

    def shown_time(self, at: datetime) -> Span:
        """An hour of the day, in 24 hours unless the rep chose 12: ``15:00``."""
        from bot.language.dates_shown import shown_time

        return Span(shown_time(at, self), "ltr")

    def money(self, money: Money) -> Span:
        """An amount: ``SAR 50,000.00``."""
        from bot.language.dates_shown import shown_money

        return Span(shown_money(money, self), "ltr")

    def button(self, label: Words, command: Command, **values: Value) -> Button:
        """A button that does ``command`` when pressed, as if the rep had typed it."""
        return Button(self.say(label, **values).plain, command)
