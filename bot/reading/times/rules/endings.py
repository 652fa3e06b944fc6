"""Recurrences as whole phrases: their time of day, beginning, end, number of times and exceptions."""

from __future__ import annotations

from bot.reading.times.again import DAYS_OFF, WORK_DAYS, Again
from bot.reading.times.meaning import Offset
from bot.reading.times.rules.clocks import clock, with_part
from bot.reading.times.rules.periods import month
from bot.reading.times.rules.phrase import CLOCK_CUES, GLUE, MOST_PIECES, Moment, Phrases
from bot.reading.times.rules.recurring import again


class Reader(Phrases):
    """Reads phrases and recurrences of one line of tokens."""

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
        for _ in range(MOST_PIECES):
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
            if line.key(here) not in GLUE and not line.sign(here, ",،"):
                return False
            keys.append(line.key(here) or ",")
            here += 1
        return False

    def _piece_of_day(self, moment: Moment, at: int, keys: list[str]) -> bool:
        line = self.line
        if line.tokens[at].kind in ("", "x"):
            return False
        timed = clock(line, at, cued=(bool(keys) and keys[-1] in CLOCK_CUES) or line.key(at) in CLOCK_CUES)
        if timed and self.take_clock(moment, at, timed, keys, comma="," in keys):
            moment.end = timed[1]
            if moment.again and moment.again.part and moment.clock:
                moment.clock = with_part(moment.clock, moment.again.part) or moment.clock
            return True
        parted = self.part(moment, at, keys)
        if parted and parted[3] is None and self.take_part(moment, parted):
            moment.end = parted[1]
            return True
        return False

    def _bound(self, moment: Moment, at: int) -> bool:  # noqa: PLR0911 - one line per form
        """``starting March 3rd``, ``until June``, ``from … to …``, ``for 5 times``, ``3x``, ``for 2 months``, ``except …``."""
        line, found = self.line, moment.again
        assert found is not None  # noqa: S101 - called with one
        key = line.key(at)
        if key in ("starting", "from", "until", "to", "since"):
            inner = self.moment(line.skip(at + 1, "in", "on", "from"))
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
        """``except Fridays``, ``ما عدا الجمعة``, ``except in May``: kept in the rule. Other exceptions are only marked as left out."""
        line, found = self.line, moment.again
        assert found is not None  # noqa: S101 - called with one
        here = line.skip(line.skip(at, "for"), "on", "in")
        for _ in range(MOST_PIECES):
            here = line.skip(here, "on", "in")
            one = self._exception(found, here)
            if one is None:
                break
            moment.end = one
            here = line.skip(line.past_sign(one, ",،"), "and")
            if here == one and line.tokens[here].entry.joined != "و":
                break
        return moment.end > at

    def _exception(self, found: Again, at: int) -> int | None:
        """One exception, put into the rule where it can be; the index after it."""
        line = self.line
        named = month(line, at)
        weekday = line.entry(line.skip(at, "on")).weekday
        if line.entry(at).unit in ("weekend", "workday"):
            found.without.append(DAYS_OFF if line.entry(at).unit == "weekend" else WORK_DAYS)
            return at + 1
        if (
            named
            and not named[1]
            and line.tokens[named[2]].kind != "n"
            and line.ordinal(named[2]) is None
            and not line.year(named[2])
        ):
            found.without_months.append(named[0])
            return named[2]
        if weekday is not None:
            found.without.append(weekday)
            return line.skip(at, "on") + 1
        repeated = again(line, at)
        if repeated:
            inner: Moment | None = Moment(at, repeated[1], weak=False, again=repeated[0], pieces=1)
            if inner:
                self._time_of(inner, inner.end)
        else:
            inner = self.moment(at)
        if inner is None:
            return None
        found.left_out = True
        return inner.end
