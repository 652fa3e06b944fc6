"""The grammar of a time of day: ``3pm``, ``9:30``, ``half past nine``, ``الثالثة والنصف``, ``الساعة ٧ إلا ربع``."""

from __future__ import annotations

from bot.reading.times.shapes import Clock
from bot.reading.times.words.line import Line
from bot.reading.times.words.table import NOTHING

ClockFound = tuple[Clock, int, bool]
"""The clock, the index after it, and whether it is one without a cue (``5`` alone is not)."""

_NOON, _DAY, _HOUR = 12, 24, 60
_TWO = 2
_SHORTEST_PLURAL = 4
_SAID_BEFORE = frozenset({5, 10, 20, 25})
"""Minutes that are said without the word: ten to three. (``two to four`` is an interval.)"""
_FRACTION = {"half": 30, "quarter": 15, "third": 20}


def clock(line: Line, at: int, *, cued: bool) -> ClockFound | None:
    """The time of day that begins there. ``cued``: ``at``, ``@``, ``الساعة`` stands before it."""
    line.steps += 1
    token = line.tokens[at]
    if token.kind == "n":
        read, past = _digits(line, at, cued=cued), _past(line, at)
        return past if past and (read is None or past[1] > read[1]) else read
    meaning = token.entry
    if meaning.number is None and meaning.hour is None and not (meaning.key or meaning.unit == "quarter"):
        return None
    return _past(line, at) or _spelt(line, at)


def _hour(line: Line, at: int) -> tuple[int, int] | None:
    """An hour in words: ``nine``, ``ثلاثة``, ``احدعش``, ``الثالثة``, ``الثانية عشرة``."""
    token, after = line.tokens[at], line.tokens[at + 1]
    value = token.entry.hour or token.entry.number
    if value is None or not 1 <= value <= _NOON:
        return None
    teen = value + 10 if value in (1, 2) and after.entry.number == 10 and not after.entry.joined else None  # noqa: PLR2004
    return (teen, at + 2) if teen and not token.text.isascii() else (value, at + 1)


def _spelt(line: Line, at: int) -> ClockFound | None:
    hour = _hour(line, at)
    if hour is None:
        return None
    value, here = hour
    strong = line.entry(at).hour is not None and line.entry(at).number is None
    minute = 0
    tail = _arabic_minutes(line, here)
    if tail is None and line.tokens[at].text.isascii():
        spelt_at = line.past_sign(here, "-")
        minutes = line.cardinal(spelt_at) if line.entry(spelt_at).number is not None else None
        if minutes and minutes[0] == 0:
            minutes = line.cardinal(spelt_at + 1)
        if (
            minutes
            and 0 < minutes[0] < _HOUR
            and (line.entry(minutes[1]).unit == "minute" or not _counts(line, minutes[1]))
        ):
            minute, here = minutes
            here = here + 1 if line.entry(here).unit == "minute" else here
    elif tail:
        return _finish(line, _moved_by(value, tail[0], bare=True), tail[1], strong=True)
    return _finish(
        line, Clock(value, minute, bare=True, exact=minute > 0), here, strong=strong and not _counts(line, here)
    )


def _arabic_minutes(line: Line, at: int) -> tuple[int, int] | None:
    """``ونص``, ``و ١٨ دقيقة``, ``إلا ربع``: minutes after (or, negative, before) the hour."""
    token = line.tokens[at]
    sign, here = 1, at
    if token.entry.key == "less":
        sign, here = -1, at + 1
    elif token.text == "و":
        here = at + 1
    elif token.entry.joined != "و":
        return None
    meaning = line.entry(here)
    if meaning.key in _FRACTION:
        after = here + 1
        return sign * _FRACTION[meaning.key], after + 1 if line.entry(after).unit == "hour" and sign < 0 else after
    number = line.cardinal(here)
    if number and 0 < number[0] < _HOUR:
        if line.entry(number[1]).unit == "minute":
            return sign * number[0], number[1] + 1
        if sign < 0 or (number[0] % 5 == 0 and not _counts(line, number[1])):
            return sign * number[0], number[1]
    return None


