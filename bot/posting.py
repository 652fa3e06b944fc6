"""Putting answers into the outbox: buttons become tokens, what a group must not see goes to the rep alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.outgoing_kept import place_to_json, to_json
from bot.reply import Key, Outgoing, Reply, Text
from bot.says import engine as says
from bot.says.errors import BUSY
from core.fields import storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.asking import Choice
    from bot.desk import Desk
    from bot.hearing import Heard
    from bot.kinds.ref import Ref
    from bot.language.words import Words
    from bot.messages import Place
    from core.crm import Crm

QUOTED = 300
"""So many characters of a rep's own text are quoted back after a fault."""


class Posting:
    """Posts what answers one inbox row. ``home`` is where only the rep reads, None where that is not known."""

    def __init__(self, crm: Crm, desk: Desk, inbox_id: int, home: Place | None) -> None:
        self._crm = crm
        self._desk = desk
        self._inbox_id = inbox_id
        self._home = home
        self._posted = 0

    def answer(self, heard: Heard, *, about: Iterable[Ref] = ()) -> list[int]:
        """Post the answer; the ids of the outbox rows that stand in the place where was asked."""
        place, reply = self._desk.place, heard.reply
        personal = heard.personal or reply.private or bool(heard.choices)
        if place.private or not personal:
            return [self._post(place, reply, heard.choices, about)]
        if self._home is None:
            return [self._post(place, self._line(says.WRITE_ME_PRIVATELY))]
        self._post(self._home, reply, heard.choices, about)
        return [self._post(place, self._line(says.ONLY_IN_PRIVATE))]

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
            from bot.asking import Choice as Offered

            choices = ((Offered(desk.word(says.TRY_AGAIN), {"again_with": storable(text)}),),)
        return [self._post(desk.place, desk.reply(told), choices)]

    def _line(self, words: Words) -> Reply:
        return self._desk.reply(self._desk.say(words))

    def _post(
        self, place: Place, reply: Reply, choices: Sequence[Sequence[Choice]] = (), about: Iterable[Ref] = ()
    ) -> int:
        outgoing = Outgoing(
            place=place,
            language=self._desk.language,
            parts=reply.parts or (Text(()),),
            keys=keys_of(self._crm, self._desk, place, reply, choices),
        )
        payload: dict[str, Any] = to_json(outgoing)
        refs = [ref.to_json() for ref in about]
        if refs:
            payload["about"] = refs
        self._posted += 1
        posted = self._crm.outbox.put(
            f"in:{self._inbox_id}:{self._posted}",
            platform=place.platform,
            bot=place.workspace,
            place=place.key,
            address=place_to_json(place),
            kind="reply",
            payload=payload,
            rep_id=self._desk.rep.id,
        )
        assert posted is not None  # noqa: S101 - an inbox row is handled once
        return posted


def keys_of(
    crm: Crm, desk: Desk, place: Place, reply: Reply, choices: Sequence[Sequence[Choice]] = ()
) -> tuple[tuple[Key, ...], ...]:
    """The buttons of a reply and of a question as keys; what they stand for is kept under their tokens."""
    rows: list[list[tuple[str, dict[str, Any]]]] = [
        [(b.label, b.command.to_json()) for b in row] for row in reply.buttons
    ]
    rows.extend([(choice.label, _kept(choice.answer)) for choice in row] for row in choices)
    tokens = iter(crm.buttons.make_many([pair for row in rows for pair in row], rep_id=desk.rep.id, place=place.key))
    return tuple(tuple(Key(label, next(tokens)) for label, _ in row) for row in rows if row)


def _kept(answer: dict[str, Any]) -> dict[str, Any]:
    return {"text": answer["again_with"]} if "again_with" in answer else {"answer": answer}
