"""The grammar of a whole phrase: pieces (day, clock, part of day, recurrence) in any order, joined while they fit together.

English and Arabic differ in the order of words and in the words; the pieces and what fits with what are the same. A phrase
may be an interval of two moments. What is too weak to be a time on its own (``may``, ``5``) counts only with a cue.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from bot.reading.times.again import Again
from bot.reading.times.meaning import Counted, DateOf, Day, DayNumber, Offset, Weekday
from bot.reading.times.periods import Period
from bot.reading.times.rules.clocks import clock, counts, with_part
from bot.reading.times.rules.counts import amounts, counted, with_weekday
from bot.reading.times.rules.dates import DateDigits
from bot.reading.times.rules.days import day, with_period
from bot.reading.times.shapes import Clock, Cue
from bot.reading.times.words.line import Line
from bot.reading.times.words.table import NOTHING

_CUES: dict[str, Cue] = {"by": "by", "before": "before", "after": "after", "since": "since", "until": "until"}
_LEADS = frozenset("at to on in by before after since until from between around the during within".split())
GLUE = frozenset({"at", "on", "in", "of", "from", "for", "the", "around", "by"})
CLOCK_CUES = frozenset({"at", "around"})
MOST_PIECES = 8
_NEXT_STARTS = frozenset({"to", "until"})


@dataclass(slots=True)
class Moment:
    """The pieces of one moment as they are read; ``start`` and ``end`` are token indexes."""

    start: int
    end: int
    day: Day | None = None
    clock: Clock | None = None
    part: str = ""
    cue: Cue = ""
    weak: bool = True
    loose: bool = False
    """A number without a cue was taken as a clock and waits for a part of day to bear it out."""
    pieces: int = 0
    open_cue: str = ""
    """``from`` or ``between``: an interval is expected."""
    again: Again | None = None
    ends: list[Moment] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing was said yet."""
        return not self.pieces


