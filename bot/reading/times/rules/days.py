"""The grammar of days: weekdays, dates, parts of a month, weeks and months, feasts, in both languages and word orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.reading.times.meaning import DateOf, Day, DayNumber, Feast, Offset, Weekday
from bot.reading.times.periods import Nth, Period
from bot.reading.times.rules.dates import DayFound, century, month_then, numeric
from bot.reading.times.rules.periods import month, of_period, period
from bot.reading.times.words.line import Line
from bot.reading.times.words.tokens import Token

_RELS = {0: "this", 1: "next", -1: "last"}
_LONGEST_MONTH = 31
_HOURS = 12


Rule = Callable[[Line, int], DayFound | None]


def day(line: Line, at: int, *, led: bool, anchored: bool = False, after_weekday: bool = False) -> DayFound | None:
    """The longest day phrase that begins there. ``led``: a word such as ``on`` or ``the`` stands before it."""
    line.steps += 1
    here = line.skip(at, "the")
    led = led or here > at
    if line.key(here) == "on" and not line.tokens[here].text.isascii():
        arabic = _after_youm(line, here)
        if arabic:
            return arabic
    found = [rule(line, here) for rule in _rules(line.tokens[here])]
    if not anchored:
        found.append(period(line, here, led=led))
    if not (led or after_weekday) and line.entry(here + 1).suffix and line.tokens[here].kind == "n":
        alone = _day_number(line, here)
        found.append((alone[0], alone[1], alone[0].months is None) if alone else None)
    if led or after_weekday:
        number = _day_number(line, here)
        hour = number is not None and number[0].day <= _HOURS and line.ordinal(here) is None
        if not (number and hour and (after_weekday or line.entry(number[1]).part)):
            found.append(number)  # "Thursday 3" and "until 6 in the evening" are hours, "Thursday 21" is the 21st
    elif line.tokens[here + 1].text == "الشهر" and line.entry(here + 2).rel is not None:
        found.append(_day_number(line, here, plain=True))  # ١٥ الشهر الجاي
    return _longest(found)


def _rules(token: Token) -> Iterable[Rule]:
    """The rules that may begin with that token."""
    meaning, digits = token.entry, token.kind == "n"
    rules: list[Rule] = []
    if meaning.offset is not None:
        rules.append(_offset)
    if meaning.weekday is not None or meaning.rel is not None:
        rules.append(_weekday)
    if digits:
        rules.append(numeric)
    if digits or meaning.number is not None or meaning.ordinal is not None:
        rules.append(_date)
    if digits or meaning.ordinal is not None or meaning.number in (20, 30) or meaning.rel == -1:
        rules.append(_nth)
    if meaning.month is not None or meaning.key == "month_word":
        rules.append(_month_first)
    if meaning.feast or meaning.rel is not None:
        rules.append(_feast)
    return rules


def _longest(found: Iterable[DayFound | None]) -> DayFound | None:
    return max((one for one in found if one), key=lambda one: one[1], default=None)


def _after_youm(line: Line, at: int) -> DayFound | None:
    """``يوم الثلاثاء``, ``يوم ١٥``, ``اليوم الثالث من اكتوبر``."""
    here = line.skip(at + 1, "in")
    best = _longest(
        [
            *(rule(line, here) for rule in (_weekday, _date, numeric, _month_first)),
            _day_number(line, here),
            _nth_day(line, at),
        ]
    )
    return (best[0], best[1], False) if best else None


def _offset(line: Line, at: int) -> DayFound | None:
    offset = line.entry(at).offset
    if offset is None:
        return None
    after = line.entry(at + 1)
    if offset == 0 and not line.tokens[at].text.isascii():
        if after.rel and after.weekday is None:
            return Offset(after.rel), at + 2, False
        if after.key == "which" and line.entry(at + 2).offset is not None:
            return Offset(line.entry(at + 2).offset or 0), at + 3, False
    return Offset(offset), at + 1, False


def _weekday(line: Line, at: int) -> DayFound | None:
    """``next Tuesday``, ``الثلاثاء الجاي``, ``this coming Friday``, ``Wednesday after next``, ``الثلاثاء الثالث من أيلول``."""
    here, rels = at, list[int]()
    while line.entry(here).rel is not None and line.entry(here).weekday is None and len(rels) < 2:  # noqa: PLR2004
        rels.append(line.entry(here).rel or 0)
        here = line.skip(here + 1, "the")
    if rels and line.key(here) == "on" and line.tokens[here].text == "يوم":
        here += 1
    meaning = line.entry(here)
    weekday = meaning.weekday
    if weekday is None or (meaning.plural and not line.tokens[here].text.endswith("'s")):
        return None
    arabic = not line.tokens[here].text.isascii()
    ordinal = _weekday_ordinal(line, here, weekday) if arabic and not rels else None
    if ordinal:
        return ordinal
    here += 1
    if line.sign(here, ".") and not line.tokens[here].gap and len(line.tokens[here - 1].text) <= 4:  # noqa: PLR2004 - "mon."
        here += 1
    plus = 0
    if not rels and line.tokens[here].text == "week":  # "Friday week"
        plus, here = 1, here + 1
    if not rels and arabic and line.entry(here).rel is not None:
        rels = [line.entry(here).rel or 0]
        here += 1
    if line.key(here) == "after" and line.entry(here + 1).rel == 1 and line.entry(here + 2).unit == "":
        plus, here = 1, here + 2
    rel = next((r for r in rels if r), 0) if rels else None
    if rel is not None and rel > 1:
        rel, plus = 1, plus + 1
    said = _RELS[rel] if rel is not None else ""
    return Weekday(weekday, said, plus=plus), here, meaning.weak and rel is None and not arabic_article(line, at)


def arabic_article(line: Line, at: int) -> bool:
    """Whether the word has the Arabic article and is no ordinary word with it."""
    token = line.tokens[at]
    return token.text.startswith("ال") and not token.entry.weak


def _weekday_ordinal(line: Line, at: int, weekday: int) -> DayFound | None:
    """``الثلاثاء الثالث من سبتمبر``, ``الاثنين الأخير من الشهر``; without a month of this one."""
    if line.entry(at + 1).rel is not None:
        return None
    ordinal = line.ordinal(at + 1)
    if ordinal is None or not (ordinal[0] == -1 or 1 <= ordinal[0] <= 5):  # noqa: PLR2004
        return None
    within = of_period(line, ordinal[1])
    if within:
        return Nth(ordinal[0], "day", weekday, within[0]), within[1], False
    return (
        (Nth(ordinal[0], "day", weekday, Period("month")), ordinal[1], False)
        if line.entry(ordinal[1]).month is None
        else None
    )


def _date(line: Line, at: int) -> DayFound | None:
    """``15 March``, ``the 3rd of July, 2027``, ``٢ أكتوبر``, ``١٥ رمضان``, ``2/ أكتوبر``, ``23-24 Nov``."""
    number = line.ordinal(at) or line.cardinal(at)
    last = _days_range(line, at)
    if last:
        number = last[0], at + 1
    if number is None or not 1 <= number[0] <= _LONGEST_MONTH:
        return None
    here = line.skip(number[1], "of", "from", "in")
    here = line.past_sign(here, "-/.")
    here = line.skip(here, "month_word")
    found = month(line, here)
    if found is None:
        return None
    value, hijri, here = found
    year = _year_after(line, here)
    date_of = DateOf(number[0], value, year[0] if year else None, hijri, last=last[1] if last else None)
    return date_of, year[1] if year else here, False


def _days_range(line: Line, at: int) -> tuple[int, int] | None:
    """``23-24`` beside a month."""
    token = line.tokens[at]
    if token.separators != "-" or max(map(len, token.digits)) > 2:  # noqa: PLR2004
        return None
    first, last = map(int, token.digits)
    return (first, last) if 1 <= first < last <= _LONGEST_MONTH else None


def _year_after(line: Line, at: int) -> tuple[int, int] | None:
    """A year behind a date: ``2027``, ``, 2027``, ``of '87``, ``سنة ٢٠١٥``."""
    here = line.past_sign(at, ",،/-")
    here = line.skip(here, "of", "in", "from")
    if line.entry(here).unit == "year" and line.entry(here).rel is None:
        here += 1
    year = line.year(here)
    if year:
        return year
    token = line.tokens[here]
    if (
        here > at
        and line.key(here - 1) == "of"
        and token.kind == "n"
        and token.whole is not None
        and len(token.digits[0]) == 2  # noqa: PLR2004 - '87
    ):
        return century(token.whole), here + 1
    return None


