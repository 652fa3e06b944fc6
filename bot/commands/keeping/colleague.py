"""The colleague whom the end of a sentence names, with the Arabic letter that is written together with the name (``لعمر``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.kinds.rep_name import RepName
from bot.language.normalise import fold
from bot.language.words import Words
from bot.reading.teammates import rep_called
from bot.reply import Button

if TYPE_CHECKING:
    from bot.command import Command
    from bot.desk import Desk
    from bot.reply import Reply

WHO = Words(
    en="There is nobody called {said} on the team. Who is it?", ar="لا يوجد في الفريق من اسمه {said}. من المقصود؟"
)
_GLUED = ("لل", "ل", "ب")
SHOWN = 6


def named(desk: Desk, said: str, *, disabled: bool = False) -> RepName | None:
    """The colleague of that name, or None. ``disabled``: who was shut out is meant as well; else only their full name means them."""
    team = desk.crm.team
    words = said.strip(" .؟?!'’")
    for form in (
        words,
        *(words.removeprefix(glue) for glue in _GLUED if words.startswith(glue)),
        words.removesuffix("s"),
    ):
        told = rep_called(form.strip(" '’"), team, disabled=disabled) if form else None
        if told is not None:
            return told
    first = [rep for rep in team.called() if not rep.active and fold(rep.name.split()[0]) == fold(words)]
    return RepName(first[0].id, first[0].name) if disabled and len(first) == 1 else None


def which(desk: Desk, said: str, command: Command, field: str, *, disabled: bool = False) -> Reply:
    """Asks which colleague is meant; the buttons finish the command. ``disabled``: who was shut out is offered too, and first."""
    team = sorted(desk.crm.team.reps(active=None if disabled else True), key=lambda rep: rep.active)
    buttons = [Button(rep.name, command.but(**{field: RepName(rep.id, rep.name)})) for rep in team[:SHOWN]]
    return desk.ask(desk.say(WHO, said=said), buttons=buttons)