class Phrases:
    """Reads the phrases of one line of tokens."""

    def __init__(self, line: Line, text: str) -> None:
        self.line = line
        self._text = text

    def phrase(self, at: int) -> Moment | None:
        """The time phrase that begins at that token, an interval included; None where there is none."""
        found = self.moment(at)
        if found is None:
            return None
        if found.cue == "since" and isinstance(found.day, Period | DateOf | Weekday) and not found.day.rel:
            found.day = replace(found.day, rel="last" if isinstance(found.day, Weekday) else "since")
        self._from_anchor(found)
        ended = self._interval(found)
        if ended is not None:
            return ended
        if found.loose or (found.weak and not self._borne_out(found)):
            return None
        return found

    def moment(self, at: int) -> Moment | None:
        """One moment that begins there, its cue included; None where none does."""
        line = self.line
        found = Moment(at, at)
        here, keys = at, list[str]()
        while len(keys) < 3 and line.key(here) in _LEADS:  # noqa: PLR2004 - "from around the"
            if self._piece(found, here, keys):
                return self._more(found)
            key = line.key(here)
            keys.append(key)
            if key in _CUES:
                found.cue = _CUES[key]
            if key in ("from", "between"):
                found.open_cue = key
            here += 1
        if self._piece(found, here, keys):
            return self._more(found)
        return None

    def _more(self, found: Moment) -> Moment:
        line = self.line
        for _ in range(MOST_PIECES):
            here, keys, comma = found.end, list[str](), False
            if "\n" in self._text[line.tokens[here - 1].end : line.tokens[here].start]:
                break
            if self._piece(found, here, keys):
                continue
            while len(keys) < 3 and (line.key(here) in GLUE or line.sign(here, ",،-–") or self._iso(here)):  # noqa: PLR2004
                comma = comma or not line.key(here)
                keys.append(line.key(here) or ",")
                here += 1
                if self._piece(found, here, keys, comma=comma):
                    break
            else:
                break
            if found.end <= here - 1:
                break
        return found

    def _iso(self, at: int) -> bool:
        """The ``T`` inside ``2026-11-24T10:00``."""
        token, after = self.line.tokens[at], self.line.tokens[at + 1]
        return token.text == "t" and not token.gap and after.kind == "n" and not after.gap

    def _piece(self, found: Moment, at: int, keys: list[str], *, comma: bool = False) -> bool:
        """Take the longest piece that begins there and fits; False where none does."""
        line = self.line
        token = line.tokens[at]
        if token.kind in ("", "x") or (token.kind == "w" and (token.entry is NOTHING or token.entry.vague)):
            return False
        led = (
            token.entry.joined == "ل"
            or (token.kind == "n" and "at" in keys and self.line.entry(at + 1).suffix)
            or (
                any(key in ("on", "the", "by", "before", "after", "since", "until", "from", "in") for key in keys)
                and keys[-1] != "at"
            )
            or bool(keys and keys[-1] == "to")
        )
        cued_clock = bool(keys) and keys[-1] in CLOCK_CUES
        said: list[tuple[int, bool, Callable[[], bool]]] = []
        one = counted(line, at)
        if one:
            said.append((one[1], False, partial(self._take_day, found, one[0])))
        if found.again is None and not (cued_clock and token.separators == "."):
            dated = day(line, at, led=led, after_weekday=isinstance(found.day, Weekday) and not cued_clock)
            if dated:
                cued = bool(keys and keys[-1] in _LEADS and keys[-1] != "the" and token.entry.key != "the")
                said.append((dated[1], dated[2] and not cued, partial(self._take_day, found, dated[0])))
        timed = clock(line, at, cued=cued_clock or token.entry.key in CLOCK_CUES)
        if timed:
            said.append((timed[1], False, partial(self.take_clock, found, at, timed, keys, comma=comma)))
        parted = self.part(found, at, keys)
        if parted:
            said.append((parted[1], parted[2], partial(self.take_part, found, parted)))
        said.sort(key=lambda one: -one[0])
        for end, weak, take in said:
            if take():
                found.end, found.pieces = end, found.pieces + 1
                found.weak = found.weak and weak
                return True
        return False

    def _take_day(self, found: Moment, value: Day) -> bool:
        if found.day is None:
            if isinstance(value, Counted) and value.exact and (found.clock or found.part):
                return False
            found.day = value
            found.loose = found.loose and not (isinstance(value, Offset) and self._opens(found.start))
            return True
        together = _together(found.day, value) or _together(value, found.day)
        if together is None:
            return False
        found.day = together
        return True

    def take_clock(
        self, found: Moment, at: int, value: tuple[Clock, int, bool], keys: list[str], *, comma: bool
    ) -> bool:
        """Put a clock into the moment if it fits and is sure enough there."""
        line = self.line
        one, after, strong = value
        if found.clock is not None or (isinstance(found.day, Counted) and found.day.exact):
            return False
        cued = bool(keys) and keys[-1] in CLOCK_CUES
        if not strong:
            if counts(line, after) or line.tokens[after].text in ("/", "%"):
                return False
            if not cued and not self._bare_clock(found, at, after, keys, comma=comma):
                return False
        if found.part:
            one = with_part(one, found.part) or one
        found.clock = one
        return True

    def _bare_clock(self, found: Moment, at: int, after: int, keys: list[str], *, comma: bool) -> bool:
        """Whether a number without ``at`` is a clock here: beside a day or part of the day, or after ``by``, ``until``."""
        line = self.line
        token = line.tokens[at]
        if found.day is not None or found.part or found.again is not None:
            if isinstance(found.day, Period) and not keys:
                return False
            return not comma or line.entry(after).part != "" or token.entry.hour is not None
        ends = (
            line.tokens[after].kind in ("", "s", "x")
            or line.entry(after).part != ""
            or line.entry(after).weekday is not None
        )
        if keys and keys[-1] in ("by", "before", "until", "since", "after") and ends and token.kind == "n":
            return not line.sign(after, "/-%:+$")
        found.loose = self._bears_out(after)
        return found.loose

    def _opens(self, at: int) -> bool:
        """Whether the phrase opens the message or a clause, or follows a word that asks: ``9 tomorrow`` is a clock there."""
        return at == 0 or self.line.tokens[at - 1].kind == "s" or self.line.key(at - 1) == "ask"

    def _bears_out(self, at: int) -> bool:
        """Whether what follows makes a number before it a clock: a part of the day, ``tomorrow``, the other end of an interval."""
        line = self.line
        if line.key(at) in ("to", "until", "and") or line.sign(at, "-–—") or line.tokens[at].text == "و":
            return True
        here = at
        while here < at + 3 and (
            line.key(here) in ("in", "the", "of") or line.sign(here, ",،") or line.entry(here).rel == 0
        ):
            here += 1
        return bool(line.entry(here).part) or line.entry(here).offset is not None

    def part(self, found: Moment, at: int, keys: list[str]) -> tuple[str, int, bool, int | None] | None:
        """A part of the day: name, index after, weak, and the day it brings along."""
        line = self.line
        here, offset = at, None
        while line.entry(here).rel is not None and here < at + 2 and not line.entry(here).part:
            offset = (offset or 0) + (line.entry(here).rel or 0)
            here += 1
        token = line.tokens[here]
        part = token.entry.part
        if not part:
            shorthand = (
                token.entry.ampm and token.text in ("am", "pm") and found.day is not None and found.clock is None
            )
            return (
                ("morning" if token.text == "am" else "afternoon", here + 1, False, None)
                if shorthand and here == at
                else None
            )
        if token.entry.plural or line.key(here + 1) == "greeting" or (here and line.key(here - 1) == "greeting"):
            return None
        if line.key(here + 1) == "of" and not (
            line.key(here + 2) == "the" or line.tokens[here + 2].kind == "n" or line.entry(here + 2).weekday
        ):
            return None
        if part == "tonight":
            part, offset = "tonight", 0
        elif token.entry.offset is not None:
            offset = token.entry.offset
        sure = offset is not None or part == "end_of_day" or token.text.startswith("ال") or token.entry.joined == "ب"
        cued = "the" in keys or (bool(keys) and keys[-1] in ("at", "by", "before", "after", "until", "since"))
        weak = not (sure or cued or found.pieces)
        return part, here + 1, weak, offset

    def take_part(self, found: Moment, value: tuple[str, int, bool, int | None]) -> bool:
        """Put a part of the day into the moment if it fits."""
        part, _, _, offset = value
        if found.part or (isinstance(found.day, Counted) and found.day.exact):
            return False
        if offset is not None:
            if (
                found.day is not None
                and not (isinstance(found.day, Offset) and found.day.days == offset)
                and offset != 0
            ):
                return False
            found.day = found.day or Offset(offset)
        found.part = part
        found.loose = False
        if found.clock is not None:
            found.clock = with_part(found.clock, part) or found.clock
        return True

    def _borne_out(self, found: Moment) -> bool:
        """Whether a weak phrase counts after all: a word that asks stands before it, or it is the whole message."""
        line = self.line
        here = found.start
        if here and line.key(here - 1) == "for":  # ``remind me for morning``
            here -= 1
        alone = here == 0 and line.tokens[found.end].kind == ""
        asked = here - 1 if here < found.start and here > 1 and line.tokens[here - 1].text in ("me", "us") else here
        before = line.key(asked - 1) if asked else ""
        return before == "ask" or alone or (found.pieces > 1 and found.clock is not None)

    def _from_anchor(self, found: Moment) -> None:
        """``قبل الخميس بيومين``, ``بعد العيد بأسبوع``: so much before or after the day said."""
        line = self.line
        token = line.tokens[found.end]
        if (
            token.entry.joined != "ب"
            or found.clock is not None
            or found.cue not in ("before", "after")
            or found.day is None
        ):
            return
        length = amounts(line, found.end, alone=True)
        if length:
            found.day = Counted(length[0], -1 if found.cue == "before" else 1, found.day)
            found.end, found.cue = length[1], ""

    def _interval(self, first: Moment) -> Moment | None:
        """``from 2 to 4``, ``Monday - Wednesday``, ``between 2 and 4 pm``."""
        line = self.line
        here = first.end
        key = line.key(here)
        dash = line.sign(here, "-–—")
        if not (
            key in ("to", "until")
            or dash
            or (key == "and" and first.open_cue == "between")
            or (line.tokens[here].text == "و" and first.open_cue == "between")
        ):
            return None
        second = Moment(here + 1, here + 1)
        here = line.skip(here + 1, "the", "at", "on")
        keys = ["at"] if first.clock is not None else ["on"]
        if not self._piece(second, here, keys):
            return None
        second = self._more(second)
        strict = first.open_cue == "" and (first.loose or (first.weak and first.clock is not None))
        joined = _joined(first, second)
        if joined is None or (strict and second.clock is not None and second.clock.bare):
            return None
        if first.loose or strict:
            tail = line.tokens[second.end]
            if counts(line, second.end) or (
                tail.kind == "w"
                and not tail.text.isascii()
                and tail.entry.key == ""
                and joined.clock
                and joined.clock.bare
            ):
                return None
        return joined


