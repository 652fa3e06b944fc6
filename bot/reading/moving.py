"""``move my 3pm with Vertex to 5``, ``غير موعد ٣ العصر إلى ٥``: a follow-up that is told by its time, and its new time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.command import commands_by_name
from bot.kinds.ref import Ref
from bot.kinds.when import When
from bot.language.normalise import fold
from bot.reading.doubts import Ambiguous, Candidate, Doubt, Missing
from bot.reading.draft import Draft
from bot.reading.parties import gather
from bot.reading.templates.slots import open_follow_up
from bot.reading.times import Clock, DurationSpan, TimeSpan, find_times, for_follow_up
from bot.reading.times.placing import choose, halves
from bot.reading.words.senses import unglued

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from bot.kinds.party import Party
    from bot.reading.context import Context
    from bot.reading.units import Line, Unit
    from core.working.follow_up import FollowUp

_MOVES = frozenset(
    map(
        fold,
        "move reschedule push shift change bring postpone delay انقل انقلي أجل أجلي أخر أخري غير غيري حرك قدم قدمي رحل خل خلي نقل".split(),
    )
)
_TO = frozenset(map(fold, "to till until for إلى ل لين على حتى".split()))
_AROUND = frozenset(
    map(
        fold,
        "my our the a of from at with back forward follow up followup reminder task appointment one موعد موعدي حق تبع متابعة المتابعة تذكير مهمة".split(),
    )
)
_OWN = frozenset(map(fold, "my our the from موعد موعدي من".split()))
_NAMED = ("name", "phone", "email")


def read_moving(line: Line, context: Context) -> Draft | None:
    """The draft of a sentence that moves what stands at a time to another; None where it is none."""
    units = line.units
    if len(units) < 2 or units[0].kind != "word" or unglued(units[0].folded) not in _MOVES:  # noqa: PLR2004 - move, when to when
        return None
    told = _two_times(units, context)
    if told is None:
        return _put_off(units, context)
    old, new, rest = told
    if old.clock is None or not all(unit.kind in _NAMED or _says_nothing(unit) for unit in rest):
        return None
    named = [unit for unit in rest if unit.kind in _NAMED]
    who = gather(named, context) if named else []
    if len(who) > 1:
        return None
    values: dict[str, Any] = {}
    doubts: tuple[Doubt, ...] = ()
    row: FollowUp | None = None
    if who and who[0].doubts:
        doubts = (who[0].doubts[0].about("follow_up"),)
    else:
        found = _standing_at(old, who[0].customer if who else None, who[0].contact if who else None, context)
        if len(found) == 1:
            row = found[0]
            values["follow_up"] = Ref("follow_up", row.id, row.title)
        elif found:
            doubts = (
                Ambiguous("follow_up", old.text, tuple(Candidate("follow_up", r.id, r.title) for r in found[:5])),
            )
        else:
            doubts = (Missing("follow_up", kind="record"),)
    when = _moved_to(new, old, row, context)
    if isinstance(when, Doubt):
        doubts = (*doubts, when.about("when"))
    else:
        values["when"] = when
    return Draft(commands_by_name()["move_follow_up"], values, doubts, 12.0)


def _put_off(units: Sequence[Unit], context: Context) -> Draft | None:
    """``push Vertex an hour``, ``أجل موعد النور ساعة``: a length counts from the time that it has, or from now where that is past."""
    last, rest = units[-1], units[1:-1]
    named = [unit for unit in rest if unit.kind in _NAMED]
    seconds = _length(last, context)
    if not seconds or not named:
        return None
    if not all(unit.kind in _NAMED or _says_nothing(unit) or unit.folded in _BY for unit in rest):
        return None
    who = gather(named, context)
    if len(who) != 1 or who[0].doubts or who[0].customer is None:
        return None
    told = open_follow_up(context, "follow_up", who[0].customer, who[0].contact, named[0].text)
    if isinstance(told, Doubt):
        return None
    row = context.crm.follow_ups.get(told.id)
    now, length = context.calendar.now, timedelta(seconds=seconds)
    begins = max(row.due_at.astimezone(context.calendar.zone), now)
    later = When(at=begins + length, said=last.text)
    if row.all_day and length >= timedelta(days=1):
        later = When(day=(begins + length).date(), said=last.text)
    return Draft(commands_by_name()["move_follow_up"], {"follow_up": told, "when": later}, (), 12.0)


def _length(unit: Unit, context: Context) -> int:
    """The seconds of a length; ``ساعة`` alone is one where one is asked for. 0 where it is none."""
    if isinstance(unit.found, DurationSpan):
        return unit.found.seconds
    said = f"1 {unit.text}" if unit.kind == "word" else ""
    found = [span for span in find_times(said, context.calendar, []) if isinstance(span, DurationSpan)]
    return found[0].seconds if len(found) == 1 and found[0].end == len(said) else 0


_BY = frozenset(map(fold, "by another ب بـ كمان".split()))
_BETWEEN = re.compile(r"\s+(?:to|till|until|الى|إلى|لين|حتى)\s+|\s+ل(?=\S)")
_LEADS = re.compile(r"^(?:from|the|at|من|الساعة)\s+", re.IGNORECASE)
_HOUR = re.compile(r"((?:to|till|until|الي|لين|حتي|ل)\s*)?(\d{1,2}(?::\d{2})?)")


def _two_times(units: Sequence[Unit], context: Context) -> tuple[TimeSpan, TimeSpan, list[Unit]] | None:
    """The time that it has, the one that it gets, and the words that are left."""
    timed = [at for at, unit in enumerate(units) if at and unit.kind == "time"]
    last = len(units) - 1
    if timed and timed[0] == last:  # ``my 3pm to 5`` was found as one stretch
        said = [piece for piece in _BETWEEN.split(units[last].text) if piece.strip()]
        if len(said) != 2 or (_HOUR.fullmatch(fold(said[0].strip())) and not _tells_an_hour(units[last - 1])):  # noqa: PLR2004 - from, to
            return None  # ``snooze 2 to Tuesday 11am`` is number 2 of the list
        old, new = (_time_in(piece, context) for piece in said)
        return (old, new, list(units[1:last])) if old is not None and new is not None else None
    hour = _HOUR.fullmatch(units[last].folded)
    if hour is not None and timed and (hour[1] or units[last - 1].folded in _TO):
        new = _time_in(hour[2], context)
    else:
        new = units[last].found if timed and timed[-1] == last else None
    if new is None or len(timed) > 2 or not isinstance(units[timed[0]].found, TimeSpan):  # noqa: PLR2004 - from, to
        return None
    return units[timed[0]].found, new, [unit for at, unit in enumerate(units) if at not in (0, timed[0], last)]


def _tells_an_hour(unit: Unit) -> bool:
    """Whether a bare number behind it is an hour: ``my 3``, ``موعد ٣``."""
    return unit.kind == "word" and (unit.folded in _OWN or unit.has("noun") is not None)


def _time_in(said: str, context: Context) -> TimeSpan | None:
    """The one time that these words are; a number alone is an hour."""
    typed = _LEADS.sub("", said.strip())
    text = f"at {typed}" if _HOUR.fullmatch(fold(typed)) else typed
    found = [span for span in find_times(text, context.calendar, []) if isinstance(span, TimeSpan)]
    return found[0] if len(found) == 1 else None


def _says_nothing(unit: Unit) -> bool:
    if unit.kind != "word" or unit.stop:
        return False
    return unit.folded in _AROUND | _TO or unit.has("noun", "plain", "link", "beside", "follow") is not None


def _standing_at(old: TimeSpan, customer: Party | None, contact: Party | None, context: Context) -> Sequence[FollowUp]:
    """One's open follow-ups at that time of day; of several days the one that was said, else today's."""
    clock = old.clock
    assert clock is not None  # noqa: S101 - the caller looked
    zone = context.calendar.zone
    meant: Sequence[time] = [old.from_at.time()] if old.day is not None or old.part else halves(clock)
    at: dict[date, list[FollowUp]] = {}
    for row in context.crm.follow_ups.open(customer_id=customer.id if customer is not None else None):
        due = row.due_at.astimezone(zone)
        theirs = contact is None or row.contact_id in (None, contact.id)
        if theirs and not row.all_day and due.time().replace(second=0, microsecond=0) in meant:
            at.setdefault(due.date(), []).append(row)
    if old.day is not None:
        return at.get(old.from_at.date(), [])
    return at.get(context.calendar.today) or [row for day in sorted(at) for row in at[day]]


def _moved_to(new: TimeSpan, old: TimeSpan, row: FollowUp | None, context: Context) -> When | Doubt:
    """A time of day alone keeps the day that it has, a day alone its time."""
    calendar = context.calendar
    due = row.due_at.astimezone(calendar.zone) if row is not None else None
    if due is not None and new.day is None and isinstance(new.clock, Clock) and due.date() > calendar.today:
        at = choose(new.clock, calendar, due.date()) if not new.part else new.from_at.time()
        return When(at=calendar.aware(datetime.combine(due.date(), at)), said=new.text)
    when = for_follow_up(new, calendar)
    if isinstance(when, When) and when.at is None and old.clock is not None:
        at = due.time() if due is not None else choose(old.clock, calendar, when.date)
        return replace(when, at=calendar.aware(datetime.combine(when.date, at)), day=None)
    return when
