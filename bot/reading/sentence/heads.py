"""The head of a log: the verb, whom, when, how long and how it ended; the note begins where the head ends (READING, Times)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.reading.sentence.notes import is_idle, trimmed
from bot.reading.sentence.strangers import name_ends, one_stranger, runs_on
from bot.reading.words.senses import unglued

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.sentence.cues import Cue
    from bot.reading.sentence.segments import Segment
    from bot.reading.units import Line, Unit

_NAMED = ("name", "phone", "email")
_MOST_PUT_RIGHT = 4
_LIKELY = 75.0
_PLACES = frozenset("at from of @ من في".split())
_FROM_PLACES = frozenset("at from of @ من".split())
_TO = frozenset("to الي ل for".split())
_ME = frozenset("me us my our لي علي بي فيني لنا".split())
_BARE_LENGTHS = {"ساعه": 60, "ساعتين": 120, "ساعتان": 120, "دقيقتين": 2}
_PRIVATE = frozenset("private خاصه سري سريه خاص".split())


@dataclass
class Head:
    """What the head of a log says. ``strange`` are the words of a name that nobody has; ``company`` the unknown company after it."""

    names: list[Unit] = field(default_factory=list)
    times: list[Unit] = field(default_factory=list)
    durations: list[Unit] = field(default_factory=list)
    minutes: int | None = None
    outcome: str = ""
    direction: str = ""
    channel: str = ""
    private: bool = False
    pronoun: bool = False
    strange: list[Unit] = field(default_factory=list)
    company: list[Unit] = field(default_factory=list)
    note: str = ""
    begins: int = 0
    ends: int = 0
    hidden: set[int] = field(default_factory=set)
    """Units behind ``ends`` that are whom and when, not note."""


def read_head(line: Line, segment: Segment) -> Head:
    """Read the head of a log segment and cut off its note."""
    head = Head(pronoun=segment.cue.pronoun)
    units, cue = line.units, segment.cue
    subject = _read_left(units, segment, head)
    _read_right(units, segment, head)
    if any(unit.folded in _PRIVATE for unit in units[cue.first : cue.last]):
        head.private = True
    if cue.value == "call" and units[cue.first].folded in ("vm", "voicemail", "lvm"):
        head.outcome = head.outcome or "left_message"
    if cue.style == "from_them":
        head.direction = "in"
    elif cue.style == "done":
        head.direction = "in" if subject and not head.pronoun and not _named_after(units, head, cue) else "out"
    if not head.names and not head.strange:
        _sent_to(units, segment, head)
    before = [] if head.begins <= segment.first else units[segment.first : head.begins]
    after = [unit for unit in units[head.ends : segment.last] if id(unit) not in head.hidden]
    if not head.outcome:
        head.outcome, after = _outcome_first(after)
    head.note = _note(line, before, after)
    return head


_ALL = frozenset("all both each everyone كلهم كلهن الكل كلاهما".split())


def _note(line: Line, before: Sequence[Unit], after: Sequence[Unit]) -> str:
    if all(unit.folded in _ALL for unit in after):
        after = ()  # ``called Acme and Globex, all no answer``
    pieces = [trimmed(line, before)] if before and not is_idle(before) else []
    pieces.append(trimmed(line, after))
    return " · ".join(piece for piece in pieces if piece)


def _named_after(units: Sequence[Unit], head: Head, cue: Cue) -> bool:
    return bool(head.names) and any(unit.start > units[cue.last - 1].start for unit in head.names)


# ----------------------------------------------------------------------------------------------------------- left of it


def _read_left(units: Sequence[Unit], segment: Segment, head: Head) -> bool:
    """Absorb what stands before the cue, back to where it is no more about who and when. True where a name is the subject."""
    place = segment.cue.first
    head.begins = place
    subject = crossed = False
    while place > segment.first:
        if units[place].stop:
            if not _all_head(units, segment.first, place):
                break
            crossed = True
        place -= 1
        unit = units[place]
        if unit.kind in _NAMED:
            subject = subject or (
                not crossed
                and all(between.has("link", "opener") is not None for between in units[place + 1 : segment.cue.first])
            )
            head.names.insert(0, unit)
        elif unit.is_time:
            _keep_time(unit, head, first=True)
        elif unit.folded in _PRIVATE:
            head.private = True
        elif not _idle_word(units, place):
            place += 1
            break
        head.begins = place
    return subject


def _all_head(units: Sequence[Unit], first: int, last: int) -> bool:
    return all(
        unit.kind in _NAMED or unit.is_time or _idle_word(units, place)
        for place, unit in enumerate(units[first:last], first)
    )


def _idle_word(units: Sequence[Unit], at: int) -> bool:
    """A word without a say of its own, alone or inside a longer phrase of such words."""
    for back in range(min(4, at + 1)):
        reach = units[at - back].has("opener", "link", "log", "beside", "pronoun")
        if reach is not None and reach.length > back:
            return True
    return False


def _keep_time(unit: Unit, head: Head, *, first: bool = False) -> None:
    if unit.kind == "duration":
        head.durations.append(unit)
    elif first:
        head.times.insert(0, unit)
    else:
        head.times.append(unit)


# ---------------------------------------------------------------------------------------------------------- right of it


def _read_right(  # noqa: C901, PLR0912 - one branch per kind of word that belongs to a head
    units: Sequence[Unit], segment: Segment, head: Head
) -> None:
    at = head.ends = segment.cue.last
    while at < segment.last:
        unit = units[at]
        if unit.stop and (put_right := _put_right(units, segment, head, at)) > at:
            head.ends = put_right
            return
        if unit.stop and at > segment.cue.last - 1 and not _goes_on(units, segment, head, at):
            return
        if unit.kind in _NAMED:
            if _is_note_name(units, segment, head, at) or (head.names and _hardly_a_name(unit)):
                return
            stranger = runs_on(units, at, segment.last) if not head.names and not head.strange else at
            if stranger > at:
                head.strange = list(units[at:stranger])
            elif one_stranger(units, head.names, at):
                head.strange = [head.names.pop(), unit]
            else:
                head.names.append(unit)
            at = max(stranger, at + 1)
        elif unit.kind == "time" and unit.found.cue == "until":
            return  # ``busy till Tuesday`` says how long, not when it was
        elif unit.is_time:
            _keep_time(unit, head)
            at += 1
        elif unit.folded in _BARE_LENGTHS and head.names and (at + 1 >= segment.last or units[at + 1].stop):
            head.minutes = _BARE_LENGTHS[unit.folded]  # ``اجتماع مع أكمي ساعة``: an hour long
            at += 1
        elif (reach := unit.has("outcome")) is not None:
            head.outcome = head.outcome or reach.sense.value
            at += reach.length
        elif unit.folded in _ME or (at == head.ends and _is_object(unit)):
            head.pronoun = head.pronoun or unit.folded not in _ME
            at += 2 if at + 1 < segment.last and units[at + 1].folded == "back" and not units[at + 1].stop else 1
        elif (reach := unit.has("noun")) is not None and _is_channel(units, segment, at, reach.length):
            head.channel = reach.sense.value
            at += reach.length
        elif unit.folded in _PRIVATE:
            head.private = True
            at += 1
        elif (taken := _strange(units, segment, head, at)) > at:
            at = taken
        elif _idle_word(units, at) and not unit.has("about"):
            at += 1
            continue
        else:
            return
        head.ends = at


_WAIT = frozenset("wait sorry hold on oops".split())


def _put_right(units: Sequence[Unit], segment: Segment, head: Head, at: int) -> int:
    """``called Acme, no wait, Globex``: the name said last is meant; the unit behind it, or ``at`` where nothing is put right."""
    if (
        not head.names
        or units[at].kind != "word"
        or (units[at].has("not_that") is None and units[at].folded not in _WAIT)
    ):
        return at
    place = at
    while place < segment.last and units[place].kind == "word" and place - at < _MOST_PUT_RIGHT:
        if units[place].has("not_that") is None and units[place].folded not in _WAIT:
            return at
        place += 1
    if place >= segment.last or units[place].kind != "name" or place == at:
        return at
    if place + 1 < segment.last and not units[place + 1].stop:
        return at
    head.names = [units[place]]
    return place + 1


_OBJECTS = frozenset("him her them it له لها لهم معه معها معهم فيه عليه عليها عليهم به بها بهم".split())


def _is_object(unit: Unit) -> bool:
    return unit.folded in _OBJECTS


def _is_channel(units: Sequence[Unit], segment: Segment, at: int, length: int) -> bool:
    """``whatsapp`` in ``sent Hani a whatsapp``, ``واتساب`` in ``راسلني واتساب``; not ``meeting`` at the start of a note."""
    if segment.cue.style == "noun" or at + length > segment.last:
        return False
    noun = units[at].has("noun")
    return noun is not None and noun.sense.value in ("message", "email", "call") and at - segment.cue.last <= 3  # noqa: PLR2004 - close to the verb


def _goes_on(units: Sequence[Unit], segment: Segment, head: Head, at: int) -> bool:
    """Whether the head goes on behind a stop: the piece up to the next stop is all when, how long, how it ended, or whom."""
    stop = units[at].stop
    end = at + 1
    while end < segment.last and not units[end].stop:
        end += 1
    piece = units[at:end]
    if not head.names and not head.strange and (at == segment.cue.last or stop == ":"):
        return any(unit.kind in _NAMED for unit in piece[:3])
    if all(unit.is_time or _quiet(units, place) for place, unit in enumerate(piece, at)) and stop in ",،-;":
        return any(unit.is_time for unit in piece)
    if piece[0].has("outcome") is not None:
        reach = piece[0].has("outcome")
        assert reach is not None  # noqa: S101 - it was just there
        return reach.length >= len(piece) or units[at + reach.length].is_time
    if stop in ",،" and all(unit.kind in _NAMED or unit.folded in ("and", "و") for unit in piece):
        return sum(unit.kind in _NAMED for unit in piece) > 1 or _listing(units, segment, end)
    return False


def _listing(units: Sequence[Unit], segment: Segment, at: int) -> bool:
    """``Acme, Globex and Redwood``: a list of names goes on until one comes after ``and``."""
    while at < segment.last and (units[at].kind in _NAMED or units[at].folded in ("and", "و")):
        if units[at].folded in ("and", "و"):
            return True
        at += 1
    return False


def _quiet(units: Sequence[Unit], at: int) -> bool:
    return _idle_word(units, at)


def _is_note_name(units: Sequence[Unit], segment: Segment, head: Head, at: int) -> bool:
    """A second name that is no longer the object: after ``about``, or straight after a time."""
    before = units[at - 1]
    if before.has("about") is not None and at - 1 >= segment.cue.last:
        return True
    return bool(head.names) and before.is_time and not units[at].stop


def _hardly_a_name(unit: Unit) -> bool:
    """A far misspelling: enough where a name is expected, not for one more customer (``تم الاتفاق`` is no شركة آفاق)."""
    return unit.kind == "name" and unit.found.candidates[0].how == "typo" and unit.found.candidates[0].score < _LIKELY


def _strange(units: Sequence[Unit], segment: Segment, head: Head, at: int) -> int:
    """Take the words of a name that nobody has, where a name is expected; returns the unit behind it, or ``at``."""
    expected = not head.names and not head.strange
    company = (
        bool(head.names or head.strange)
        and not head.company
        and units[at - 1].folded in _FROM_PLACES
        and at - 1 >= segment.cue.last
    )
    if expected and segment.cue.value in ("email", "message") and _told_later(units, segment, at):
        return at
    if not (expected or company) or (
        segment.cue.style == "noun" and at == segment.cue.last and not units[at].text[:1].isupper()
    ):
        return at
    end = name_ends(units, at, segment.last)
    if end > at:
        if expected:
            head.strange = list(units[at:end])
        elif any(unit.text[:1].isupper() for unit in units[at:end]) or not units[at].text.isascii():
            head.company = list(units[at:end])
        else:
            return at
    return end


# ---------------------------------------------------------------------------------------------------------------- rest


def _told_later(units: Sequence[Unit], segment: Segment, at: int) -> bool:
    """``sent the price list to Acme``: whom comes after what."""
    for place in range(at + 1, segment.last):
        if units[place].stop:
            return False
        if units[place].kind in _NAMED:
            return units[place - 1].folded in _TO or (not units[place - 1].text.isascii() and _glued_to(units, place))
    return False


def _glued_to(units: Sequence[Unit], at: int) -> bool:
    """Whether ل is written together with the name at this place (the name's unit begins behind it)."""
    return units[at].start > units[at - 1].end + 1


def _sent_to(units: Sequence[Unit], segment: Segment, head: Head) -> None:
    """``sent the price list to Acme``: whom stands behind ``to``, what was sent before it; the latter is the note."""
    for at in range(segment.cue.last, segment.last):
        if at > segment.cue.last and units[at].stop:
            return
        if (
            units[at].kind in _NAMED
            and at > segment.cue.last
            and (units[at - 1].folded in _TO or not units[at - 1].text.isascii())
        ):
            head.names.append(units[at])
            end = at + 1
            while (
                end < segment.last
                and not units[end].stop
                and (units[end].kind in _NAMED or units[end].is_time or units[end].folded in _PLACES)
            ):
                if units[end].kind in _NAMED:
                    head.names.append(units[end])
                elif units[end].is_time:
                    _keep_time(units[end], head)
                end += 1
            cut = at - 1 if units[at - 1].folded in _TO else at
            head.ends = segment.cue.last
            head.hidden.update(id(unit) for unit in units[cut:end])
            return


def _outcome_first(after: list[Unit]) -> tuple[str, list[Unit]]:
    """An outcome that is the first thing the note says, or a piece of its own in it; only then it leaves the note."""
    for at, unit in enumerate(after):
        reach = unit.has("outcome")
        if reach is None:
            continue
        begins = (
            at == 0
            or reach.length > 1
            or bool(unit.stop)
            or after[at - 1].folded in ("and", "but", "he", "she", "they", "و", "بس")
        )
        ends = (
            at + reach.length >= len(after)
            or bool(after[at + reach.length].stop)
            or unglued(after[at + reach.length].folded) != after[at + reach.length].folded
        )
        if begins and ends:
            return reach.sense.value, after[:at] + after[at + reach.length :]
        if begins and at == 0:
            return reach.sense.value, after
    return "", after
