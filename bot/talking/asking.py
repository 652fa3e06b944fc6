"""A doubt becomes a question with buttons; what is pressed or typed becomes the value that settles it.

Each button carries its answer as JSON (kept with its token), so that it works after a restart. The same answers can be
typed: their number, their label, a name, a time. ``bot/talking/answering.py`` reads what is typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from bot.desk import Desk
from bot.kinds.party import Party
from bot.kinds.when import When
from bot.language.words import Words
from bot.reading.doubts import (
    Ambiguous,
    Candidate,
    Doubt,
    Impossible,
    Missing,
    NotListed,
    Past,
    TooFar,
    Unfiled,
    Unknown,
    Unsure,
    Vague,
)
from bot.says import questions as says
from bot.says import sent

if TYPE_CHECKING:
    from bot.reading.draft import Pending
    from bot.reply import Text

PAST_FIELDS = ("happened",)
"""Fields whose moment lies in the past; every other moment lies ahead."""
_ALIKE = 65.0
"""From this likeness on (of 100) a name that is there is offered for one that is not: two slips in a short word."""


@dataclass(frozen=True)
class Choice:
    """A button of a question: its label, and the answer that it stands for."""

    label: str
    answer: dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A question as it goes out. ``choices`` are rows of buttons; a number typed counts through them."""

    text: Text
    choices: tuple[tuple[Choice, ...], ...] = ()

    @property
    def numbered(self) -> list[Choice]:
        """All choices in the order in which their numbers count."""
        return [choice for row in self.choices for choice in row]


DROP = {"drop": True}
AGAIN = {"again": True}


def asked(pending: Pending, desk: Desk) -> Asked:
    """The question that an unfinished sentence needs answered first. Raises ValueError where nothing is in doubt."""
    doubt = pending.doubt
    if doubt is None:
        msg = "nothing is in doubt"
        raise ValueError(msg)
    command = next(draft.command.name() for draft in pending.drafts if doubt in draft.doubts)
    return _ask(doubt, desk, command)


@singledispatch
def _ask(doubt: Doubt, desk: Desk, command: str) -> Asked:
    del command
    return Asked(desk.say(says.WHICH_OF_THESE), ((_leave(desk),),)) if doubt else Asked(desk.say(says.WHICH_OF_THESE))


@_ask.register
def _(doubt: Missing, desk: Desk, command: str) -> Asked:
    if doubt.kind == "when":
        return Asked(desk.say(says.WHEN), _presets(desk, past=doubt.field in PAST_FIELDS))
    if doubt.kind == "amount":
        return Asked(desk.say(says.HOW_MUCH), ((_leave(desk),),))
    if doubt.kind == "rep":
        team = [rep for rep in desk.crm.team.reps() if rep.active and rep.id != desk.rep.id][:5]
        named = tuple(Choice(rep.name, {"rep": {"id": rep.id, "name": rep.name}}) for rep in team)
        return Asked(desk.say(says.WHICH_REP), (named, (_leave(desk),)))
    if doubt.kind == "text":
        words = says.REMIND_OF_WHAT if doubt.field == "title" and command == "add_follow_up" else says.WHAT_TEXT
        return Asked(desk.say(words), ((_leave(desk),),))
    if doubt.kind == "record":
        return _which_follow_up(desk, doubt.said)
    words = says.WITH_WHOM if command == "log_interaction" else says.WHICH_CUSTOMER
    recent = desk.crm.customers.recent(5)
    rows = tuple((Choice(row.name, _party(Party("customer", row.id, row.name))),) for row in recent)
    return Asked(desk.say(words), (*rows, (_leave(desk),)))


@_ask.register
def _(doubt: Unfiled, desk: Desk, command: str) -> Asked:
    del command
    if doubt.what == "forward":
        words = sent.FORWARDED if doubt.author else sent.HIDDEN
        text = desk.say(
            words, n=doubt.count, **({"author": doubt.author} if doubt.author else {}), times=_between(doubt, desk)
        )
    else:
        words = sent.WHERE[doubt.what]
        text = desk.say(words, said=doubt.said) if doubt.what == "heard" else desk.say(words, n=doubt.count)
    likely = tuple((Choice(_telling(candidate, desk), _candidate(candidate)),) for candidate in doubt.candidates)
    new = ((Choice(desk.say(says.NEW_CUSTOMER, said=doubt.author).plain, _new(doubt.author)),),) if doubt.author else ()
    last = (Choice(desk.word(sent.OTHER), AGAIN), _leave(desk, says.DISCARD))
    return Asked(text, (*likely, *new, last))


