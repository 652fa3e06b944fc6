"""``no, Acme Holding``, ``no, yesterday``, ``make it 60k``: what was just written, as it should have been; one step, one undo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.language.words import Words
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Button, Part

CORRECTED = Words(en="✏️ Corrected", ar="✏️ تم التصحيح")


@dataclass(frozen=True, kw_only=True)
class Correct(Command):
    """Take back a step and carry out these commands instead, as one step that an undo takes back again."""

    step: int | None = None
    commands: tuple[Command, ...] = ()

    permission: ClassVar[str] = "steps.undo"
    phrases: ClassVar[Words] = Words(en="-", ar="-")
    example: ClassVar[Words] = Words(en="no, yesterday 4pm", ar="لا، أمس")
    about: ClassVar[Words] = Words(en="Correct what was just written", ar="تصحيح ما سُجّل للتو")

    def run(self, desk: Desk) -> Reply:
        """Raises NothingToUndo, ChangedSince, and what the commands raise; then what stood before stays."""
        if self.step is not None:
            earlier = desk.crm.steps.of(self.step)
            desk.crm.steps.take_back(self.step)
            if earlier is not None and earlier.said:
                desk.said = earlier.said
        parts: list[Part] = [desk.say(CORRECTED)]
        rows: list[tuple[Button, ...]] = []
        for command in self.commands:
            reply = command.run(desk)
            if desk.outcome != "done":
                return reply
            parts.extend(reply.parts)
            rows.extend(row for row in reply.buttons if row not in rows)
        return Reply(tuple(parts), tuple(rows))