def _past(line: Line, at: int) -> ClockFound | None:
    """``half past nine``, ``a quarter to 5``, ``20 past 3pm``, ``half three``."""
    here = line.skip(at, "a")
    meaning = line.entry(here)
    minutes: int | None = None
    sure = True
    if meaning.key == "half":
        minutes, here = 30, here + 1
    elif meaning.unit == "quarter":
        minutes, here = 15, here + 1
    elif line.tokens[here].kind == "n" or meaning.number is not None:
        number = line.cardinal(here)
        if number is None or not 0 < number[0] < _HOUR:
            return None
        minutes, here = number
        sure = line.entry(here).unit == "minute" or (meaning.number is not None and minutes in _SAID_BEFORE)
        here = here + 1 if line.entry(here).unit == "minute" else here
    if minutes is None:
        return None
    token = line.tokens[here]
    back = token.entry.key in ("to", "until", "before") and sure
    if not back and token.text != "past" and not (token.entry.key == "after" and sure and token.text.isascii()):
        if meaning.key == "half" and token.entry.number is not None and token.text.isascii():
            base = _hour(line, here)
            return _finish(line, Clock(base[0], 30, bare=True, exact=True), base[1], strong=False) if base else None
        return None
    return _from_hour(line, here + 1, -minutes if back else minutes)


