"""The grammar of weeks, weekends, months, quarters, halves and years, and of their edges (``end of month``, ``منتصف آذار``)."""

from __future__ import annotations

from bot.reading.times.periods import Nth, Period
from bot.reading.times.rules.clocks import counts
from bot.reading.times.words.line import Line

PeriodFound = tuple[Period | Nth, int, bool]
_UNITS = frozenset({"week", "weekend", "month", "quarter", "half", "year"})
_MONTHS, _WEEKS = 12, 53
_ABBREVIATED = 3


def month(line: Line, at: int) -> tuple[int, bool, int] | None:
    """A month's name, or ``شهر ٣``: its number, whether Hijri, the index after it."""
    meaning = line.entry(at)
    if meaning.month is not None:
        here = at + 1
        if line.sign(here, ".") and not line.tokens[here].gap and len(line.tokens[at].text) <= 4:  # noqa: PLR2004 - "Dec."
            here += 1
        return meaning.month, meaning.hijri, here
    if at and line.key(at - 1) == "month_word":
        number = line.cardinal(at)
        if number and 1 <= number[0] <= _MONTHS and not line.entry(number[1]).unit:
            return number[0], False, number[1]
    return None


def of_period(line: Line, at: int) -> tuple[Period, int] | None:
    """``of March``, ``in the month``, ``من الشهر القادم``, ``بشهر اكتوبر 2014``."""
    here = line.skip(at, "of", "in", "from")
    joined = line.tokens[here].entry.joined == "ب"
    said = line.tokens[here].text in ("الشهر", "السنه")  # يوم ٥ الشهر الجاي
    if here == at and not (joined or said) and line.entry(here).month is None and line.entry(here).rel is None:
        return None
    found = whole(line, here, named=True)
    return (found[0], found[1]) if found else None


def period(line: Line, at: int, *, led: bool) -> PeriodFound | None:  # noqa: PLR0911 - one line per shape
    """A period, or the day at its edge, that begins there."""
    line.steps += 1
    meaning = line.entry(at)
    if meaning.bounded:
        return _bounded(line, at)
    if meaning.edge:
        found = _edge(line, at)
        if found:
            return found
    start = meaning.ordinal == 1 and not line.tokens[at].text.isascii() and line.tokens[at + 1].text.startswith("ال")
    if start and _unit(line, at + 1) in _UNITS:  # أول الشهر
        rel = line.entry(at + 2).rel
        return Period(_unit(line, at + 1), rel or 0, edge="start"), at + 2 + (rel is not None), False
    if meaning.key in ("q", "h", "quarter", "half") or (meaning.ordinal is not None or line.tokens[at].kind == "n"):
        found = _numbered(line, at)
        if found:
            return found
    if meaning.unit == "week" and line.tokens[at + 1].kind == "n":
        found = _week(line, at)
        if found:
            return found
    if meaning.rel is None and not _unit(line, at) and meaning.month is None:
        return _year(line, at) if led else None
    return whole(line, at, named=False)


def _bounded(line: Line, at: int) -> PeriodFound:
    """``eom``, ``نهاية الأسبوع``, ``نهاية الأسبوع الجاي``."""
    unit, here = line.entry(at).bounded, at + 1
    rel = line.entry(here).rel
    return Period(unit, rel or 0, edge="end"), here + 1 if rel is not None else here, False


def _edge(line: Line, at: int) -> PeriodFound | None:
    """``end of next month``, ``mid March``, ``نهاية الشهر``, ``نص شهر ثلاث``."""
    edge, here = line.entry(at).edge, at + 1
    here = line.past_sign(here, "-")
    here = line.skip(here, "of", "in")
    here = line.skip(here, "the")
    found = whole(line, here, named=True)
    if found is None:
        found = _bare(line, here)
    if found is None:
        return None
    if found[0].unit != "weekend":
        base = found[0]
        return (
            Period(base.unit, base.offset, base.month, base.year, base.quarter, edge, base.hijri, base.rel),
            found[1],
            False,
        )
    return None


