"""The grammar of what comes again: ``every Monday at 9``, ``كل اثنين ٩``, ``first Sunday of the month``, ``4th of every other month``."""

from __future__ import annotations

from bot.reading.times.again import DAYS_OFF, LONGEST_MONTH, WORK_DAYS, Again
from bot.reading.times.rules.periods import month
from bot.reading.times.words.line import Line

_FREQ = {
    "second": ("SECONDLY", 1), "minute": ("MINUTELY", 1), "hour": ("HOURLY", 1), "day": ("DAILY", 1), "week": ("WEEKLY", 1),
    "fortnight": ("WEEKLY", 2), "month": ("MONTHLY", 1), "quarter": ("MONTHLY", 3), "half": ("MONTHLY", 6), "year": ("YEARLY", 1),
}  # fmt: skip
_LIST = ",،/"
_MOST_LISTED = 8
_SECOND = 2
"""كل أسبوع ثاني: every second week."""
_ABBREVIATED = 4
AgainFound = tuple[Again, int]


def again(line: Line, at: int) -> AgainFound | None:  # noqa: PLR0911 - one line per form
    """The core of a recurrence that begins there; what stands behind it (a time, an end) is read by ``endings.py``."""
    line.steps += 1
    meaning = line.entry(at)
    here = line.skip(at, "the", "on")
    if meaning.key == "every":
        return _every(line, at + 1)
    if meaning.adverb and not (at and line.key(at - 1) in ("twice", "thrice", "times")):
        freq, interval = _FREQ[meaning.adverb]
        return _on(line, at + 1, Again(freq, interval))
    if meaning.key == "once" and (line.key(at + 1) in ("a", "every") or line.key(at + 1) == "in"):
        unit = line.entry(at + 2).unit
        return _unit(line, at + 3, unit, 1) if unit in _FREQ else None
    first = line.skip(at, "on_days", "on")
    if line.entry(first).plural or line.key(at) == "on_days":
        days = _weekdays(line, first)
        return (Again("WEEKLY", 1, days[0]), days[1]) if days else None
    if meaning.unit in ("workday", "weekend") and line.tokens[at].text in (
        "weekdays",
        "workdays",
        "weekends",
        "ايام العمل",
        "ايام الدوام",
    ):
        return Again("WEEKLY", 1, [(0, WORK_DAYS if meaning.unit == "workday" else DAYS_OFF)]), at + 1
    if meaning.part and line.tokens[at].text in ("mornings", "evenings", "afternoons", "nights"):
        return Again("DAILY", part=meaning.part), at + 1
    if (
        line.entry(here).ordinal is not None
        or line.entry(here).rel == -1
        or line.tokens[here].kind == "n"
        or line.entry(here).edge
        or line.entry(here).number in (20, 30)
    ):
        return _of_every(line, here)
    return None


def _every(line: Line, at: int) -> AgainFound | None:  # noqa: PLR0911 - one line per form
    """What follows ``every``."""
    if line.key(at) == "other" or line.tokens[at].text == "alternate":
        return _repeated(line, at + 1, 2)
    listed = _of_every(line, at, every=True)
    if listed:
        return listed
    ordinal = line.ordinal(at)
    number = ordinal or line.cardinal(at)
    if number is None or number[0] <= 0:
        return _repeated(line, at, 1)
    if line.entry(at).weekday is not None and line.entry(number[1]).weekday is not None:  # كل اثنين وأربعاء
        return _repeated(line, at, 1)
    follows, article = line.entry(number[1]), line.tokens[number[1]].text.startswith("ال")
    if (follows.unit or follows.weekday is not None or follows.key == "business") and not article:
        return _repeated(line, number[1], number[0])
    if ordinal and ordinal[0] <= LONGEST_MONTH and not follows.month:
        return Again("MONTHLY", month_days=[ordinal[0]]), ordinal[1]
    return _repeated(line, at, 1)


def _repeated(line: Line, at: int, interval: int) -> AgainFound | None:  # noqa: PLR0911 - one line per form
    """The weekday, month, part of day or unit that comes every ``interval`` times."""
    here = at + 1 if line.key(at) == "on" and line.entry(at + 1).weekday is not None else at
    token = line.tokens[here]
    meaning = token.entry
    if meaning.dual in _FREQ:
        return _unit(line, here + 1, meaning.dual, 2)
    if meaning.weekday is not None:
        days = _weekdays(line, here)
        second = (
            interval == 1 and days is not None and line.entry(days[1]).ordinal == _SECOND and not token.text.isascii()
        )
        return (Again("WEEKLY", 2 if second else interval, days[0]), days[1] + second) if days else None
    if meaning.month is not None and meaning.key != "month_word":
        return _yearly(line, here)
    if meaning.part and meaning.part not in ("noon", "midnight", "end_of_day"):
        return Again("DAILY", interval, part=meaning.part), here + 1
    part = {"half": 30, "quarter": 15}.get(meaning.key, 0)
    if part and line.entry(line.skip(here + 1, "a")).unit == "hour":
        return Again("MINUTELY", part), line.skip(here + 1, "a") + 1
    business = (meaning.key == "business" and line.entry(here + 1).unit == "day") or (
        meaning.unit == "day" and line.key(here + 1) == "business"
    )
    if business:
        return Again("WEEKLY", 1, [(0, WORK_DAYS)]), here + 2
    return _unit(line, here + 1, meaning.unit, interval) if meaning.unit else None


