"""The grammar of a whole phrase: pieces (day, clock, part of day, recurrence) in any order, joined while they fit together.

English and Arabic differ in the order of words and in the words; the pieces and what fits with what are the same. A phrase
may be an interval of two moments. What is too weak to be a time on its own (``may``, ``5``) counts only with a cue.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.reading.times.clocks import clock, counts, with_part
from bot.reading.times.counts import counted, with_weekday
from bot.reading.times.days import DateDigits, DayNumber, day, with_period
from bot.reading.times.line import Line
from bot.reading.times.meaning import Counted, DateOf, Day, Nth, Offset, Period, Weekday
from bot.reading.times.recurring import Again, again
from bot.reading.times.shapes import Clock, Cue

_CUES: dict[str, Cue] = {"by": "by", "before": "before", "after": "after", "since": "since", "until": "until"}
_LEADS = frozenset(
    {
        "at",
        "on",
        "in",
        "by",
        "before",
        "after",
        "since",
        "until",
        "from",
        "between",
        "around",
        "the",
        "during",
        "within",
    }
)
_GLUE = frozenset({"at", "on", "in", "of", "from", "for", "the", "around", "by"})
_CLOCK_CUES = frozenset({"at", "around"})
_MOST_PIECES = 8
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
        found = self._moment(at)
        if found is None:
            return None
        ended = self._interval(found)
        if ended is not None:
            return ended
        if found.loose or (found.weak and not self._borne_out(found)):
            return None
        return found

    def _moment(self, at: int) -> Moment | None:
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
        for _ in range(_MOST_PIECES):
            here, keys, comma = found.end, list[str](), False
            if "\n" in self._text[line.tokens[here - 1].end : line.tokens[here].start]:
                break
            if self._piece(found, here, keys):
                continue
            while len(keys) < 3 and (line.key(here) in _GLUE or line.sign(here, ",،-–")):  # noqa: PLR2004
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

    def _piece(self, found: Moment, at: int, keys: list[str], *, comma: bool = False) -> bool:
        """Take the longest piece that begins there and fits; False where none does."""
        line = self.line
        token = line.tokens[at]
        if token.kind in ("", "x") or (token.kind == "w" and token.entry.vague):
            return False
        led = (
            any(key in ("on", "the", "by", "before", "after", "since", "until", "from", "in") for key in keys)
            and keys[-1] != "at"
        )
        cued_clock = bool(keys) and keys[-1] in _CLOCK_CUES
        said: list[tuple[int, int, str, object, bool]] = []
        one = counted(line, at)
        if one:
            said.append((one[1], 4, "day", one[0], False))
        if found.again is None:
            dated = day(line, at, led=led, after_weekday=isinstance(found.day, Weekday) and not cued_clock)
            if dated:
                cued = dated[2] and bool(keys and keys[-1] in _LEADS and keys[-1] != "the")
                said.append((dated[1], 3, "day", dated[0], dated[2] and not cued))
        timed = clock(line, at, cued=bool(keys) and keys[-1] in _CLOCK_CUES or token.entry.key in _CLOCK_CUES)
        if timed:
            said.append((timed[1], 2, "clock", timed, False))
        parted = self._part(found, at, keys)
        if parted:
            said.append((parted[1], 1, "part", parted, parted[2]))
        said.sort(key=lambda one: (-one[0], -one[1]))
        for end, _, kind, value, weak in said:
            if self._fits(found, at, kind, value, keys, comma=comma):
                found.end, found.pieces = end, found.pieces + 1
                found.weak = found.weak and weak
                return True
        return False

    def _fits(self, found: Moment, at: int, kind: str, value: object, keys: list[str], *, comma: bool) -> bool:
        if kind == "day":
            return self._take_day(found, value)  # type: ignore[arg-type]
        if kind == "clock":
            return self._take_clock(found, at, value, keys, comma=comma)  # type: ignore[arg-type]
        return self._take_part(found, value)  # type: ignore[arg-type]

    def _take_day(self, found: Moment, value: Day) -> bool:
        if found.day is None:
            if isinstance(value, Counted) and value.exact and (found.clock or found.part):
                return False
            found.day = value
            return True
        together = _together(found.day, value) or _together(value, found.day)
        if together is None:
            return False
        found.day = together
        return True

    def _take_clock(
        self, found: Moment, at: int, value: tuple[Clock, int, bool], keys: list[str], *, comma: bool
    ) -> bool:
        line = self.line
        one, after, strong = value
        if found.clock is not None or (isinstance(found.day, Counted) and found.day.exact):
            return False
        cued = bool(keys) and keys[-1] in _CLOCK_CUES
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
        found.loose = True
        return True

    def _part(self, found: Moment, at: int, keys: list[str]) -> tuple[str, int, bool, int | None] | None:
        """A part of the day: name, index after, weak, and the day it brings along."""
        line = self.line
        here, offset = at, None
        while line.entry(here).rel is not None and here < at + 2 and not line.entry(here).part:  # noqa: PLR2004
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
        if part == "tonight":
            part, offset = "tonight", 0
        elif token.entry.offset is not None:
            offset = token.entry.offset
        sure = offset is not None or part == "end_of_day" or token.text.startswith("ال") or token.entry.joined == "ب"
        cued = "the" in keys or (bool(keys) and keys[-1] in ("at", "by", "before", "after", "until", "since"))
        weak = not (sure or cued or found.pieces)
        return part, here + 1, weak, offset

    def _take_part(self, found: Moment, value: tuple[str, int, bool, int | None]) -> bool:
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
        if part == "noon" and found.clock is None:
            pass
        found.part = part
        found.loose = False
        if found.clock is not None:
            found.clock = with_part(found.clock, part) or found.clock
        return True

    def _borne_out(self, found: Moment) -> bool:
        """Whether a weak phrase counts after all: a word that asks stands before it, or it is the whole message."""
        line = self.line
        before = line.key(found.start - 1) if found.start else ""
        alone = found.start == 0 and line.tokens[found.end].kind == ""
        return before == "ask" or alone or (found.pieces > 1 and found.clock is not None)

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
        joined = _joined(first, second)
        strict = first.open_cue == "" and (first.loose or first.weak)
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

    def recurrence(self, at: int) -> Moment | None:
        """A recurrence that begins there, or after a time that begins there (``at 9am every Sunday``)."""
        found = again(self.line, at)
        if found is None:
            return None
        moment = Moment(at, found[1], weak=False, again=found[0], pieces=1)
        return self.modified(moment)

    def modified(self, moment: Moment) -> Moment:
        """What may follow a recurrence: a time, a beginning, an end, how often, exceptions."""
        line = self.line
        assert moment.again is not None  # noqa: S101 - called with one
        for _ in range(_MOST_PIECES):
            here = line.past_sign(moment.end, ",،")
            if not (self._bound(moment, here) or self._time_of(moment, moment.end)):
                break
        return moment

    def _time_of(self, moment: Moment, at: int) -> bool:
        line = self.line
        here, keys = at, list[str]()
        for _ in range(3):
            before = moment.end
            held, moment.day = moment.day, Offset(0)
            taken = (moment.clock is None or not moment.part) and self._piece_of_day(moment, here, keys)
            moment.day = held
            if taken:
                return moment.end > before
            if line.key(here) not in _GLUE and not line.sign(here, ",،"):
                return False
            keys.append(line.key(here) or ",")
            here += 1
        return False

    def _piece_of_day(self, moment: Moment, at: int, keys: list[str]) -> bool:
        line = self.line
        if line.tokens[at].kind in ("", "x"):
            return False
        timed = clock(line, at, cued=bool(keys) and keys[-1] in _CLOCK_CUES or line.key(at) in _CLOCK_CUES)
        if timed and self._take_clock(moment, at, timed, keys, comma="," in keys):
            moment.end = timed[1]
            if moment.again and moment.again.part and moment.clock:
                moment.clock = with_part(moment.clock, moment.again.part) or moment.clock
            return True
        parted = self._part(moment, at, keys)
        if parted and parted[3] is None and self._take_part(moment, parted):
            moment.end = parted[1]
            return True
        return False

    def _bound(self, moment: Moment, at: int) -> bool:
        """``starting March 3rd``, ``until June``, ``from … to …``, ``for 5 times``, ``3x``, ``for 2 months``, ``except …``."""
        line, found = self.line, moment.again
        assert found is not None  # noqa: S101 - called with one
        key = line.key(at)
        if key in ("starting", "from", "until", "to", "since"):
            inner = self._moment(line.skip(at + 1, "in", "on", "from"))
            if inner is None or inner.day is None:
                return False
            if key in ("until", "to"):
                found.until = inner.day
            else:
                found.starting = inner.day
            moment.end = inner.end
            return True
        if key == "except":
            return self._except(moment, at + 1)
        here = line.skip(at, "for", "until")
        if line.tokens[here].text in ("up", "upto"):
            here += 1
        here = line.skip(line.skip(here, "to"), "the")
        if line.entry(here).rel == 1:
            here += 1
        if line.key(here) in ("twice", "thrice"):
            found.count, moment.end = (2 if line.key(here) == "twice" else 3), here + 1
            return True
        number = line.cardinal(here)
        if number and line.key(number[1]) == "times":
            found.count, moment.end = number[0], number[1] + 1
            return True
        unit = line.entry(number[1]).unit if number else line.entry(here).unit
        if unit and here > at and line.key(at) == "for":
            found.lasts = (number[0] if number else 1, unit)
            moment.end = (number[1] if number else here) + 1
            return True
        return False

    def _except(self, moment: Moment, at: int) -> bool:
        """Exceptions are understood as part of the phrase; they are not kept in the rule."""
        line = self.line
        here = line.skip(line.skip(at, "for"), "on", "in")
        for _ in range(_MOST_PIECES):
            inner = self.recurrence(here) if line.key(here) == "every" or line.entry(here).adverb else None
            one = inner or self._moment(here)
            if one is None and line.entry(here).unit in ("weekend", "workday"):
                one = Moment(here, here + 1)
            if one is None:
                return moment.end > at
            moment.end = one.end
            here = line.skip(line.past_sign(one.end, ",،"), "and")
            here = line.skip(here, "on", "in")
            if here == one.end:
                return True
        return True


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
    if isinstance(one, Weekday) and isinstance(two, Nth):
        return None
    return None


def _joined(first: Moment, second: Moment) -> Moment | None:
    """The interval of two moments; what one leaves out it takes from the other."""
    if first.clock is not None and second.clock is not None:
        if second.day is not None and first.day is None:
            first.day, second.day = second.day, None
        if first.clock.bare and not second.clock.bare and not first.part:
            first.clock = _before(first.clock, second.clock)
        elif first.clock.bare and second.part and not first.part:
            first.clock = with_part(first.clock, second.part) or first.clock
    elif first.clock is not None or second.clock is not None:
        if first.day is None or second.day is None:
            return None
    elif first.day is None or second.day is None or isinstance(first.day, Counted):
        return None
    first.ends = [second]
    first.end = second.end
    first.weak = first.loose = False
    return first


def _before(bare: Clock, written: Clock) -> Clock:
    """``2`` in ``2-4pm``: the half of the day that puts it before the end."""
    for add in (12, 0):
        hour = bare.hour % 12 + add
        if (hour, bare.minute) < (written.hour, written.minute):
            return Clock(hour, bare.minute, bare.second, exact=bare.exact)
    return bare