def _from_hour(line: Line, at: int, minutes: int) -> ClockFound | None:
    if line.entry(at).part in ("noon", "midnight"):
        hour: ClockFound | None = (Clock(12 if line.entry(at).part == "noon" else 24), at + 1, True)
    else:
        hour = _digits(line, at, cued=True) if line.tokens[at].kind == "n" else _spelt(line, at)
    if hour is None or hour[0].minute:
        return None
    base = hour[0]
    total = (base.hour * _HOUR + minutes) % (_DAY * _HOUR)
    if base.bare and minutes < 0 and base.hour == 1:
        total += _NOON * _HOUR
    return Clock(total // _HOUR, total % _HOUR, bare=base.bare, exact=True), hour[1], True


def _digits(line: Line, at: int, *, cued: bool) -> ClockFound | None:
    token = line.tokens[at]
    parts, after = token.digits, line.tokens[at + 1]
    if token.separators:
        return _with_minutes(line, at)
    if after.entry.suffix and not after.gap:
        return None
    if len(parts[0]) > _TWO:
        return _military(line, at, int(parts[0]), cued=cued) if len(parts[0]) <= 2 * _TWO else None
    if after.entry.key == "h" and not after.gap:
        return _with_h(line, at, int(parts[0]), cued=cued)
    return _hour_in_digits(line, at, int(parts[0]), cued=cued) if int(parts[0]) <= _DAY else None


def _with_minutes(line: Line, at: int) -> ClockFound | None:
    """``9:30``, ``8:00:31``, ``2.30``."""
    token = line.tokens[at]
    parts, dotted = token.digits, token.separators == "."
    if token.separators not in (":", "::", ".") or len(parts[1]) != _TWO or len(parts[0]) > _TWO:
        return None
    hour, minute, second = (*map(int, parts), 0)[:3]
    if hour > _DAY or minute >= _HOUR or second >= _HOUR or (hour == _DAY and minute):
        return None
    bare = 1 <= hour <= _NOON and not parts[0].startswith(("0", "٠")) and not second
    found = _finish(line, Clock(hour, minute, second, bare=bare, exact=True), at + 1, strong=not dotted)
    return None if found and dotted and not found[2] and _counts(line, at + 1) else found


def _with_h(line: Line, at: int, hour: int, *, cued: bool) -> ClockFound | None:
    """``15h``, ``15h30``."""
    minutes = line.tokens[at + 2]
    if hour > _DAY:
        return None
    if minutes.kind == "n" and not minutes.gap and (minutes.whole or 0) < _HOUR and not minutes.separators:
        return Clock(hour, minutes.whole or 0, exact=True), at + 3, True
    return (Clock(hour), at + 2, True) if hour > _NOON or cued else None


def _hour_in_digits(line: Line, at: int, hour: int, *, cued: bool) -> ClockFound | None:
    """``5``, ``٥ ونص``, ``3 و 18 دقيقة``, ``12 15``."""
    bare, here = 1 <= hour <= _NOON, at + 1
    tail = _arabic_minutes(line, here)
    if tail and (cued or line.key(here) == "less" or line.entry(tail[1] - 1).unit == "minute"):
        return _finish(line, _moved_by(hour, tail[0], bare=bare), tail[1], strong=True)
    if tail and line.key(tail[1] - 1) in _FRACTION and not _counts(line, tail[1]):
        return _finish(line, _moved_by(hour, tail[0], bare=bare), tail[1], strong=False)  # ``الأحد ٩ ونص الصبح``
    following = line.tokens[here]
    if cued and following.gap and following.whole is not None and len(following.digits[0]) == _TWO:
        minute = following.whole
        if minute < _HOUR and not _counts(line, here + 1):
            return _finish(line, Clock(hour, minute, bare=bare, exact=True), here + 1, strong=True)
    return _finish(line, Clock(hour, bare=bare), here, strong=False)


def _moved_by(hour: int, minutes: int, *, bare: bool) -> Clock:
    """The hour with minutes after it, or (negative) before it."""
    if minutes < 0:
        hour, minutes = hour - 1 or _NOON, _HOUR + minutes
    return Clock(hour, minutes, bare=bare, exact=True)


def _military(line: Line, at: int, value: int, *, cued: bool) -> ClockFound | None:
    hour, minute = divmod(value, 100)
    if not 0 <= hour <= 23 or minute >= _HOUR or line.sign(at + 1, "-–"):  # noqa: PLR2004
        return None
    found = _finish(line, Clock(hour, minute, bare=1 <= hour <= _NOON, exact=True), at + 1, strong=False)
    if found and (found[2] or (cued and not _counts(line, found[1]) and not 1900 <= value < 2100)):  # noqa: PLR2004 - a year
        return found[0], found[1], True
    return None


def _finish(line: Line, found: Clock, at: int, *, strong: bool) -> ClockFound | None:
    """What may stand behind: ``o'clock``, ``ish``, ``sharp``, am or pm."""
    here = at
    while line.key(here) in ("oclock", "ish", "sharp"):
        strong = strong or line.key(here) == "oclock"
        here += 1
    token = line.tokens[here]
    if token.entry.ampm and not (len(token.text) == 1 and token.text.isascii() and token.gap):
        if not 1 <= found.hour <= _NOON:
            return (
                (found, here + 1, True)
                if found.hour > _NOON and token.entry.ampm == "pm" and found.hour < _DAY and found.exact
                else None
            )
        hour = found.hour % _NOON + (_NOON if token.entry.ampm == "pm" else 0)
        here += 1
        while line.key(here) in ("oclock", "ish", "sharp"):
            here += 1
        return Clock(hour, found.minute, found.second, exact=found.exact), here, True
    if token.text == "hrs" and found.exact:
        return Clock(found.hour, found.minute, found.second, exact=True), here + 1, True
    if (
        found.hour > _NOON
        and not found.exact
        and not strong
        and token.kind == "w"
        and token.text.isascii()
        and token.entry == NOTHING
    ):
        return None  # "at 24 King Fahd Road"
    return found, here, strong


def _counts(line: Line, at: int) -> bool:
    """Whether a number before this token counts things: a unit, money, a percentage, an English plural."""
    token = line.tokens[at]
    meaning = token.entry
    if meaning.money or meaning.key == "percent" or token.text == "%":
        return True
    if meaning.unit or meaning.adverb:
        return not (meaning.key in ("at", "on") or meaning.part)
    return (
        token.kind == "w"
        and token.text.isascii()
        and len(token.text) >= _SHORTEST_PLURAL
        and token.text.endswith("s")
        and not (meaning.weekday is not None or meaning.rel is not None or meaning.key)
    )


counts = _counts


def with_part(found: Clock, part: str) -> Clock | None:
    """The clock in that part of the day: 3 in the afternoon is 15:00. Written times that contradict the part stay."""
    if not found.bare:
        return found
    hour = found.hour % _NOON
    if part in ("morning", "dawn", "midmorning"):
        pass
    elif part == "noon":
        hour = found.hour if found.hour in (10, 11, 12) else hour + _NOON
    elif part in ("afternoon", "late_afternoon"):
        hour = hour + _NOON
    elif part in ("night", "tonight"):
        hour = _DAY if found.hour == _NOON else hour if hour < 5 and part == "night" else hour + _NOON  # noqa: PLR2004
        if hour == _DAY and found.minute:
            hour = 0
    elif part == "evening":
        hour = hour + _NOON
    else:
        return None
    return Clock(hour, found.minute, found.second, exact=found.exact)