def _between(doubt: Unfiled, desk: Desk) -> Text:
    """When the original messages were written."""
    since, until = (datetime.fromisoformat(each) for each in (doubt.since, doubt.until))
    if since == until:
        return desk.alone(desk.shown_happened(since))
    return desk.say(sent.FROM_TO, since=desk.shown_happened(since), until=desk.shown_happened(until))


def _which_follow_up(desk: Desk, said: str = "") -> Asked:
    rows = desk.crm.follow_ups.open(rep_id=desk.rep.id)[:5]
    choices = tuple(
        (Choice(f"{row.title} · {desk.shown_short(row.due_at, all_day=row.all_day).text}", _follow_up(row)),)
        for row in rows
    )
    text = desk.say(says.NO_OPEN_FOLLOW_UP, name=said) if said else desk.say(says.WHICH_RECORD)
    return Asked(text, (*choices, (_leave(desk),)))


def _follow_up(row: Any) -> dict[str, Any]:
    return {"candidate": {"record": "follow_up", "id": row.id, "name": row.title}}


@_ask.register
def _(doubt: Ambiguous, desk: Desk, command: str) -> Asked:
    rows = [(Choice(_telling(candidate, desk), _candidate(candidate)),) for candidate in doubt.candidates[:5]]
    last = [_leave(desk, says.NONE_OF_THESE)]
    if (
        doubt.field in ("customer", "contact")
        and command in ("log_interaction", "add_follow_up", "add_deal")
        and doubt.said
    ):
        rows.append((Choice(desk.say(says.NEW_CUSTOMER, said=doubt.said).plain, _new(doubt.said)),))
    text = desk.say(says.WHICH, said=doubt.said) if doubt.said else desk.say(says.WHICH_OF_THESE)
    return Asked(text, (*rows, tuple(last)))


@_ask.register
def _(doubt: Unknown, desk: Desk, command: str) -> Asked:
    if doubt.field == "rep":
        return Asked(
            desk.say(says.NO_SUCH_COLLEAGUE, said=doubt.said),
            _ask(Missing(field=doubt.field, said=doubt.said, kind="rep"), desk, command).choices,
        )
    alike = doubt.near or _alike(doubt, desk)
    near = tuple((Choice(_telling(candidate, desk), _candidate(candidate)),) for candidate in alike[:3])
    if doubt.at is not None:
        text = desk.say(says.NOBODY_THERE, said=doubt.said, customer=doubt.at.name)
    elif doubt.contact_said:
        text = desk.say(says.DO_NOT_HAVE_EITHER, said=doubt.said, person=doubt.contact_said)
    else:
        text = desk.say(says.DO_NOT_HAVE, said=doubt.said)
    create = says.CREATE_AND_LOG if command == "log_interaction" else says.CREATE_IT
    last: list[Choice] = []
    if doubt.creating:
        last.append(Choice(desk.word(create), _new(doubt.said, doubt.contact_said)))
    if doubt.at is not None and doubt.field == "contact":
        last.append(Choice(desk.word(says.WITHOUT_PERSON), {"none": True}))
    last += [Choice(desk.word(says.SEARCH_AGAIN), AGAIN), _leave(desk, says.DISCARD)]
    return Asked(text, (*near, tuple(last)))


def _alike(doubt: Unknown, desk: Desk) -> tuple[Candidate, ...]:
    """Whose names are like the one that nobody has: as it was asked for it may be guessed at, which a sentence may not."""
    from bot.talking.answering import as_candidate

    if doubt.at is not None or doubt.field not in ("customer", "contact"):
        return ()
    return tuple(
        as_candidate(match, desk) for match in desk.crm.names.find(doubt.said, limit=3) if match.score >= _ALIKE
    )


@_ask.register
def _(doubt: Unsure, desk: Desk, command: str) -> Asked:
    del command
    if doubt.candidate is None:
        return Asked(desk.say(says.DO_NOT_HAVE, said=doubt.said), ((_leave(desk),),))
    yes = Choice(_telling(doubt.candidate, desk), _candidate(doubt.candidate))
    new = Choice(desk.say(says.NEW_CUSTOMER, said=doubt.said).plain, _new(doubt.said))
    text = desk.say(says.DID_YOU_MEAN, said=doubt.said, name=doubt.candidate.name)
    return Asked(text, ((yes,), (new, _leave(desk, says.NONE_OF_THESE))))


