"""From segments to drafts: a log with its next step is one command; further customers and further steps are more of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bot.command import commands_by_name
from bot.language.normalise import fold
from bot.reading.doubts import Ambiguous, Doubt, Missing, Unknown
from bot.reading.draft import Draft
from bot.reading.parties import Who, gather
from bot.reading.sentence.followups import NextStep, read_next_step
from bot.reading.sentence.heads import Head, read_head
from bot.reading.sentence.mood import asks, called_off, denied, forbids, marked
from bot.reading.sentence.notes import text_of
from bot.reading.sentence.segments import Segment, segments
from bot.reading.sentence.strangers import name_ends
from bot.reading.sentence.times import happened, is_ahead, minutes
from core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.kinds.party import Party
    from bot.reading.context import Context
    from bot.reading.units import Line, Unit

_NAMED = ("name", "phone", "email")
_HAVE = frozenset("have ive weve got عندي عندنا لدي لدينا عندى".split())
_HAD = frozenset("had just كان كانت كنا كنت خلصت انتهيت".split())
_ANY_WAY = frozenset("followed checked touched circled reached got connected تابعت تابعنا تواصلت تواصلنا".split())
"""Verbs that leave open how it was done."""
_FROM_KINDS = (
    ("call", ("call", "اتصال", "مكالم")),
    ("email", ("email", "mail", "ايميل", "بريد")),
    (
        "message",
        ("message", "text", "whatsapp", "msg", "رساله", "واتساب", "راسل", "كتب", "بعت", "heard", "ارسل", "تواصل"),
    ),
    ("visit", ("visit", "زار", "جاني", "جتني", "جانا")),
)


@dataclass
class Spoken:
    """What a free sentence comes to. ``maybe``: nothing certain enough to write, but these are what it could mean."""

    drafts: list[Draft] = field(default_factory=list)
    maybe: list[Draft] = field(default_factory=list)
    note: str = ""


def read_sentence(line: Line, context: Context) -> Spoken:
    """Read a free sentence; no drafts where no verb that the bot knows speaks."""
    spoken = Spoken()
    if asks(line) or forbids(line):
        return spoken
    found = segments(line.units)
    logs: list[Draft] = []
    steps: list[tuple[Segment, NextStep, int]] = []
    for segment in found:
        head = read_head(line, segment) if segment.cue.logs else None
        if head is None or _is_plan(line, segment, head, context):
            step = read_next_step(line, segment, context)
            sure = head is None or not step.who.nobody or _whom(line, segment, head, step, bool(logs), context)
            if sure:
                steps.append((segment, step, len(logs)))
            else:
                spoken.maybe.append(_step_draft(step, step.who))
            continue
        drafts = _logs(line, segment, head, context)
        if not _happened(line, segment, head):
            continue
        if _either_way(segment, head, context):
            step = read_next_step(line, segment, context)
            spoken.maybe += [*drafts, _step_draft(step, step.who)]
            continue
        if segment.cue.style == "plain" and not (segment.cue.explicit or head.outcome):
            step = read_next_step(line, segment, context)
            spoken.maybe += [_step_draft(step, step.who), *drafts]  # an order is rather to be done than done
            continue
        logs += drafts
        spoken.note = spoken.note or head.note
    for segment, step, before in steps:
        _add_step(segment, step, logs, before, spoken, context)
    spoken.drafts = logs + spoken.drafts
    return spoken


def _whom(  # noqa: PLR0917 - the plan, then what is known beside it
    line: Line,
    segment: Segment,
    head: Head,
    step: NextStep,
    logged: bool,
    context: Context,
) -> bool:
    """For whom a plan is that names nobody: a stranger to ask about, ``her``, or nobody; False where it may be no plan at all."""
    if head.strange or head.company:  # ``meeting with John Smith tomorrow``
        step.who = _strangers(line, head, ())
        return True
    if not step.pronoun or segment.cue.explicit:
        return False
    if not logged and context.pointing is not None:  # ``call her tomorrow at 4``
        step.who = pointed(context.pointing, context)
    elif not logged:
        step.who = Who(doubts=(Missing("customer", kind="party"),))
    return True


def _happened(line: Line, segment: Segment, head: Head) -> bool:
    """Whether what the log says took place: it was not denied (``should have called``), nor called off."""
    cue = segment.cue
    if cue.explicit:
        return True
    if marked(line) and cue.value != "note":
        return False
    if cue.style in ("done", "plain") and denied(line.units, cue.first):
        return False
    return cue.style != "noun" or cue.value == "note" or not called_off(line.units, cue.first, head.ends)


def _is_plan(line: Line, segment: Segment, head: Head, context: Context) -> bool:
    """A verb in its plain form, or a noun, with a time to come: ``call Lama back tomorrow``, ``meeting with Acme tomorrow 3pm``."""
    cue = segment.cue
    if cue.style == "from_them":  # ``اتصل`` is he called, and I call
        return line.units[cue.first].has("plain") is not None and is_ahead(head.times, context)
    if cue.explicit or cue.style not in ("plain", "noun") or cue.value == "note":
        return False
    if cue.style == "noun":
        return is_ahead(head.times, context) or _is_had(line, cue.first, head, context)
    units = line.units[segment.first : segment.last]
    if any(unit.kind == "recurrence" for unit in units):
        return True
    timed = [unit for unit in units if unit.kind == "time"]
    if not timed:
        return False
    return not _is_past(timed, context)


def _is_had(line: Line, at: int, head: Head, context: Context) -> bool:
    """``I have a meeting with Rana on Tuesday``, ``عندي موعد مع شهد الثلاثاء``: what one has lies ahead, unless its day is past."""
    timed = [unit for unit in head.times if unit.kind == "time"]
    if not timed or _is_past(timed, context):
        return False
    said = [unit.folded for unit in line.units[max(0, at - 4) : at]]
    return any(word in _HAVE for word in said) and not any(word in _HAD for word in said)


def _either_way(segment: Segment, head: Head, context: Context) -> bool:
    """``visit to Acme on Sunday 10am``: the last Sunday or the next; nothing else in it says which."""
    if segment.cue.style != "noun" or segment.cue.explicit or head.note or head.outcome or head.durations:
        return False
    timed = [unit for unit in head.times if unit.kind == "time"]
    return bool(timed) and bool(timed[0].found.from_at > context.calendar.now)


def _is_past(timed: Sequence[Unit], context: Context) -> bool:
    return bool(timed[0].found.from_at.date() < context.calendar.now.date())


# ----------------------------------------------------------------------------------------------------------------- logs


def _logs(line: Line, segment: Segment, head: Head, context: Context) -> list[Draft]:
    values: dict[str, Any] = {"kind": _kind(line, segment, head)}
    doubts: list[Doubt] = []
    note = " · ".join(piece for piece in (_second_people(head, context), head.note) if piece)
    if note:
        values["summary"] = note
    elif values["kind"] == "note":
        doubts.append(Missing("summary", kind="text"))
    if head.outcome:
        values["outcome"] = head.outcome
    if head.direction:
        values["direction"] = head.direction
    if head.private:
        values["private"] = True
    when = happened(head.times, context)
    if isinstance(when, Doubt):
        doubts.append(when)
    elif when is not None:
        values["happened"] = when
    length = minutes(head.durations) or head.minutes
    if length:
        values["duration_minutes"] = length
    parties = _parties(line, segment, head, context)
    log = commands_by_name()["log_interaction"]
    return [Draft(log, {**values, **who.values()}, (*who.doubts, *doubts), 1.0) for who in parties]


def _second_people(head: Head, context: Context) -> str:
    """A second person of the same customer goes into the note: ``met Rana and Ziad from Acme``."""
    if len(head.names) < 2:  # noqa: PLR2004 - two people at least
        return ""
    seen: set[int] = set()
    more: list[str] = []
    for unit in head.names:
        if unit.kind != "name":
            continue
        told = gather([unit], context)[0]
        if told.contact is not None and told.customer is not None:
            if told.customer.id in seen:
                more.append(unit.text)
            seen.add(told.customer.id)
    return "+ " + ", ".join(more) if more else ""


def _kind(line: Line, segment: Segment, head: Head) -> str:
    cue = segment.cue
    if head.channel and line.units[cue.first].folded in _ANY_WAY:
        return head.channel  # ``followed up with Lama by email``
    if cue.style == "from_them":
        said = " ".join(unit.folded for unit in line.units[cue.first : cue.last])
        return next((kind for kind, words in _FROM_KINDS if any(word in said for word in words)), "call")
    if cue.value == "email" and head.channel in ("message", "email"):
        return head.channel
    return cue.value or "note"


def _parties(line: Line, segment: Segment, head: Head, context: Context) -> list[Who]:
    found = gather(head.names, context)
    if head.strange or head.company:
        return [_strangers(line, head, found)]
    note_units = [
        unit
        for unit in line.units[segment.first : segment.last]
        if unit.kind in _NAMED and not any(unit is told for told in head.names)
    ]
    if not found and (head.pronoun or _points_back(line, segment, head)) and context.pointing is not None:
        return [pointed(context.pointing, context)]
    if not found and note_units:
        found = gather(note_units[:2], context)[:1]
    if not found:
        return [Who(doubts=(Missing("customer", kind="party"),))]
    return [_with_contact(who, note_units) for who in found]


def _points_back(line: Line, segment: Segment, head: Head) -> bool:
    return not head.names and segment.cue.style in ("done", "from_them") and context_free(line, segment)


def context_free(line: Line, segment: Segment) -> bool:
    """Whether the segment names nobody at all."""
    return not any(unit.kind in _NAMED for unit in line.units[segment.first : segment.last])


def pointed(party: Party, context: Context) -> Who:
    """The party that ``her`` means, with its customer; nobody where it is gone."""
    try:
        if party.record == "customer":
            context.crm.customers.get(party.id)
            return Who(party, None, said=party.name)
        row = context.crm.contacts.get(party.id)
        customer = context.crm.customers.get(row.customer_id)
    except NotFound:
        return Who(doubts=(Missing("customer", kind="party"),))
    return Who(
        replace(party, record="customer", id=int(customer.id or 0), name=str(customer.name)), party, said=party.name
    )


def _strangers(line: Line, head: Head, found: Sequence[Who]) -> Who:
    """A person or company that nobody has: asked about, with what is known beside it."""
    strange, company = text_of(line, head.strange), text_of(line, head.company)
    if company:
        return Who(
            doubts=(Unknown("customer", company, contact_said=strange or text_of(line, head.names), creating=True),),
            said=company,
        )
    if found and found[0].customer is not None and not found[0].doubts:
        at = found[0].customer
        return Who(at, None, (Unknown("contact", strange, creating=True, at=at),), said=strange)
    if found and found[0].doubts:  # an unclear company: once it is told, the person is asked about
        person = Unknown("contact", strange, creating=True)
        return replace(found[0], doubts=(*found[0].doubts, person)) if _is_company(found[0]) else found[0]
    return Who(doubts=(Unknown("customer", strange, contact_said=_spoke_to(line, head), creating=True),), said=strange)


def _is_company(who: Who) -> bool:
    """Whether an unclear name may only mean companies."""
    doubt = who.doubts[0]
    near = doubt.candidates if isinstance(doubt, Ambiguous) else doubt.near if isinstance(doubt, Unknown) else ()
    return bool(near) and all(candidate.record == "customer" for candidate in near)


def _spoke_to(line: Line, head: Head) -> str:
    """``log call with Zenith Labs, spoke to Noura``: the person of an unknown company."""
    units = line.units
    at = head.ends
    while at < len(units):
        reach = units[at].has("done")
        if reach is not None and reach.sense.value in ("call", "meeting") and at + reach.length < len(units):
            after = at + reach.length
            end = name_ends(units, after, len(units)) if units[after].kind != "name" else after + 1
            if end > after and (end == len(units) or units[end].stop):
                head.note = "" if head.note == text_of(line, units[at:end]) else head.note
                return text_of(line, units[after:end])
        at += 1
    return ""


def _with_contact(who: Who, mentioned: Sequence[Unit]) -> Who:
    """A person of the customer who is named in the note is the contact, where the head named none."""
    if who.customer is None or who.contact is not None or who.doubts:
        return who
    for unit in mentioned:
        if unit.kind == "name":
            own = [m for m in unit.found.candidates if m.record == "contact" and m.customer_id == who.customer.id]
            if len(own) == 1:
                from bot.kinds.party import Party

                return replace(who, contact=Party("contact", own[0].id, own[0].name))
    return who


# ----------------------------------------------------------------------------------------------------------- next steps


def _add_step(  # noqa: PLR0917 - the step, then what it may join
    segment: Segment, step: NextStep, logs: list[Draft], before: int, spoken: Spoken, context: Context
) -> None:
    at = min(before, len(logs)) - 1 if logs else -1
    if logs and at < 0:
        at = 0
    log = logs[at] if logs else None
    if (
        log is not None
        and "follow_up" not in log.values
        and _same_party(log, step)
        and not step.priority
        and not step.waits_for
    ):
        logs[at] = _attached(log, step)
        return
    who = step.who
    if who.nobody and log is not None:
        who = Who(
            log.values.get("customer"), log.values.get("contact"), tuple(d for d in log.doubts if d.field == "customer")
        )
    elif who.nobody and step.pronoun and context.pointing is not None:
        who = pointed(context.pointing, context)
    spoken.drafts.append(_step_draft(step, who))
    if segment.cue.style == "follow":
        spoken.drafts += [_step_draft(step, other) for other in step.others if not other.doubts]


def _same_party(log: Draft, step: NextStep) -> bool:
    if step.who.nobody:
        return True
    mine = log.values.get("customer")
    if step.who.customer is not None and mine is not None:
        return bool(step.who.customer.id == mine.id)
    # an unclear name said again in the next step is the same unclear name
    return bool(step.who.doubts) and (mine is not None or any(d.said == step.who.said for d in log.doubts))


def _attached(log: Draft, step: NextStep) -> Draft:
    values = dict(log.values)
    doubts = list(log.doubts)
    _put_when(step, "follow_up", values, doubts)
    if step.title:
        values["follow_up_title"] = step.title
    if step.recurrence:
        values["recurrence"] = step.recurrence
    if step.who.contact is not None:
        values["follow_up_contact"] = step.who.contact
    return replace(log, values=values, doubts=tuple(doubts))


def _put_when(step: NextStep, name: str, values: dict[str, Any], doubts: list[Doubt]) -> None:
    if isinstance(step.when, Doubt):
        doubts.append(step.when.about(name))
    elif step.when is None:
        doubts.append(Missing(name, kind="when"))
    else:
        values[name] = step.when


def _step_draft(step: NextStep, who: Who) -> Draft:
    values: dict[str, Any] = dict(who.values())
    doubts: list[Doubt] = list(who.doubts)
    if who.nobody and step.needs_whom:
        doubts.append(Missing("customer", kind="party"))
    if who.nobody and not step.needs_whom and not step.title:
        doubts.append(Missing("title", kind="text"))  # what first, then when
    _put_when(step, "due", values, doubts)
    if step.title and fold(step.title) not in {fold(who.said), fold(who.customer.name) if who.customer else ""}:
        values["title"] = step.title
    if step.recurrence:
        values["recurrence"] = step.recurrence
    if step.priority:
        values["priority"] = step.priority
    return Draft(commands_by_name()["add_follow_up"], values, tuple(doubts), 1.0)
