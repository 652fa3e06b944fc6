"""Putting answers into the outbox: buttons become tokens, what a group must not see goes to the rep alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.delivering.outgoing_kept import (
    above_from_json,
    keys_from_json,
    keys_to_json,
    parts_from_json,
    parts_to_json,
    place_to_json,
    to_json,
)
from bot.messages import Click, Reaction
from bot.reply import Above, Key, Outgoing, Reply, Text
from bot.says import engine as says
from bot.says.errors import BUSY
from core.errors import NotFound
from core.fields import storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.desk import Desk
    from bot.kinds.ref import Ref
    from bot.language.words import Words
    from bot.messages import Incoming, Place
    from bot.screens.forms import About
    from bot.talking.asking import Choice
    from bot.talking.heard import Heard, Later
    from core.crm import Crm

QUOTED = 300
"""So many characters of a rep's own text are quoted back after a fault."""
A_LIST = 2
"""From so many records of one kind on a message is a list."""


_LIST = "list"
"""Under this a rewritten list keeps the follow-ups that it has, or had, buttons for."""


@dataclass(frozen=True)
class Rewritten:
    """The message ``on`` is rewritten: what stays of it, and the follow-ups that it has buttons to finish where it is a list."""

    on: str
    above: Above
    ticks: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Pressed:
    """A press or another sign on the message ``on``, and what it stood for. ``token`` is that of the button, if it was one."""

    on: str | None
    button: dict[str, Any]
    token: str = ""

    @classmethod
    def by(cls, incoming: Incoming, button: dict[str, Any], form: About | None = None) -> Pressed | None:
        """What was pressed or reacted to, a question answered in a form; None for anything else."""
        if isinstance(incoming, Click):
            return cls(incoming.on, button, incoming.token)
        if form is not None and form.key:
            return cls(form.on, {"answer": {}})
        return cls(incoming.on, {}) if isinstance(incoming, Reaction) else None


class Posting:
    """Posts what answers one inbox row. ``home`` is where only the rep reads, None where that is not known."""

    def __init__(self, crm: Crm, desk: Desk, inbox_id: int, home: Place | None) -> None:
        self._crm = crm
        self._desk = desk
        self._inbox_id = inbox_id
        self._home = home
        self._posted = 0

    def answer(self, heard: Heard, *, about: Iterable[Ref] = (), pressed: Pressed | None = None) -> list[int]:
        """Post the answer; the ids of the outbox rows that stand in the place where was asked.

        What a press of a button did is written into the message on which it stood.
        """
        place, reply = self._desk.place, heard.reply
        if heard.quiet:
            return []
        if place.group == "" and self._home is not None and heard.form is None:
            place = self._home  # it was asked for where nothing can be answered: the rep is told in private
        over = self._rewritten(heard, pressed) if pressed is not None else None
        if heard.form is not None or heard.marks is not None or over is not None:
            return [self._post(place, reply, heard.choices, about, form=heard, over=over)]
        if reply.shared and place.group:
            return [self._post(replace(place, chat_id=place.group, private=False, group=None), reply, by=place)]
        personal = (heard.personal and not self._crm.transaction.overheard) or reply.private or bool(heard.choices)
        if place.private or not personal:
            return [self._post(place, reply, heard.choices, about, later=heard.later)]
        if self._home is None:
            return [self._post(place, self._line(says.WRITE_ME_PRIVATELY))]
        self._post(self._home, reply, heard.choices, about, later=heard.later)
        return [self._post(place, self._line(says.ONLY_IN_PRIVATE))]

    def for_board(self, heard: Heard) -> dict[str, Any]:
        """The answer as it stands at the top of the board."""
        place = self._desk.place
        keys = keys_of(self._crm, self._desk, place, heard.reply, heard.choices)
        return {"parts": parts_to_json(heard.reply.parts), "keys": keys_to_json(keys)}

    def _rewritten(self, heard: Heard, pressed: Pressed) -> Rewritten | None:
        """The message to rewrite and what stays of it; None where the answer is a message of its own.

        A question that was answered goes; below what was finished, moved or undone stands what became of it. Of a list its other
        buttons stay, and below it stands what became of it last. Reading leaves a message as it is.
        """
        on, place = pressed.on, self._desk.place
        if not on or not place.private or heard.outcome not in ("done", "asked"):
            return None
        if "answer" in pressed.button:
            return Rewritten(on, Above())
        if heard.outcome != "done" or self._crm.steps.current is None:
            return None
        for key in dict.fromkeys((place.key, replace(place, thread_id=None).key)):
            row = self._crm.outbox.of_message(place.platform, place.workspace, key, on)
            if row is not None:
                shown = row.payload.get("worded", row.payload)
                if "parts" not in shown:
                    return None
                ticks = self._ticks(row.payload, shown)
                return Rewritten(on, _stays(shown, row.payload, pressed.token), ticks)
        return None

    def _ticks(self, payload: dict[str, Any], shown: dict[str, Any]) -> tuple[int, ...] | None:
        """The follow-ups that a list has, or had, buttons to finish; None where it is no list."""
        if _LIST in payload:
            return tuple(payload[_LIST])
        if not _is_a_list(payload):
            return None
        tokens = [key.token for row in keys_from_json(shown["keys"]) for key in row]
        buttons = [self._crm.buttons.get(token, rep_id=self._desk.rep.id) for token in tokens]
        told = [button.command for button in buttons if button is not None]
        return tuple(each["follow_up"]["id"] for each in told if each.get("command") == "finish_follow_up")

    def _tally(self, ticks: Sequence[int]) -> tuple[Text, ...]:
        """How many of a list are done by now; nothing where none is."""
        done = sum(self._is_done(each) for each in ticks)
        return (self._desk.say(says.TALLY, done=done, n=len(ticks)),) if done and len(ticks) >= A_LIST else ()

    def _is_done(self, follow_up_id: int) -> bool:
        try:
            return self._crm.follow_ups.get(follow_up_id).status == "done"
        except NotFound:
            return False

    def apology(self, text: str, ref: str, *, busy: bool) -> list[int]:
        """Post that something went wrong and nothing was saved; in a group without the text."""
        desk = self._desk
        if busy:
            told = desk.say(BUSY)
        elif text and desk.private:
            told = desk.say(says.FAULT, text=storable(text[:QUOTED]), ref=desk.ltr(ref))
        else:
            told = desk.say(says.FAULT_WITHOUT_TEXT, ref=desk.ltr(ref))
        choices: tuple[tuple[Choice, ...], ...] = ()
        if text:
            from bot.talking.asking import Choice as Offered

            choices = ((Offered(desk.word(says.TRY_AGAIN), {"again_with": storable(text)}),),)
        return [self._post(desk.place, desk.reply(told), choices)]

    def _line(self, words: Words) -> Reply:
        return self._desk.reply(self._desk.say(words))

    def _post(
        self,
        place: Place,
        reply: Reply,
        choices: Sequence[Sequence[Choice]] = (),
        about: Iterable[Ref] = (),
        *,
        over: Rewritten | None = None,
        form: Heard | None = None,
        by: Place | None = None,
        later: Later | None = None,
    ) -> int:
        if later is not None and later.instead_of:
            self._crm.outbox.cancel(later.instead_of)
        outgoing = Outgoing(
            place=place,
            language=self._desk.language,
            parts=(*reply.parts, *self._tally(over.ticks)) if over and over.ticks else reply.parts or (Text(()),),
            keys=keys_of(self._crm, self._desk, place, reply, choices),
            edits=over.on if over else None,
            silent=self._crm.steps.current is not None,  # a receipt: the rep wrote just now and looks at it
            above=over.above if over else None,
            form=form.form if form else None,
            handle=form.handle if form else "",
            marks=form.marks if form else None,
            extra={"by": by.chat_id} if by is not None else {},
            copies=reply.copies,
        )
        payload: dict[str, Any] = to_json(outgoing)
        refs = [ref.to_json() for ref in about]
        if refs:
            payload["about"] = refs
        if over is not None and over.ticks is not None:
            payload[_LIST] = list(over.ticks)
        self._posted += 1
        posted = self._crm.outbox.put(
            later.key if later is not None else f"in:{self._inbox_id}:{self._posted}",
            platform=place.platform,
            bot=place.workspace,
            # a form must be open within seconds: it waits for no message to the same place
            place=f"{place.key}#form" if outgoing.form is not None else place.key,
            address=place_to_json(place),
            kind="reply",
            payload=payload,
            rep_id=self._desk.rep.id,
            not_before=later.until if later is not None else None,
        )
        assert posted is not None  # noqa: S101 - an inbox row is handled once
        return posted


