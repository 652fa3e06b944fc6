"""Every command's example, as phones, keyboards and hurried reps change it, reads the same; and what a receipt says can be typed back."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from bot.command import Command, discover
from bot.kinds.ref import Ref
from bot.kinds.when import When
from bot.language import dates_shown as shown
from bot.language.normalise import fold
from bot.reading.quantities import find_amounts
from bot.reading.times import Calendar, TimeSpan, find_times, for_follow_up
from core.money import Money
from tests.reading.told import NOW, Notebook, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.language.words import Language

LISTED = tuple(Ref("follow_up", number, f"Call {number}") for number in (7, 8, 9))
LOGGED = Command.from_json(
    {"command": "log_interaction", "kind": "call", "customer": {"record": "customer", "id": 1, "name": "Acme"}}
)
RIYADH = ZoneInfo("Asia/Riyadh")
TIMES_EACH = 3


@pytest.fixture(scope="module")
def team() -> Notebook:
    """The notebook with a colleague for the commands that name one."""
    made = Notebook.new()
    with made.office.open(None, doing="setup") as crm:
        crm.team.add_rep("Omar", zone="Asia/Riyadh")
    return made


def read(notebook: Notebook, text: str) -> list[Any]:
    """What a text comes to, in a form that letter case and spacing do not change."""
    written = {"written": (LOGGED,), "step": 5}
    return [_compared(plain(draft)) for draft in notebook.read(text, listed=LISTED, **written).drafts]


def _compared(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(fold(value).replace(",", " ").split()).strip(" .!…")
    if isinstance(value, dict):
        return {key: _compared(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_compared(each) for each in value]
    return str(value) if isinstance(value, Command) else value


def other_case(text: str, chance: random.Random) -> str:
    """Latin letters in another case."""
    return chance.choice((text.upper(), text.lower(), text.swapcase(), _each(text, chance, _any_case)))


def _any_case(letter: str, chance: random.Random) -> str:
    return chance.choice((letter.upper(), letter.lower()))


def _each(text: str, chance: random.Random, change: Callable[[str, random.Random], str]) -> str:
    return "".join(change(letter, chance) for letter in text)


def other_signs(text: str, chance: random.Random) -> str:
    """Other commas, and a sign at the end."""
    commas = text.replace(", ", chance.choice((", ", "، ", " , ", ","))).replace("، ", chance.choice(("، ", ", ")))
    return commas + chance.choice(("", ".", "!", " .", "…", " !!"))


def other_digits(text: str, chance: random.Random) -> str:
    """Arabic, Persian or Latin digits."""
    digits = chance.choice(("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "0123456789"))
    return "".join(digits[int(letter)] if letter.isdecimal() else letter for letter in text)


def other_spacing(text: str, chance: random.Random) -> str:
    """Blanks around and between the words."""
    blank = chance.choice(("  ", " \t", "\u00a0", " \u200f"))
    return chance.choice(("", " ", "\n")) + text.replace(" ", blank) + chance.choice(("", " ", "\n"))


def vowelled(text: str, chance: random.Random) -> str:
    """Arabic letters with short vowels."""
    return _each(text, chance, lambda letter, c: letter + (c.choice("\u064e\u0650\u064f\u0652") if "\u0621" <= letter <= "\u064a" and c.random() < 0.5 else ""))  # fmt: skip


def stretched(text: str, chance: random.Random) -> str:
    """Arabic words drawn out with tatweel, where letters join."""
    apart = "ةدذرزوىاأإآءؤ"
    told = ""
    for letter, after in zip(text, text[1:] + " ", strict=True):
        joins = "\u0628" <= letter <= "\u064a" and letter not in apart and "\u0621" <= after <= "\u064a"
        told += letter + ("\u0640" * chance.randint(1, 3) if joins and chance.random() < 0.4 else "")
    return told


CHANGES = (other_case, other_signs, other_digits, other_spacing, vowelled, stretched)


@pytest.mark.parametrize("command", discover(), ids=lambda command: command.name())
def test_an_example_survives_the_phone(team: Notebook, command: type[Command]) -> None:
    """Case, signs, digits, blanks, vowels and tatweel change nothing of what is read, in both languages."""
    languages: tuple[Language, ...] = ("en", "ar")
    for language in languages:
        example = command.example.in_(language)
        wanted = read(team, example)
        assert wanted, example
        assert wanted[0]["command"] == _compared(command.name()), example
        for change in CHANGES:
            chance = random.Random(f"{example}{change.__name__}")
            for typed in dict.fromkeys(change(example, chance) for _ in range(TIMES_EACH)):
                assert read(team, typed) == wanted, typed


@dataclass
class Habits:
    """A rep's clock and digits."""

    clock12: bool = False
    arabic_digits: bool = False


@dataclass
class Reader:
    """Who reads the receipt."""

    language: Language = "en"
    rep: Habits = field(default_factory=Habits)
    zone: ZoneInfo = RIYADH
    now: datetime = NOW


READERS = [
    Reader(language, Habits(clock12, digits))
    for language in ("en", "ar")
    for clock12 in (False, True)
    for digits in (False, True)
]
CALENDAR = Calendar(now=NOW, work_days=frozenset({6, 0, 1, 2, 3}), work_starts=time(9), work_ends=time(18))


@pytest.mark.parametrize(
    "reader", READERS, ids=lambda each: f"{each.language}-{each.rep.clock12}-{each.rep.arabic_digits}"
)
def test_a_moment_of_a_receipt_typed_back(reader: Reader) -> None:
    """The due moment as the receipt shows it, zone and distance left out, is read as that moment."""
    chance = random.Random(11)
    for _ in range(60):
        at = NOW.replace(minute=0) + timedelta(
            hours=chance.randint(1, 24 * 360), minutes=chance.choice((0, 15, 30, 45))
        )
        for text in (shown.shown_due(at, reader, zone=False).split(" (")[0], shown.shown_short(at, reader)):
            spans = [span for span in find_times(text, CALENDAR, []) if isinstance(span, TimeSpan)]
            assert len(spans) == 1, text
            when = for_follow_up(spans[0], CALENDAR)
            assert isinstance(when, When), text
            assert when.at == at, text