def _month_first(line: Line, at: int) -> DayFound | None:  # noqa: PLR0911 - one line per form
    """``March 15``, ``Oct-2``, ``May twenty-one``, ``Sep-23-2020``, ``شهر ٣``; the month itself is a period."""
    start = at + 1 if line.key(at) == "month_word" and line.entry(at + 1).month else at
    found = month(line, start)
    if found is None:
        return None
    value, hijri, here = found
    here = line.past_sign(here, "-/.,،")
    here = line.skip(here, "the", "on")
    token = line.tokens[here]
    if token.kind == "n" and token.separators == "-" and len(token.digits) == 2:  # noqa: PLR2004 - Sep-23-2020
        days = _days_range(line, here)
        year = _year_after(line, here + 1) if days else None
        if days:
            found_days = DateOf(days[0], value, year[0] if year else None, hijri, last=days[1])
            return found_days, year[1] if year else here + 1, False
        return month_then(line, here, value)
    number = line.ordinal(here)
    if number is None:
        number = line.cardinal(here)
        if number and token.kind == "n" and len(token.digits[0]) > 2:  # noqa: PLR2004 - a year
            return None
        if number and number[0] > _LONGEST_MONTH and token.kind != "n":
            number = (token.entry.number or 0, here + 1)
    if number is None or not 1 <= number[0] <= _LONGEST_MONTH or (line.entry(number[1]).ampm and token.kind == "n"):
        return None
    if line.entry(number[1]).unit or line.entry(number[1]).money:
        return None
    year = _year_after(line, number[1])
    return DateOf(number[0], value, year[0] if year else None, hijri), year[1] if year else number[1], False