def _unit(line: Line, at: int, unit: str, interval: int) -> AgainFound | None:
    if unit in ("workday", "weekend"):
        return Again("WEEKLY", interval, [(0, WORK_DAYS if unit == "workday" else DAYS_OFF)]), at
    if unit not in _FREQ or interval > 999:  # noqa: PLR2004
        return None
    if interval == 1 and unit != "year" and line.entry(at).ordinal == _SECOND and not line.tokens[at].text.isascii():
        interval, at = 2, at + 1
    freq, size = _FREQ[unit]
    return _on(line, at, Again(freq, interval * size))


def _on(line: Line, at: int, found: Again) -> AgainFound:  # noqa: PLR0911 - one line per form
    """The days within the period: ``monthly on fri``, ``every month on the 4th``, ``yearly on December 25th``."""
    here = line.skip(line.skip(at, "on", "at", "in"), "the")
    if found.freq == "WEEKLY":
        days = _weekdays(line, line.skip(here, "on_days", "on"))
        if days:
            found.weekdays = days[0]
            return found, days[1]
        if line.entry(here).unit in ("weekend", "workday") and here > at:
            found.weekdays = [(0, WORK_DAYS if line.entry(here).unit == "workday" else DAYS_OFF)]
            return found, here + 1
        return found, at
    if found.freq == "MONTHLY":
        return _on_month(line, at, here, found)
    if found.freq == "YEARLY" and here > at:
        dated = _yearly(line, here) or _of_every(line, here, every=True)
        if dated and dated[0].freq == "YEARLY":
            dated[0].interval = found.interval
            return dated
        ordinals = _ordinals(line, here)
        if ordinals:
            weekday = line.entry(ordinals[1]).weekday
            if weekday is not None:
                found.weekdays = [(n, weekday) for n in ordinals[0]]
                return found, ordinals[1] + 1
            named = month(line, line.skip(ordinals[1], "of", "in", "from"))
            if named and not named[1]:
                found.months, found.month_days = [named[0]], ordinals[0]
                return found, named[2]
            found.year_day = ordinals[0][0]
            return found, ordinals[1] + (line.entry(ordinals[1]).unit == "day")
    return found, at


def _on_month(line: Line, at: int, here: int, found: Again) -> AgainFound:
    if here > at and line.entry(here).edge:
        found.month_days = [-1 if line.entry(here).edge == "end" else 1]
        return found, here + 1
    days = _weekdays(line, here)
    if days:
        found.weekdays = days[0]
        return found, days[1]
    ordinals = _ordinals(line, line.skip(here, "on") if here > at else here)
    if ordinals and (here > at or line.key(at) == "on"):
        after = ordinals[1]
        if line.key(after) == "instance":
            days = _weekdays(line, line.skip(after + 1, "of"))
            if days:
                found.weekdays, found.set_positions = days[0], ordinals[0]
                return found, days[1]
        weekday = line.entry(after).weekday
        if weekday is not None:
            found.weekdays = [(n, weekday) for n in ordinals[0]]
            return found, after + 1
        found.month_days = ordinals[0]
        return found, after + (line.entry(after).unit == "day")
    return found, at


def _weekdays(line: Line, at: int) -> tuple[list[tuple[int, int]], int] | None:
    """``Mon, Wed and Fri``, ``Tuesdays through Saturdays``, ``الأحد والثلاثاء``."""
    weekday = line.entry(at).weekday
    if weekday is None:
        return None
    found, here = [weekday], at + 1
    while len(found) < _MOST_LISTED:
        if (
            line.sign(here, ".")
            and not line.tokens[here].gap
            and line.entry(at).weekday is not None
            and len(line.tokens[here - 1].text) <= _ABBREVIATED
        ):
            here += 1
        start = line.past_sign(here, _LIST)
        start = line.skip(line.skip(start, "and"), "on")
        nxt = line.entry(start)
        ranged = line.key(here) == "to" or line.sign(here, "-–")
        if ranged and line.entry(here + 1).weekday is not None:
            last = line.entry(here + 1).weekday or 0
            found += [(found[-1] + n) % 7 for n in range(1, (last - found[-1]) % 7 + 1)]
            here += 2
        elif (
            nxt.weekday is not None
            and (start > here or nxt.joined == "و")
            and (nxt.number is None or nxt.joined == "و")
        ):
            found.append(nxt.weekday)
            here = start + 1
        else:
            break
    return [(0, day) for day in found], here


