"""From what came in to what is done: an answer to an open question, a press of a button, or a new sentence.

Everything happens inside one transaction. Where the outcome is not ``done`` nothing is written but the conversation.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from bot.command import Command, commands_by_name
from bot.kinds.when import When
from bot.language.normalise import clean
from bot.reading.context import Context
from bot.reading.doubts import Missing
from bot.reading.draft import Draft, Pending, Reading
from bot.reading.reader import read
from bot.reading.templates.read import with_needs
from bot.reading.times import Calendar
from bot.says import engine as says
from bot.says import questions
from bot.talking.answering import chosen, named_by, settled, typed
from bot.talking.asking import Asked, Choice, asked
from bot.talking.carrying_out import Carried, carry_out
from bot.talking.context import calendar_of, context_of
from bot.talking.heard import Heard
from bot.talking.picking import about_time, in_time, on_that_day, page, past_by_now, with_pick
from bot.talking.talk import Open
from core.fields import storable

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.kinds.ref import Ref
    from bot.reading.doubts import Doubt
    from bot.talking.talk import Talk

MOST_CHARACTERS = 20_000
"""A longer message is refused with a sentence: no rep types it, and reading it would hold up the others."""
_SHORT = 40
"""So much of a sentence stands on a button."""
_TALKATIVE = frozenset({"log_interaction", "add_follow_up", "small_talk", "look_up", "find_customers", "correct"})
"""Commands that free text easily looks like: while a line of text is asked for, the text is that line."""

_ANOTHER_FACE = frozenset({"again", "month", "day", "back", "form"})
"""Answers that settle nothing: the question is asked in another way."""


class Hearing:
    """Hears one message of one rep. ``about`` is what the answered message was about, ``key`` the message's own key."""

    def __init__(self, desk: Desk, talk: Talk, *, key: str = "", about: tuple[Ref, ...] = ()) -> None:
        self._desk = desk
        self._talk = talk
        self._key = key
        self._about = about
        self._said = desk.said
        self._takes_back: int | None = None

    # -- the three things that come in ---------------------------------------------------------------------------------

    def message(self, text: str, *, takes_back: int | None = None) -> Heard:
        """A text. ``takes_back`` is the step of the message that this one is an edit of."""
        self._takes_back = takes_back
        if len(text) > MOST_CHARACTERS:
            told = self._desk.say(says.TOO_LONG, n=len(text), most=MOST_CHARACTERS)
            return Heard("refused", self._desk.reply(told))
        said = clean(text).strip()
        if not said:
            return Heard("not_understood", self._desk.reply(self._desk.say(says.EMPTY)))
        if not self._said:  # a button that types a sentence
            self._said = self._desk.said = said
        question = self._talk.question if takes_back is None else None
        if question is None:
            return self._new(self._read(said), dropped=False)
        return self._while_open(question, said)

    def answer(self, answer: dict[str, Any]) -> Heard:
        """A press on a button of a question. The question must still be open, else the button is old."""
        question = self._talk.question
        if question is None or all(choice.answer != answer for choice in question.choices):
            return self.old_button()
        if question.page and answer == {"month": question.page}:
            return Heard("done", self._desk.reply(), quiet=True)  # a weekday, or a day that cannot be meant
        return self._take(question, in_time(question, answer, self._desk))

    def picked(self, when: When, key: str) -> Heard:
        """A day picked in a form, as the answer to the question that offered the form. It must still be open."""
        question = self._talk.question
        doubt = question.pending.doubt if question is not None and question.pending is not None else None
        if question is None or question.key != key or not about_time(doubt):
            return self.old_button()
        return self._take(question, in_time(question, {"when": when.to_json()}, self._desk))

    def press(self, command: Command) -> Heard:
        """A press on a button that stands for a command."""
        self._talk.question = None
        given = {
            field.name: value for field in fields(command) if (value := getattr(command, field.name)) not in (None, "")
        }
        past = past_by_now(given["when"], "when", self._desk) if isinstance(given.get("when"), When) else None
        if past is not None:  # ``[Tomorrow 09:00]``, pressed the day after
            del given["when"]
        draft = with_needs(Draft(type(command), given, () if past is None else (past,)))
        if draft.doubts:  # ``[Remind me]`` does not say when
            return self._finish(Open(pending=Pending((draft,), self._said), said=self._said, key=self._key))
        return self._carry_out((command,))

    def understood(self, text: str) -> Reading:
        """What a text comes to, without carrying anything out."""
        return self._read(clean(text).strip())

    def drafted(self, drafts: tuple[Draft, ...], said: str, *, dropped: bool = False) -> Heard:
        """Something sent that is no sentence: carry it out, or ask for what is missing. ``dropped``: an open question goes."""
        self._said = self._desk.said = said
        heard = self._finish(Open(pending=Pending(drafts, said), said=said, key=self._key, takes_back=self._takes_back))
        return self.and_dropped(heard) if dropped else heard

    def and_dropped(self, heard: Heard) -> Heard:
        """The same, told after the line that an open question is gone."""
        heard.reply = replace(heard.reply, parts=(self._desk.say(says.QUESTION_DROPPED), *heard.reply.parts))
        return heard

    @property
    def about(self) -> tuple[Ref, ...]:
        """What the answered message was about."""
        return self._about

    def old_button(self) -> Heard:
        """A button that no longer means anything."""
        return Heard("refused", self._desk.reply(self._desk.say(says.OLD_BUTTON)))

    # -- while a question is open ----------------------------------------------------------------------------------------

    def _while_open(self, question: Open, said: str) -> Heard:
        answer = chosen(said, question.choices, numbered=not question.page)
        if answer is None and question.page.count("-") > 1:
            said = on_that_day(said, question.page, self.calendar)
        if answer is not None:
            return self._take(question, answer)
        reading = self._read(said)
        names = {draft.command.name() for draft in reading.drafts}
        doubt = question.pending.doubt if question.pending is not None else None
        if doubt is not None:
            return self._in_doubt(question, doubt, reading, said)
        if question.command is not None and question.into is not None and (not reading.complete or names & _TALKATIVE):
            self._talk.question = None
            return self._carry_out((question.command.but(**{question.into: said}),))
        if not reading.drafts and question.into is not None:
            return self._again(question)
        return self._otherwise(question, reading)

    def _in_doubt(self, question: Open, doubt: Doubt, reading: Reading, said: str) -> Heard:
        """The answer to a doubt, first where it cannot be anything else; or a new command."""
        no_command = {"look_up", "small_talk"} if getattr(doubt, "kind", "") == "text" else {"small_talk"}
        another = (
            bool(reading.drafts)
            and not reading.bare
            and not {draft.command.name() for draft in reading.drafts} <= no_command
        )
        answer = typed(said, doubt, self._desk, self.calendar, surely=True, another=another)
        if answer is None and doubt.field == "title" and (whole := self._as_one(question, said)) is not None:
            return self._finish(whole)
        if answer is None and not another:
            answer = named_by(reading, doubt) or typed(said, doubt, self._desk, self.calendar, surely=False)
        if answer is not None:
            return self._take(question, answer)
        return self._otherwise(question, reading) if reading.drafts else self._again(question)

    def _otherwise(self, question: Open, reading: Reading) -> Heard:
        """No answer: a new command, which drops the question."""
        from bot.commands.help.undo import brings_back

        if {draft.command.name() for draft in reading.drafts} == {"small_talk"}:
            return self._again(question)  # ``ok`` is no new command
        if [draft.command.name() for draft in reading.drafts] == ["undo"] and not brings_back(self._desk.said):
            left = self._take(
                question, {"drop": True}
            )  # the last that was said is the question, not what was saved before it
            return replace(left, reply=replace(left.reply, parts=(*left.reply.parts, self._desk.say(says.ONCE_MORE))))
        return self._and_back(self._new(reading, dropped=True), question)

    def _and_back(self, heard: Heard, question: Open) -> Heard:
        """``what is Sara's number`` while ``which Sara?`` is open: after something was only shown, a button says the sentence again."""
        command = commands_by_name().get(heard.command or "")
        shown = command is not None and command.permission.endswith(".read")
        if heard.outcome == "done" and shown and question.pending is not None and question.takes_back is None:
            said = question.pending.said
            short = said if len(said) <= _SHORT else said[: _SHORT - 1].rstrip() + "…"
            back = Choice(self._desk.say(says.BACK_TO, text=short).plain, {"again_with": storable(said)})
            heard.choices = (*heard.choices, (back,))
        return heard

    def _as_one(self, question: Open, said: str) -> Open | None:
        """``remind me`` and then ``to call the bank tomorrow``: one sentence, where together they say more than the first alone."""
        assert question.pending is not None  # noqa: S101 - it has a doubt
        together = f"{question.said} {said}"
        reading = self._read(together)
        first = question.pending.drafts[0]
        if [draft.command for draft in reading.drafts] != [first.command]:
            return None
        if reading.drafts[0].values.keys() <= first.values.keys():
            return None
        return replace(question, pending=Pending(reading.drafts, together), said=together)

    def _again(self, question: Open) -> Heard:
        told = self._desk.say(questions.NOT_AN_ANSWER)
        if question.pending is None or question.pending.doubt is None:
            return Heard("asked", self._desk.reply(told), choices=tuple((choice,) for choice in question.choices))
        ask = asked(question.pending, self._desk)
        return self._ask(question, replace(ask, text=self._desk.lines(told, ask.text)), shown=question.page)

    def _take(self, question: Open, answer: dict[str, Any]) -> Heard:
        self._takes_back = question.takes_back
        self._said = self._desk.said = question.said or self._said
        if "drop" in answer:
            self._talk.question = None
            words = says.NOT_SAVED if question.pending is not None else says.LEFT_IT
            return Heard("done", self._desk.reply(self._desk.say(words, text=question.said)))
        if "draft" in answer:
            return self.offered(answer)
        if "command" in answer or "commands" in answer:
            self._talk.question = None
            told = answer["commands"] if "commands" in answer else [answer["command"]]
            return self._carry_out(tuple(Command.from_json(each) for each in told))
        pending = question.pending
        doubt = pending.doubt if pending is not None else None
        if pending is None or doubt is None:
            return self._again(question)
        if answer.keys() & _ANOTHER_FACE:
            return self._with_another_face(question, pending, answer)
        return self._finish(replace(question, pending=settled(pending, doubt, answer)))

    def _with_another_face(self, question: Open, pending: Pending, answer: dict[str, Any]) -> Heard:
        """The same question, asked for a name, for a day of a month, for an hour of a day, or as it was at first."""
        doubt = pending.doubt
        assert doubt is not None  # noqa: S101 - the caller looked
        if "again" in answer:
            anew = Missing(field=doubt.field, said=doubt.said, kind="customer")
            pending = settled(pending, doubt, {"doubt": anew.to_json()})
            return self._ask(replace(question, pending=pending), Asked(self._desk.say(questions.SEARCH_FOR)))
        if "form" in answer:
            return self._again(question)  # it was typed: nothing but a press opens a form
        return self._ask(question, asked(pending, self._desk), shown=answer.get("month") or answer.get("day", ""))

    def _finish(self, question: Open) -> Heard:
        """Carry out a sentence, or ask for what is still missing."""
        pending = question.pending
        assert pending is not None  # noqa: S101 - the callers have just filled it
        if pending.doubt is not None:
            return self._ask(question, asked(pending, self._desk))
        self._talk.question = None
        return self._carry_out(tuple(draft.build() for draft in pending.drafts))

    def _ask(self, question: Open, ask: Asked, *, shown: str = "") -> Heard:
        doubt = question.pending.doubt if question.pending is not None else None
        if doubt is not None and shown:
            ask = page(ask, self._desk, shown, field=doubt.field)
        elif about_time(doubt):
            ask = with_pick(ask, self._desk, key=question.key)
        self._talk.question = replace(question, choices=tuple(ask.numbered), takes_back=self._takes_back, page=shown)
        first = question.pending.drafts[0] if question.pending is not None else None
        return Heard(
            "asked",
            self._desk.reply(ask.text),
            command=first.command.name() if first else None,
            parameters=first.shown() if first else {},
            choices=ask.choices,
        )

    # -- a new sentence ----------------------------------------------------------------------------------------------------

    def _new(self, reading: Reading, *, dropped: bool) -> Heard:
        if dropped:
            self._talk.question = None
        if reading.takes_back is not None:
            self._takes_back = reading.takes_back
        if reading.drafts:
            open_ = Open(
                pending=Pending(reading.drafts, self._said), said=self._said, key=self._key, takes_back=self._takes_back
            )
            heard = self._finish(open_)
        elif reading.mentioned is not None:
            heard = self._what_about(reading)
        else:
            heard = self._not_understood(reading)
        return self.and_dropped(heard) if dropped else heard

    def _not_understood(self, reading: Reading) -> Heard:
        if reading.trouble == "nothing_to_correct":
            return Heard("refused", self._desk.reply(self._desk.say(says.NOTHING_TO_CORRECT)))
        offers = _distinct([self._offer(draft) for draft in reading.alternatives])[:3]
        if not offers:
            example = self._desk.word(says.EXAMPLE)
            return Heard(
                "not_understood", self._desk.reply(self._desk.say(says.NOT_UNDERSTOOD_AT_ALL, example=example))
            )
        return Heard(
            "not_understood",
            self._desk.reply(self._desk.say(says.NOT_UNDERSTOOD)),
            choices=tuple((choice,) for choice in offers),
        )

    def _what_about(self, reading: Reading) -> Heard:
        """A sentence that only mentions a name: what to do with it is asked; nothing is written meanwhile."""
        mentioned = reading.mentioned
        assert mentioned is not None  # noqa: S101 - the caller looked
        offers = _distinct([self._offer(draft) for draft in reading.alternatives])[:4]
        self._talk.question = Open(
            choices=(*offers, Choice(self._desk.word(questions.DISCARD), {"drop": True})),
            said=self._said,
            key=self._key,
        )
        rows = tuple((choice,) for choice in self._talk.question.choices) if self._talk.question else ()
        return Heard("asked", self._desk.reply(self._desk.say(says.WHAT_ABOUT, name=mentioned.name)), choices=rows)

    def _offer(self, draft: Draft) -> Choice:
        """A reading that was not sure enough, as a button: pressing it carries it out, or asks what it lacks."""
        shown = draft.shown()
        named = next((shown[key]["name"] for key in ("contact", "customer") if isinstance(shown.get(key), dict)), "")
        words, with_name = says.OFFERS.get(draft.command.name(), (draft.command.about, None))
        label = self._desk.say(with_name, name=named).plain if named and with_name else self._desk.word(words)
        return Choice(label, {"draft": draft.to_json(), "said": self._said})

    def offered(self, told: dict[str, Any]) -> Heard:
        """A press on an offered reading: its ``draft``, and what else was said (``more``)."""
        self._said = self._desk.said = str(told.get("said", self._said))
        self._takes_back = told.get("takes_back", self._takes_back)
        drafts = tuple(Draft.from_json(each) for each in (told["draft"], *told.get("more", ())))
        pending = Pending(drafts, self._said)
        self._talk.question = None
        return self._finish(Open(pending=pending, said=self._said, key=self._key, takes_back=self._takes_back))

    # -- reading and carrying out -------------------------------------------------------------------------------------------

    @property
    def calendar(self) -> Calendar:
        """Now in the rep's zone, the rep's work days and hours."""
        return calendar_of(self._desk)

    def context(self) -> Context:
        """What a text is read against now."""
        return context_of(self._desk, self._talk, self.calendar, about=self._about)

    def _read(self, said: str) -> Reading:
        return read(said, self.context())

    def _carry_out(self, commands: tuple[Command, ...]) -> Heard:
        carried = carry_out(commands, self._desk, self._talk, said=self._said, takes_back=self._takes_back)
        first = commands[0]
        return Heard(
            carried.outcome,
            carried.reply,
            command=first.name(),
            parameters=first.shown(),
            choices=self._opened(carried),
            personal=any(command.personal for command in commands),
        )

    def _opened(self, carried: Carried) -> tuple[tuple[Choice, ...], ...]:
        if carried.question is None:
            return ()
        self._talk.question = replace(carried.question, said=self._said, key=self._key, takes_back=self._takes_back)
        return carried.choices


def _distinct(choices: list[Choice]) -> list[Choice]:
    """The first of each label."""
    return list({choice.label: choice for choice in reversed(choices)}.values())[::-1]