def _day_number(line: Line, at: int, *, plain: bool = False) -> tuple[DayNumber, int, bool] | None:
    """``the 18th``, ``on 15``, ``يوم ١٥``, ``the 20th of next month``. ``plain``: the number needs no word before it."""
    ordinal = line.ordinal(at)
    number = ordinal or (line.cardinal(at) if plain or _may_number(line, at - 1) else None)
    if number is None or not 1 <= number[0] <= _LONGEST_MONTH:
        return None
    spelt = ordinal is not None and line.tokens[at].kind != "n"
    after = line.tokens[number[1]]
    within = of_period(line, number[1])
    if within and within[0].unit == "month" and within[0].month is None:
        named = within[0].offset or within[0].rel
        return DayNumber(number[0], within[0].offset if named else None), within[1], False
    ends = (
        after.kind in "sn"
        or after.entry.key in _AFTER_DAY_NUMBER
        or after.entry.part != ""
        or after.entry.hour is not None
    )
    if not ends or after.text in "%:/$+":
        if after.kind != "" or (spelt and number[0] < 10):  # noqa: PLR2004 - "the second"
            return None
    elif spelt and number[0] < 4:  # noqa: PLR2004
        return None
    return DayNumber(number[0]), number[1], False


def _may_number(line: Line, at: int) -> bool:
    """Whether a plain number after that word may be a day of the month: ``on 15``, ``يوم ١٥``, ``إلى ٢٧``; a weekday before it too."""
    key = line.key(at)
    arabic = not line.tokens[at].text.isascii()
    return (
        key == "on"
        or (arabic and key in ("in", "to"))
        or (key == "the" and line.key(at - 1) == "on")
        or line.entry(at).weekday is not None
    )