def _stays(shown: dict[str, Any], payload: dict[str, Any], token: str) -> Above:
    """What stays of a message after one of its buttons was pressed."""
    before = above_from_json(shown["above"]) if "above" in shown else Above()
    if _LIST in payload:
        parts, rows = before.parts, before.keys
    else:
        parts = (*before.parts, *parts_from_json(shown["parts"]))
        rows = (*before.keys, *keys_from_json(shown["keys"]))
        if not _is_a_list(payload):
            return Above(parts)
    kept = (tuple(key for key in row if key.token != token) for row in rows)
    return Above(parts, tuple(row for row in kept if row))


def _is_a_list(payload: dict[str, Any]) -> bool:
    kinds = Counter(ref["record"] for ref in payload.get("about", ()))
    return payload.get("notice") == "morning_list" or max(kinds.values(), default=0) >= A_LIST


def keys_of(
    crm: Crm, desk: Desk, place: Place, reply: Reply, choices: Sequence[Sequence[Choice]] = ()
) -> tuple[tuple[Key, ...], ...]:
    """The buttons of a reply and of a question as keys; what they stand for is kept under their tokens."""
    rows: list[list[tuple[str, dict[str, Any]]]] = [
        [(b.label, b.command.to_json()) for b in row] for row in reply.buttons
    ]
    rows.extend([(choice.label, _kept(choice.answer)) for choice in row] for row in choices)
    distinct = {_same(label, told): (label, told) for row in rows for label, told in row}
    made = crm.buttons.make_many(list(distinct.values()), rep_id=desk.rep.id, place=place.key)
    tokens = dict(zip(distinct, made, strict=True))
    return tuple(tuple(Key(label, tokens[_same(label, told)]) for label, told in row) for row in rows if row)


def _kept(answer: dict[str, Any]) -> dict[str, Any]:
    if "form" in answer:
        return answer
    return {"text": answer["again_with"]} if "again_with" in answer else {"answer": answer}


def _same(label: str, told: dict[str, Any]) -> str:
    """Buttons of a month that stand for the month itself (weekdays, days gone by) are one button, in one row of the table."""
    return str(told) if set(told.get("answer", ())) == {"month"} else f"{label} {told}"