@_ask.register
def _(doubt: Past, desk: Desk, command: str) -> Asked:
    del command
    past = doubt.field in PAST_FIELDS
    rows = _presets(desk, past=past)
    if doubt.proposal is not None:
        rows = ((_at(doubt.proposal, desk),), *rows[1:]) if past else ((_at(doubt.proposal, desk),), (_leave(desk),))
    return Asked(desk.say(says.NOT_COME_YET if past else says.HAS_PASSED, said=doubt.said), rows)


@_ask.register
def _(doubt: Vague, desk: Desk, command: str) -> Asked:
    del command
    chosen = tuple(_at(when, desk) for when in doubt.choices)
    rows = (chosen, (_leave(desk),)) if chosen else _presets(desk, past=doubt.field in PAST_FIELDS)
    return Asked(desk.say(says.NOT_READ, said=doubt.said), rows)


@_ask.register
def _(doubt: TooFar, desk: Desk, command: str) -> Asked:
    del command
    if doubt.when is None:
        return Asked(desk.say(says.WHEN), _presets(desk, past=False))
    shown = _shown(doubt.when, desk)
    text = desk.say(says.FAR_AHEAD, said=doubt.said or shown, when=shown)
    return Asked(text, ((_at(doubt.when, desk),), (_leave(desk),)))


@_ask.register
def _(doubt: Impossible, desk: Desk, command: str) -> Asked:
    del command
    return Asked(desk.say(says.NO_SUCH_DAY, said=doubt.said), _presets(desk, past=doubt.field in PAST_FIELDS))


@_ask.register
def _(doubt: NotListed, desk: Desk, command: str) -> Asked:
    del command
    if not doubt.count:
        return Asked(desk.say(says.NO_LIST, said=doubt.said), _which_follow_up(desk).choices)
    return Asked(desk.say(says.NOT_ON_LIST, said=doubt.said, n=doubt.count), _which_follow_up(desk).choices)


def has_words(kind: type[Doubt]) -> bool:
    """Whether that doubt has a question of its own (the house test asks this of every doubt)."""
    return kind in _ask.registry


def _telling(candidate: Candidate, desk: Desk) -> str:
    """A candidate with the facts that tell it from the others: city, owner, last contact; a contact's customer."""
    if candidate.record == "customer":
        row = desk.crm.customers.get(candidate.id)
        owner = desk.crm.team.rep(row.owner_id) if row.owner_id else None
        facts = [candidate.name, row.city or ""]
        if owner is not None:
            facts.append(
                desk.word(says.YOURS) if owner.id == desk.rep.id else desk.say(says.OWNED_BY, name=owner.name).plain
            )
        if row.last_contacted_at is not None:
            facts.append(desk.shown_happened(row.last_contacted_at).text)
        return " · ".join(fact for fact in facts if fact)
    if candidate.record == "contact" and candidate.customer is not None:
        return f"{candidate.name} · {desk.say(says.AT, name=candidate.customer.name).plain}"
    return candidate.name


def _shown(when: When, desk: Desk) -> str:
    at, all_day = desk.moment(when)
    return desk.shown_short(at, all_day=all_day).text


def _at(when: When, desk: Desk) -> Choice:
    return Choice(_shown(when, desk), {"when": when.to_json()})


def _presets(desk: Desk, *, past: bool) -> tuple[tuple[Choice, ...], ...]:
    """Now and yesterday for what happened; the next two work days and next week for what is due, at the start of work."""
    if past:
        yesterday = When(at=desk.now - timedelta(days=1))
        return (
            (Choice(desk.word(says.NOW), {"when": When(at=desk.now).to_json()}), _at(yesterday, desk)),
            (_leave(desk),),
        )
    days: list[datetime] = []
    day = desk.now
    while len(days) < 2 and (day - desk.now).days < 14:  # noqa: PLR2004 - two buttons; a week without work days ends the search
        day += timedelta(days=1)
        if day.weekday() in desk.rep.work_days or not desk.rep.work_days:
            days.append(day)
    later = desk.now + timedelta(days=7)
    whens = [When(day=each.date()) for each in (*days, later)]
    return (tuple(_at(when, desk) for when in whens), (_leave(desk),))


def _leave(desk: Desk, words: Words = says.CANCEL) -> Choice:
    return Choice(desk.word(words), DROP)


def _candidate(candidate: Candidate) -> dict[str, Any]:
    told: dict[str, Any] = {"record": candidate.record, "id": candidate.id, "name": candidate.name}
    if candidate.customer is not None:
        told["customer"] = candidate.customer.to_json()
    return {"candidate": told}


def _party(party: Party) -> dict[str, Any]:
    return {"candidate": party.to_json()}


def _new(name: str, contact: str = "") -> dict[str, Any]:
    return {"new": {"name": name, "contact": contact}}