def _bare(line: Line, at: int) -> tuple[Period, int, bool] | None:
    """``(end of) month``: the unit alone is the present one."""
    unit = _unit(line, at)
    return (Period(unit), at + 1, False) if unit in _UNITS else None


def _unit(line: Line, at: int) -> str:
    """The unit said there; الربع is the quarter of a year where nothing makes it a fraction."""
    return line.entry(at).unit or ("quarter" if line.tokens[at].text == "الربع" else "")


def whole(line: Line, at: int, *, named: bool) -> tuple[Period, int, bool] | None:
    """``next week``, ``الأسبوع الجاي``, ``March 2027``, ``the month``, ``Q3``, ``2027``. ``named``: ``the month`` and a year count too."""
    line.steps += 1
    here = line.skip(at, "the")
    the = here > at or (at > 0 and line.key(at - 1) == "the")
    token = line.tokens[here]
    meaning = token.entry
    if named and line.sign(here, "'’"):
        here += 1
    if meaning.rel is not None:
        return _rel_first(line, here)
    named_month = month(line, here + 1) if meaning.key == "month_word" else None
    if named_month is None and meaning.month is not None:
        named_month = month(line, here)
    if named_month:
        return _month_year(
            line,
            named_month,
            weak=meaning.weak or (not the and token.text.isascii() and len(token.text) <= _ABBREVIATED),
        )
    if _unit(line, here) in _UNITS:
        found = _numbered(line, here)
        if found and isinstance(found[0], Period):
            return found[0], found[1], False
        return _unit_alone(line, here, the=the or token.text.startswith("ال"), named=named)
    found = _numbered(line, here)
    if found and isinstance(found[0], Period):
        return found[0], found[1], False
    return _year(line, here) if named else None


def _unit_alone(line: Line, at: int, *, the: bool, named: bool) -> tuple[Period, int, bool] | None:
    """``الأسبوع الجاي``, ``the week after next``, ``سنة ٢٠٢٧``, ``the weekend``."""
    unit, token, after = _unit(line, at), line.tokens[at], line.entry(at + 1)
    arabic = not token.text.isascii()
    if arabic and after.rel is not None and after.weekday is None:
        return Period(unit, after.rel), at + 2, False
    if the and after.key == "after" and line.entry(at + 2).rel == 1:
        return Period(unit, 2), at + 3 + (line.entry(at + 3).unit == unit), False
    year = line.year(at + 1) if unit == "year" and arabic else None
    if year:
        return Period("year", year=year[0]), year[1], False
    return (Period(unit), at + 1, False) if the and (named or unit == "weekend") else None


def _rel_first(line: Line, at: int) -> tuple[Period, int, bool] | None:
    """``this week``, ``next next month``, ``last March``, ``هذا الأسبوع``, ``the following week``."""
    rels = [line.entry(at).rel or 0]
    here = at + 1
    while line.entry(here).rel is not None and not line.entry(here).month and len(rels) < 3:  # noqa: PLR2004
        rels.append(line.entry(here).rel or 0)
        here += 1
    offset = sum(rels) if all(r > 0 for r in rels) or all(r < 0 for r in rels) else next((r for r in rels if r), 0)
    meaning = line.entry(here)
    named_month = month(line, here)
    if named_month and meaning.month is not None:
        found = _month_year(line, named_month, weak=offset == 0 and meaning.weak and line.tokens[here].text.isascii())
        rel = {0: "this", -1: "last"}.get(offset, "next")
        base = found[0]
        return Period(base.unit, base.offset, base.month, base.year, hijri=base.hijri, rel=rel), found[1], found[2]
    unit = _unit(line, here)  # هذا الربع is a quarter of a year
    if unit in _UNITS:
        return Period(unit, offset, rel="" if offset else "this"), here + 1, False
    if meaning.unit in ("day", "hour") and offset:
        return Period(meaning.unit, offset), here + 1, False
    return None