def _together(one: Day, two: Day) -> Day | None:
    """Two day pieces as one: a weekday with its date, a day with its week, month or year; None where they do not fit."""
    if isinstance(two, Period):
        return with_period(one, two)
    if isinstance(one, Weekday) and isinstance(two, DateOf) and one.week is None:
        return replace(two, weekday=one.weekday)
    if isinstance(one, Weekday) and isinstance(two, DayNumber):
        return replace(two, weekday=one.weekday)
    if isinstance(one, Offset) and isinstance(two, DateOf | DateDigits):
        return two
    if isinstance(one, Weekday) and isinstance(two, Counted) and not two.exact and two.weekday is None:
        return (
            with_weekday(two, one.weekday) if any(unit not in ("day", "workday") for _, unit in two.amounts) else None
        )
    return None


def _joined(first: Moment, second: Moment) -> Moment | None:
    """The interval of two moments; what one leaves out it takes from the other. Neither is changed."""
    day_said, clock_said = first.day, first.clock
    if clock_said is not None and second.clock is not None:
        if second.day is not None and day_said is None:
            day_said, second = second.day, replace(second, day=None)
        if clock_said.bare and not first.part and second.clock is not None:
            if not second.clock.bare:
                clock_said = _before(clock_said, second.clock)
            elif second.part:
                clock_said = with_part(clock_said, second.part) or clock_said
    elif clock_said is not None or second.clock is not None:
        if day_said is None or second.day is None:
            return None
    elif day_said is None or second.day is None or isinstance(day_said, Counted):
        return None
    return replace(first, day=day_said, clock=clock_said, ends=[second], end=second.end, weak=False, loose=False)


def _before(bare: Clock, written: Clock) -> Clock:
    """``2`` in ``2-4pm``: the half of the day that puts it before the end."""
    for add in (12, 0):
        hour = bare.hour % 12 + add
        if (hour, bare.minute) < (written.hour, written.minute):
            return Clock(hour, bare.minute, bare.second, exact=bare.exact)
    return bare