def _ordinals(line: Line, at: int) -> tuple[list[int], int] | None:
    """``1st``, ``first, second and third``, ``2nd to the last``, ``20 and 30``."""
    found: list[int] = []
    here = at
    while len(found) < _MOST_LISTED:
        start = here
        if found:
            start = line.past_sign(start, _LIST)
            start = line.skip(line.skip(start, "and"), "on", "the")
            start = line.skip(start, "the")
            if start == here:
                break
        one = line.ordinal(start)
        if one is None and line.entry(start).rel == -1:
            one = (-1, start + 1)
        if one is None and line.tokens[start].kind == "n":
            one = line.cardinal(start)
        if one is None or one[0] == 0 or abs(one[0]) > 366:  # noqa: PLR2004
            break
        number, here = one
        if number > 0 and line.key(here) == "to":
            last = line.skip(here + 1, "the")
            if line.entry(last).rel == -1 or line.entry(last).ordinal == -1:
                number, here = -number, last + 1
        found.append(number)
    return (found, here) if found else None


def _yearly(line: Line, at: int) -> AgainFound | None:
    """``July 4th``, ``Aug 20 and 30``, ``Aug on day 20``, ``December``."""
    named = month(line, at)
    if named is None or named[1]:
        return None
    here = line.skip(line.skip(named[2], "on"), "the")
    if line.entry(here).unit == "day":
        here += 1
    ordinals = _ordinals(line, here)
    if ordinals and max(ordinals[0]) <= LONGEST_MONTH:
        return Again("YEARLY", months=[named[0]], month_days=ordinals[0]), ordinals[1]
    return Again("YEARLY", months=[named[0]]), named[2]


def _of_every(line: Line, at: int, *, every: bool = False) -> AgainFound | None:
    """``4th of every month``, ``first and third Friday of each month``, ``end of each month``, ``first Sunday of the month``.

    With ``every`` before it the period may be named without another ``every``: ``every first Friday of the month``,
    ``every 20th and 30th of Aug``, ``every fourth Thursday in November``.
    """
    found = Again()
    here = at
    if line.entry(at).edge and line.key(at + 1) == "of":
        found.month_days, here = [-1 if line.entry(at).edge == "end" else 1], at + 1
    else:
        listed = _listed_days(line, at, found)
        if listed is None:
            return None
        here = listed
    arabic = not line.tokens[here].text.isascii()
    of = line.skip(here, "of", "in", "from") if arabic else line.skip(here, "of", "in")
    if of == here and line.entry(here).joined != "ب":
        return None
    return _whole_of(line, of, found, every=every)


def _listed_days(line: Line, at: int, found: Again) -> int | None:
    """The days before ``of``, put into ``found``; the index after them."""
    here = at
    for _ in range(_MOST_LISTED):
        ordinals = _ordinals(line, here)
        if ordinals is None:
            return None
        here = ordinals[1]
        if line.tokens[here].text == "يوم" and line.entry(here + 1).weekday is not None:
            here += 1
        weekday = line.entry(here).weekday
        if line.entry(here).unit == "workday" or line.key(here + 1) == "business":  # first working day of every month
            found.weekdays, found.set_positions = [(0, WORK_DAYS)], ordinals[0]
            return here + 1 + (line.entry(here).unit != "workday")
        if weekday is None:
            found.month_days += ordinals[0]
            return here + (line.entry(here).unit == "day")
        found.weekdays += [(n, weekday) for n in ordinals[0]]
        here += 1
        more = line.skip(line.past_sign(here, _LIST), "and")
        if more == here:
            return here
        here = more
    return None


def _whole_of(line: Line, at: int, found: Again, *, every: bool) -> AgainFound | None:
    """The month or year after ``of``."""
    here, interval = at, 1
    repeated = line.key(here) == "every"
    if repeated:
        here += 1
        if line.key(here) == "other":
            interval, here = 2, here + 1
        else:
            number = line.ordinal(here) or line.cardinal(here)
            if number and number[0] > 0:
                interval, here = number
    named = month(line, here) if every and not repeated else None
    if named and not named[1] and not line.year(named[2]):
        found.freq, found.months = "YEARLY", [named[0]]
        return found, named[2]
    the = line.skip(here, "the")
    meaning = line.entry(the)
    article = the > here or line.tokens[the].text.startswith("ال")
    if (
        meaning.unit not in ("month", "year", "quarter")
        or not (repeated or article)
        or line.entry(the + 1).rel is not None
    ):
        return None
    a_weekday = bool(found.weekdays) and found.weekdays[0][1] < WORK_DAYS
    if not repeated and not every and not (a_weekday and meaning.unit == "month"):
        return None
    freq, size = _FREQ[meaning.unit]
    found.freq, found.interval = freq, interval * size
    if freq == "YEARLY" and found.month_days:
        found.year_day, found.month_days = found.month_days[0], []
    return found, the + 1