def _month_year(line: Line, found: tuple[int, bool, int], *, weak: bool) -> tuple[Period, int, bool]:
    number, hijri, here = found
    after = line.past_sign(here, ",،-/")
    after = line.skip(after, "of", "in", "from")
    if line.entry(after).unit == "year" and line.entry(after).rel is None and not line.tokens[after].text.isascii():
        after += 1
    year = line.year(after)
    if year:
        return Period("month", month=number, year=year[0], hijri=hijri), year[1], False
    return Period("month", month=number, hijri=hijri), here, weak


def _numbered(line: Line, at: int) -> PeriodFound | None:
    """``Q4``, ``4th quarter 2027``, ``second half of 2027``, ``first half of the year``, ``الربع الثالث``, ``2027Q4``."""
    token = line.tokens[at]
    here = at
    year: tuple[int, int] | None = None
    if token.kind == "n" and line.key(at + 1) == "q":
        year, here = line.year(at), at + 1
        if year is None:
            return None
    counted = _which(line, here)
    if counted is None:
        return None
    number, unit, here = counted
    most = 4 if unit == "quarter" else 2
    value = most if number == -1 else number
    if not 1 <= value <= most:
        return None
    if year:
        return Period(unit, 0, year=year[0], quarter=value), here, False
    after = line.year(line.skip(here, "of", "in", "from"))
    if after:
        return Period(unit, 0, year=after[0], quarter=value), after[1], False
    offset, behind = _of_which_year(line, here)
    return Period(unit, offset, quarter=value), behind, token.text == "h" and behind == here  # H2 alone may be anything


def _week(line: Line, at: int) -> PeriodFound | None:
    """``week 12``, ``wk 12 2027``, ``الأسبوع ١٢``: a week by its number in the year, as ISO 8601 counts them."""
    number, here = line.tokens[at + 1].whole, at + 2
    if number is None or not 1 <= number <= _WEEKS or line.tokens[at + 1].gap is False or line.entry(at).plural:
        return None
    if counts(line, here) or line.entry(here).ampm or line.entry(here).part or line.entry(here).suffix:
        return None
    year = line.year(line.skip(here, "of", "in", "from"))
    return Period("week", year=year[0] if year else None, quarter=number), year[1] if year else here, False


def _which(line: Line, at: int) -> tuple[int, str, int] | None:
    """Which quarter or half: its number, the unit, the index after it."""
    if line.key(at) in ("q", "h"):
        digit = line.tokens[at + 1]
        unit = "quarter" if line.key(at) == "q" else "half"
        return (digit.whole, unit, at + 2) if digit.whole is not None and not digit.gap else None
    if line.key(at) in ("quarter", "half") and not line.tokens[at].text.isascii():
        ordinal = line.ordinal(at + 1)
        return (ordinal[0], line.key(at), ordinal[1]) if ordinal else None
    ordinal = line.ordinal(at)
    if ordinal and line.entry(ordinal[1]).unit == "quarter":
        return ordinal[0], "quarter", ordinal[1] + 1
    if ordinal and line.key(ordinal[1]) == "half" and line.key(ordinal[1] + 1) in ("of", "from"):
        return ordinal[0], "half", ordinal[1] + 1
    return None


def _of_which_year(line: Line, at: int) -> tuple[int, int]:
    """``of next year``, ``من السنة الجاية``, ``of the year``: how many years on, and the index after it."""
    of = line.skip(at, "of", "in", "from")
    here = line.skip(of, "the")
    rel = line.entry(here).rel
    if rel is not None and line.entry(here + 1).unit == "year":
        return rel, here + 2
    if line.entry(here).unit == "year" and of > at:
        after = line.entry(here + 1).rel
        return after or 0, here + (2 if after is not None else 1)
    return 0, at


def _year(line: Line, at: int) -> tuple[Period, int, bool] | None:
    year = line.year(at) if line.tokens[at].kind == "n" else None
    if year is None or not 1900 <= year[0] < 2200:  # noqa: PLR2004
        return None
    return Period("year", year=year[0]), year[1], True
