"""The colleague whom the end of a sentence names, with the Arabic letter that is written together with the name (``لعمر``)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from bot.kinds.rep_name import RepName
from bot.language.words import Words
from bot.reading.teammates import rep_called

if TYPE_CHECKING:
    from bot.command import Command
    from bot.desk import Desk
    from bot.reply import Reply

WHO = Words(
    en="There is nobody called {said} on the team. Who is it?", ar="لا يوجد في الفريق من اسمه {said}. من المقصود؟"
)
NAME = Words(en="{name}", ar="{name}")
_GLUED = ("لل", "ل", "ب")
SHOWN = 6


def named(desk: Desk, said: str) -> RepName | None:
    """The active colleague of that name, or None."""
    about: Any = SimpleNamespace(crm=desk.crm)
    words = said.strip(" .؟?!'’")
    for form in (
        words,
        *(words.removeprefix(glue) for glue in _GLUED if words.startswith(glue)),
        words.removesuffix("s"),
    ):
        told = rep_called(form.strip(" '’"), about) if form else None
        if told is not None:
            return told
    return None


def which(desk: Desk, said: str, command: Command, field: str) -> Reply:
    """Asks which colleague is meant; the buttons finish the command."""
    team = desk.crm.team.reps(active=True)[:SHOWN]
    buttons = [desk.button(NAME, command.but(**{field: RepName(rep.id, rep.name)}), name=rep.name) for rep in team]
    return desk.ask(desk.say(WHO, said=said), buttons=buttons)
