"""Carrying out the commands of one sentence: permission, run, one step, one answer; what the core refuses becomes words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.command import commands_by_name
from bot.kinds.party import Party
from bot.reply import Button, Part, Reply
from bot.says import questions
from bot.says.errors import worded
from bot.talking.asking import Choice
from bot.talking.talk import Open
from core.errors import CoreError, LooksLike, NotAllowed

if TYPE_CHECKING:
    from bot.command import Command
    from bot.desk import Desk, Outcome
    from bot.talking.talk import Talk


@dataclass
class Carried:
    """The outcome and the answer; ``question`` where the rep is asked first (its ``choices`` as rows of buttons)."""

    outcome: Outcome
    reply: Reply
    question: Open | None = None
    choices: tuple[tuple[Choice, ...], ...] = ()


class _Unwritten(Exception):
    """Undoes the savepoint: the command asked or refused by itself."""


def carry_out(
    commands: tuple[Command, ...], desk: Desk, talk: Talk, *, said: str, takes_back: int | None = None
) -> Carried:
    """Run the commands as one step. Nothing stays written unless all of them are done.

    ``takes_back``: a step that these replace (the message was edited); it is taken back in the same step.
    """
    replies: list[Reply] = []
    running = commands[0]
    desk.asked_before = talk.asked_for
    try:
        with desk.crm.savepoint():
            desk.crm.describe(doing="+".join(dict.fromkeys(each.name() for each in commands)), said=said)
            if takes_back is not None:
                desk.crm.steps.take_back(takes_back)
            for running in commands:
                if not desk.crm.team.allows(running.permission):
                    raise NotAllowed(running.permission)
                replies.append(running.run(desk))
                if desk.outcome != "done":
                    raise _Unwritten
            step = desk.crm.steps.current
    except _Unwritten:
        return _asked_by_command(desk, replies[-1])
    except LooksLike as found:
        return _looks_like(found, running, commands, desk)
    except CoreError as refused:
        if isinstance(refused, NotAllowed):
            desk.crm.steps.denied(running.name(), desk.place.key, refused.record)
        return Carried("refused", desk.reply(worded(refused, desk)))
    _remember(desk, talk, commands, step.id if step is not None else None)
    return Carried("done", _joined(replies))


def _remember(desk: Desk, talk: Talk, commands: tuple[Command, ...], step_id: int | None) -> None:
    told = desk.remembered
    if told.listed is not None:
        talk.listed = told.listed
    if told.asked is not None:
        talk.ask_for(told.asked)
    if told.party is not None:
        talk.party = told.party
    if any(command.forgets for command in commands):
        return
    if step_id is not None:
        if commands[0].name() != "undo":
            talk.wrote(step_id, commands, about=told.party is not None)
    elif told.party is not None:
        talk.looked()


def _asked_by_command(desk: Desk, reply: Reply) -> Carried:
    if desk.outcome == "refused":
        return Carried("refused", reply)
    question = desk.remembered.question
    choices = tuple(tuple(Choice(b.label, {"command": b.command.to_json()}) for b in row) for row in reply.buttons)
    leave = (Choice(desk.word(questions.CANCEL), {"drop": True}),)
    if not any("drop" in choice.answer for row in choices for choice in row):
        choices = (*choices, leave)
    opened = Open(
        command=question.command if question else None,
        into=question.field if question else None,
        choices=tuple(choice for row in choices for choice in row),
    )
    return Carried("asked", Reply(reply.parts, (), reply.private, copies=reply.copies), opened, choices)


def _looks_like(found: LooksLike, running: Command, commands: tuple[Command, ...], desk: Desk) -> Carried:
    """A new record that looks like one that is there: use that one, or create it anyway; nothing is written meanwhile."""
    rows: list[tuple[Choice, ...]] = []
    for record, record_id, name, _ in found.matches[:3]:
        use = _using(running, Party("contact" if record == "contact" else "customer", record_id, name))
        rows.append((Choice(desk.say(questions.USE, name=name).plain, _together(commands, running, use)),))
    last = [Choice(desk.word(questions.CANCEL), {"drop": True})]
    if hasattr(running, "sure"):
        sure = _together(commands, running, running.but(sure=True))
        last.insert(0, Choice(desk.word(questions.CREATE_ANYWAY), sure))
    rows.append(tuple(last))
    numbered = tuple(choice for row in rows for choice in row)
    return Carried("asked", desk.reply(worded(found, desk)), Open(choices=numbered, commands=commands), tuple(rows))


def _using(running: Command, party: Party) -> Command:
    """The command about the record that is there already: filled into it where it can be, else its card."""
    if hasattr(running, "existing"):
        return running.but(existing=party)
    if getattr(running, "new_contact", "") and party.record == "contact":
        return running.but(new_contact="", contact=party)
    if getattr(running, "new_customer", "") and party.record == "customer":
        return running.but(new_customer="", customer=party)
    look_up = commands_by_name()["look_up"]
    told = {"record": party.record, "id": party.id, "name": party.name}
    return look_up.from_json({"command": "look_up", party.record: told})


def _together(commands: tuple[Command, ...], running: Command, instead: Command) -> dict[str, object]:
    return {"commands": [(instead if command is running else command).to_json() for command in commands]}


def _joined(replies: list[Reply]) -> Reply:
    """One answer of several; each label once, so that there is one Undo for the one step.

    A label that would mean another thing for each of them (``[Add a note]``) is left out: nobody could tell which it means.
    """
    if len(replies) == 1:
        return replies[0]
    parts: list[Part] = []
    rows: list[tuple[Button, ...]] = []
    meant: dict[str, Command] = {}
    every = [button for reply in replies for row in reply.buttons for button in row]
    seen = {button.label for button in every if meant.setdefault(button.label, button.command) != button.command}
    for reply in replies:
        parts.extend(reply.parts)
        for row in reply.buttons:
            fresh = tuple(button for button in row if button.label not in seen)
            seen.update(button.label for button in fresh)
            if fresh:
                rows.append(fresh)
    copies = tuple(dict.fromkeys(copy for reply in replies for copy in reply.copies))
    return Reply(tuple(parts), tuple(rows), any(reply.private for reply in replies), copies=copies)