@pytest.mark.parametrize(
    "reader", READERS, ids=lambda each: f"{each.language}-{each.rep.clock12}-{each.rep.arabic_digits}"
)
def test_an_amount_of_a_receipt_typed_back(reader: Reader) -> None:
    """Money as the receipt shows it is read as that amount in that currency."""
    chance = random.Random(13)
    for currency in ("SAR", "AED", "USD", "EGP", "KWD"):
        for _ in range(8):
            money = Money(Decimal(chance.randint(1, 5_000_000)), currency)
            text = shown.shown_money(money, reader)
            found = find_amounts(text, "SAR", [])
            assert [(each.amount, each.currency) for each in found] == [(money.amount, currency)], text


RECEIPTS = [
    "called Sara at Acme, wants 3 seats, follow up tuesday 3pm",
    "met Omar at Globex yesterday 4pm, demo went well",
    "visited Sun Pharma this morning, they decide next month, follow up next week",
    "كلمت سارة من أكمي تبي عرض سعر وتابع الثلاثاء ١٠ الصبح",
]
VERBS = {"call": "call with", "meeting": "meeting with", "visit": "visit to"}


@pytest.mark.parametrize("text", RECEIPTS)
def test_a_receipt_typed_back(team: Notebook, text: str) -> None:
    """Kind, customer, when, note and follow-up in the words and forms of the receipt come to the same log."""
    (log,) = team.read(text).drafts
    reader, values = READERS[0], log.values
    happened = values["happened"].at if "happened" in values else None
    pieces = [f"log {VERBS[values['kind']]} {values['customer'].name}", str(values["summary"])]
    if happened is not None:
        pieces[0] += f" {shown.shown_happened(happened, reader)}"
    if "follow_up" in values:
        due = values["follow_up"]
        at = due.at or datetime.combine(due.date, time(9), tzinfo=NOW.tzinfo)
        pieces.append(f"Follow-up: {shown.shown_due(at, reader, all_day=due.at is None, zone=False).split(' (')[0]}")
    (again,) = team.read(", ".join(pieces)).drafts
    wanted, told = plain(log), plain(again)
    assert {key: told.get(key) for key in ("kind", "customer", "summary", "happened", "follow_up")} == {
        key: wanted.get(key) for key in ("kind", "customer", "summary", "happened", "follow_up")
    }


IN_ARABIC = [
    "كلمت أكمي أمس ٤ العصر تبي عرض سعر وتابع الثلاثاء ١٠ الصبح",
    "زرت جلوبكس اليوم ٩ الصبح، يقررون الشهر الجاي، تابع بعد أسبوعين",
    "اجتمعت مع النور أمس، وافقوا على العرض وتابع الأحد ٩ ونص الصبح",
]
AGAIN = {"call": "مكالمة مع", "meeting": "اجتماع مع", "visit": "زيارة"}


@pytest.mark.parametrize("text", IN_ARABIC)
@pytest.mark.parametrize("reader", READERS[4:], ids=lambda each: f"{each.rep.clock12}-{each.rep.arabic_digits}")
def test_an_arabic_receipt_typed_back(team: Notebook, text: str, reader: Reader) -> None:
    """The same of receipts in Arabic, in either clock and either digits."""
    (log,) = team.read(text).drafts
    values, due = log.values, log.values["follow_up"]
    happened = f" {shown.shown_happened(values['happened'].at, reader)}" if "happened" in values else ""
    at = due.at or datetime.combine(due.date, time(9), tzinfo=NOW.tzinfo)
    when = shown.shown_due(at, reader, all_day=due.at is None, zone=False).split(" (")[0]
    head = f"سجل {AGAIN[values['kind']]} {values['customer'].name}{happened}"
    (again,) = team.read(f"{head}، {values['summary']}، المتابعة: {when}").drafts
    wanted, told = plain(log), plain(again)
    assert {key: told.get(key) for key in ("kind", "customer", "summary", "happened", "follow_up")} == {
        key: wanted.get(key) for key in ("kind", "customer", "summary", "happened", "follow_up")
    }


STAGES = {"en": ("New", "Proposal", "Negotiation"), "ar": ("جديد", "عرض سعر", "تفاوض")}


@pytest.mark.parametrize(
    "reader", READERS, ids=lambda each: f"{each.language}-{each.rep.clock12}-{each.rep.arabic_digits}"
)
def test_a_deal_of_a_receipt_typed_back(team: Notebook, reader: Reader) -> None:
    """Customer, amount, stage and close as the receipt of a deal shows them make the same deal."""
    chance = random.Random(17)
    for stage in STAGES[reader.language]:
        money = Money(Decimal(chance.randint(1, 900)) * 1000, "SAR")
        close = (NOW + timedelta(days=chance.randint(20, 300))).date()
        head, closing = ("deal", "close") if reader.language == "en" else ("صفقة", "الإغلاق")
        text = (
            f"{head} Acme · {shown.shown_money(money, reader)} · {stage} · {closing} {shown.shown_day(close, reader)}"
        )
        (deal,) = team.read(text).drafts
        told = deal.values
        assert (deal.command.name(), told["customer"].name, told["amount"]) == ("add_deal", "Acme", money), text
        assert (told["stage"].key, told["expected_close_on"]) == (
            team.read(f"move Acme to {stage}").drafts[0].values["stage"].key,
            close,
        ), text
