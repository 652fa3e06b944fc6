"""The grammar of amounts of time: durations (``45 min``, ``ساعة ونص``) and what is counted from now (``in 3 days``, ``قبل ساعتين``)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.reading.times.meaning import Counted, CountedWeekday, DateOf, Day, DayNumber, Feast, Offset, Weekday
from bot.reading.times.words.line import Line

Amounts = tuple[tuple[Decimal, str], ...]

SECONDS = {
    "second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "fortnight": 1209600, "month": 2592000,
    "quarter": 7776000, "half": 15552000, "year": 31536000, "workday": 86400, "weekend": 172800,
}  # fmt: skip
_FRACTION = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "third": Decimal(1) / 3}
_SHORT = {"m": "minute", "h": "hour", "d": "day", "w": "week", "s": "second", "y": "year"}
_MOST_PARTS = 4


def amounts(line: Line, at: int, *, alone: bool = False) -> tuple[Amounts, int] | None:
    """Amounts of time in a row: ``1 month 21 days``, ``يوم واحد وساعتين``. ``alone``: a unit without a number counts as one."""
    found: list[tuple[Decimal, str]] = []
    here = at
    while len(found) < _MOST_PARTS:
        start = here
        if found:
            start = line.past_sign(start, ",،")
            start = line.skip(start, "and")
            if (
                start == here
                and line.tokens[here].entry.joined != "و"
                and line.tokens[here].kind != "n"
                and line.entry(here).number is None
            ):
                break
        one = _amount(line, start, alone=alone or bool(found and line.tokens[start].entry.joined == "و"))
        if one is None:
            break
        amount, here = one
        found.append(amount)
    if not found:
        return None
    minutes = line.tokens[here]
    if found[-1][1] == "hour" and line.tokens[here - 1].text == "h" and not minutes.gap and (minutes.whole or 60) < 60:  # noqa: PLR2004 - 1h30
        found.append((Decimal(minutes.whole or 0), "minute"))
        here += 1
    half = _and_half(line, here)
    if half:
        number, unit = found[-1]
        found[-1], here = (number + half[0], unit), half[1]
    elif len(found) == 1 and found[0][1] == "hour":
        here = _trailing_minutes(line, here, found)
    return tuple(found), here


def _and_half(line: Line, at: int) -> tuple[Decimal, int] | None:
    """``and a half``, ``ونص``, ``وربع``, ``إلا ربع``."""
    token = line.tokens[at]
    if token.entry.key in _FRACTION and token.entry.joined == "و":
        return _FRACTION[token.entry.key], at + 1
    if token.text == "و" and line.key(at + 1) in _FRACTION:
        return _FRACTION[line.key(at + 1)], at + 2
    if token.entry.key == "less" and line.key(at + 1) in _FRACTION:
        return -_FRACTION[line.key(at + 1)], at + 2
    if token.entry.key == "and":
        here = line.skip(at + 1, "a")
        if line.key(here) in _FRACTION:
            return _FRACTION[line.key(here)], here + 1
    return None


def _trailing_minutes(line: Line, at: int, found: list[tuple[Decimal, str]]) -> int:
    """``1 hour thirty``, ``2 hours and ten``."""
    here = line.skip(at, "and")
    number = line.cardinal(here) if line.entry(here).number is not None and line.tokens[here].text.isascii() else None
    if number and 0 < number[0] < 60 and not line.entry(number[1]).unit:  # noqa: PLR2004 - minutes
        found.append((Decimal(number[0]), "minute"))
        return number[1]
    return at


def _unit(line: Line, at: int, *, glued: bool) -> tuple[str, int] | None:
    token = line.tokens[at]
    meaning = token.entry
    if meaning.unit and meaning.key != "business" and not token.text.startswith("ال"):
        here = at + 1
        if meaning.unit == "day" and line.key(here) == "business" and not token.text.isascii():
            return "workday", here + 1
        return meaning.unit, here
    if meaning.key == "business" and line.entry(at + 1).unit == "day":
        return "workday", at + 2
    if glued and token.text in _SHORT and not line.sign(at + 1, "²³"):
        return _SHORT[token.text], at + 1
    return None


def _amount(line: Line, at: int, *, alone: bool) -> tuple[tuple[Decimal, str], int] | None:
    """One number with its unit, a dual, ``half an hour``, ``a couple of weeks``; ``alone``: a bare unit too."""
    line.steps += 1
    token = line.tokens[at]
    meaning = token.entry
    if meaning.dual:
        business = meaning.dual == "day" and line.key(at + 1) == "business"
        return (Decimal(2), "workday" if business else meaning.dual), at + 2 if business else at + 1
    fraction = _fraction(line, at)
    if fraction:
        return fraction
    number, here = _number(line, at)
    if number is None:
        halved = meaning.unit and not token.text.isascii() and _and_half(line, at + 1) is not None
        if (alone or halved) and meaning.unit and not token.text.startswith("ال"):
            here = at + 1
            one = line.entry(here).number == 1 and not token.text.isascii()
            return (Decimal(1), meaning.unit), here + 1 if one else here
        return None
    half = _and_half(line, here)
    if half:
        number, here = number + half[0], line.skip(half[1], "a", "of")
    here = line.skip(here, "of", "more")
    glued = token.kind == "n" and (not line.tokens[here].gap or line.tokens[here].text == "h")
    unit = _unit(line, here, glued=glued or (token.kind == "n" and line.tokens[here].text == "m"))
    return ((number, unit[0]), unit[1]) if unit else None


def _number(line: Line, at: int) -> tuple[Decimal | None, int]:
    token = line.tokens[at]
    if token.kind == "n" and token.separators in (".", "٫") and all(len(part) <= 6 for part in token.digits):  # noqa: PLR2004
        return Decimal(f"{int(token.digits[0])}.{token.digits[1]}"), at + 1
    if token.entry.key == "a":
        after = line.entry(at + 1)
        if after.number is not None and line.tokens[at + 1].text.isascii():
            return Decimal(after.number), at + 2
        return (Decimal(1), at + 1) if after.unit or after.key == "business" else (None, at)
    found = line.cardinal(at)
    return (Decimal(found[0]), found[1]) if found else (None, at)


def _fraction(line: Line, at: int) -> tuple[tuple[Decimal, str], int] | None:
    """``half an hour``, ``three-quarters of an hour``, ``1/2 hour``, ``نص ساعة``, ``ربع ساعة``."""
    token = line.tokens[at]
    part: Decimal | None = None
    here = at + 1
    if token.kind == "n" and token.separators == "/" and token.digits[1] in ("2", "4") and int(token.digits[0]) < 4:  # noqa: PLR2004
        part = Decimal(int(token.digits[0])) / int(token.digits[1])
    else:
        start = line.skip(at, "a")
        times = line.entry(start).number
        if times == 3 and line.entry(line.past_sign(start + 1, "-")).unit == "quarter":  # noqa: PLR2004
            here = line.past_sign(start + 1, "-") + 1
            part = Decimal("0.75") if line.key(here) == "of" else None
        elif line.key(start) in _FRACTION:
            part, here = _FRACTION[line.key(start)], start + 1
        elif line.entry(start).unit == "quarter" and line.key(start + 1) == "of":
            part, here = Decimal("0.25"), start + 1
    if part is None:
        return None
    here = line.skip(line.skip(here, "of"), "a")
    unit = line.entry(here).unit or ("hour" if line.tokens[here].text == "h" else "")
    return ((part, unit), here + 1) if unit in ("minute", "hour", "day", "month", "year") else None


def counted(line: Line, at: int) -> tuple[Day, int] | None:
    """A moment counted from now or from another day."""
    line.steps += 1
    key, arabic = line.key(at), not line.tokens[at].text.isascii()
    if key in ("in", "within", "after"):
        return _ahead(line, at, key, arabic=arabic)
    if key in ("before", "since") or (key == "from" and arabic):
        return _back(line, at, key, arabic=arabic)
    return _from_number(line, at)


def _ahead(line: Line, at: int, key: str, *, arabic: bool) -> tuple[Day, int] | None:
    """``in 3 days``, ``within a week``, ``in the next 2 days``, ``بعد ساعتين``, ``خلال أسبوع``."""
    here = line.skip(at + 1, "around", "at") if line.key(at + 1) == "around" else at + 1
    if key != "after":
        here = line.skip(here, "the")
        here += line.entry(here).rel == 1
    found = amounts(line, here, alone=arabic)
    if found is None or line.tokens[at].text == "ب":
        return None
    after = found[1]
    anchored = line.key(after) in ("before", "after") or line.tokens[after].text == "after tomorrow"
    if anchored and key != "after" and not arabic:
        return None  # "within 2 weeks before May" counts from May
    after = line.skip(after, "from_now")
    return Counted(found[0]), line.skip(after, "later") if key == "in" else after


def _back(line: Line, at: int, key: str, *, arabic: bool) -> tuple[Day, int] | None:
    """``قبل ساعتين``, ``من أسبوع``, ``منذ يومين``, ``since 3 days``; ``قبل يومين من الخميس``."""
    found = amounts(line, at + 1, alone=arabic)
    if found is None or (not arabic and line.key(found[1]) == "ago"):
        return None
    here = found[1]
    anchor = _anchor(line, here + 1) if arabic and key == "before" and line.key(here) == "from" else None
    if anchor:
        return Counted(found[0], -1, anchor[0]), anchor[1]
    return Counted(found[0], -1), line.skip(here, "from_now")


def _from_number(line: Line, at: int) -> tuple[Day, int] | None:  # noqa: PLR0911 - one line per form
    """``3 days ago``, ``2 hours from now``, ``two weeks before 1 May``, ``3 Fridays from now``, ``شهر و ٢١ يوم من الآن``."""
    fridays = _weekdays(line, at)
    if fridays:
        return fridays
    start = line.tokens[at]
    if not (
        start.kind == "n"
        or start.entry.number is not None
        or start.entry.dual
        or start.entry.unit
        or start.entry.key in ("a", "half", "quarter")
    ):
        return None
    found = amounts(line, at, alone=not start.text.isascii())
    if found is None:
        return None
    here = found[1]
    key = line.key(here)
    if key == "ago" or line.tokens[here].text in ("earlier", "back"):
        return Counted(found[0], -1), here + 1
    if key in ("later", "from_now") or (line.entry(here).vague and line.tokens[here].text == "later"):
        return Counted(found[0]), here + 1
    if key == "from" and line.key(here + 1) == "now":
        return Counted(found[0]), here + 2
    if key in ("from", "after", "before") and start.text.isascii():
        anchor = _anchor(line, line.skip(here + 1, "the"))
        if anchor:
            sign = -1 if key == "before" else 1
            return Counted(found[0], sign, anchor[0]), anchor[1]
    if line.tokens[here].text == "after tomorrow":
        return Counted(found[0], 1, Offset(1)), here + 1
    return None


def _weekdays(line: Line, at: int) -> tuple[Day, int] | None:
    number = line.cardinal(at) if line.tokens[at].kind == "n" or line.entry(at).number is not None else None
    if number is None or not 0 < number[0] < 53:  # noqa: PLR2004 - weeks of a year
        return None
    weekday = line.entry(number[1]).weekday
    if weekday is None:
        return None
    after = number[1] + 1
    if (
        (line.key(after) == "from" and line.key(after + 1) == "now")
        or line.key(after) in ("later", "from_now")
        or line.tokens[after].text == "later"
    ):
        return CountedWeekday(number[0], weekday), after + (2 if line.key(after) == "from" else 1)
    return (CountedWeekday(-number[0], weekday), after + 1) if line.key(after) == "ago" else None


def _anchor(line: Line, at: int) -> tuple[Day, int] | None:
    """The day one counts from: a date, today, a feast, a weekday."""
    from bot.reading.times.rules.days import day

    found = day(line, at, led=True, anchored=True)
    if found is None or not isinstance(found[0], Offset | DateOf | Feast | DayNumber | Weekday):
        return None
    return found[0], found[1]


def with_weekday(found: Counted, weekday: int) -> Counted:
    """``Tuesday in two weeks``."""
    return replace(found, weekday=weekday)