_AFTER_DAY_NUMBER = frozenset(
    {"at", "for", "around", "and", "to", "by", "until", "after", "before", "in", "on", "from"}
)


def _nth(line: Line, at: int) -> DayFound | None:
    """``first Friday of July``, ``last working day of the month``, ``ثاني أربعاء من أكتوبر``, ``third day of October``."""
    ordinal = line.ordinal(at)
    last = line.entry(at).rel == -1 and line.tokens[at].text == "last"
    if ordinal is None and last:
        ordinal = (-1, at + 1)
    if ordinal is None:
        return None
    number, here = ordinal
    if line.key(here) == "to" and line.entry(line.skip(here + 1, "the")).rel == -1:  # second to last
        number, here = -number, line.skip(here + 1, "the") + 1
    elif line.entry(here).rel == -1 and number > 0:
        number, here = -number, here + 1
    return nth_of(line, here, number, last=last)


def _nth_day(line: Line, at: int) -> DayFound | None:
    """``اليوم الثالث من شهر عشرة``."""
    ordinal = line.ordinal(at + 1)
    within = of_period(line, ordinal[1]) if ordinal else None
    return (Nth(ordinal[0], "day", None, within[0]), within[1], False) if ordinal and within else None


def nth_of(line: Line, at: int, number: int, *, last: bool) -> DayFound | None:
    """The unit after an ordinal and what it is counted in."""
    here = line.skip(at, "on") if line.tokens[at].text == "يوم" and line.entry(at + 1).weekday is not None else at
    meaning = line.entry(here)
    weekday, unit = meaning.weekday, "day"
    here += 1
    if weekday is None:
        unit = meaning.unit if meaning.unit in ("day", "week", "workday") else ""
        if unit == "day" and line.key(here) == "business":
            unit, here = "workday", here + 1
        if meaning.key == "business" and line.entry(here).unit == "day":
            unit, here = "workday", here + 1
        if not unit:
            return None
    within = of_period(line, here)
    if within:
        return Nth(number, unit, weekday, within[0]), within[1], False
    if weekday is not None and 1 <= number <= 5 and not meaning.plural and not last:  # noqa: PLR2004 - "third Tuesday": of this month
        return Nth(number, unit, weekday, Period("month")), here, False
    return None


def _feast(line: Line, at: int) -> DayFound | None:
    rel = line.entry(at).rel if not line.entry(at).feast else None
    here = at + 1 if rel is not None else at
    name = line.entry(here).feast
    if not name:
        return None
    here += 1
    if line.tokens[here].entry.unit == "day":
        here += 1
    year = line.year(line.skip(here, "in", "of"))
    found = Feast(name, year[0] if year else None, _RELS.get(rel, "") if rel is not None else "")
    return found, year[1] if year else here, False


def with_period(found: Day, whole: Period) -> Day | None:
    """A day within a period said beside it: ``Tuesday`` + ``next week``, ``5 May`` + ``next year``, ``the 20th`` + ``next month``."""
    if isinstance(found, Weekday) and whole.unit == "week" and not whole.edge and found.week is None:
        return Weekday(found.weekday, week=whole.offset)
    if isinstance(found, DateOf) and found.year is None and whole.unit == "year" and not whole.edge:
        return replace(found, year=whole.year) if whole.year is not None else replace(found, years=whole.offset)
    if isinstance(found, Period) and found.month is not None and found.year is None and whole.unit == "year":
        return replace(found, year=whole.year, years=None if whole.year is not None else whole.offset)
    if isinstance(found, DayNumber) and whole.unit == "month" and whole.month is None and not whole.edge:
        return replace(found, months=whole.offset)
    if isinstance(found, Nth) and whole.unit == "year" and not whole.edge and found.within.year is None:
        return replace(found, within=replace(found.within, year=whole.year, offset=whole.offset))
    return None
