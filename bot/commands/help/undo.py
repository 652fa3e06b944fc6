"""``undo``, ``تراجع``: takes back the rep's last step, whatever it wrote, for 24 hours and 20 steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.help.changes import what_changed
from bot.language.normalise import fold
from bot.language.words import Words
from bot.reply import Button

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

UNDONE = Words(en="↩️ Undone: {what}", ar="↩️ تم التراجع عن: {what}")
REDONE = Words(en="↪️ Back again: {what}", ar="↪️ تمت الإعادة: {what}")
REDO = Words(en="Redo", ar="إعادة")
NOTHING_TO_REDO = Words(
    en="There is nothing to bring back: your last change was not an undo.",
    ar="لا شيء لإعادته: آخر تغيير لك لم يكن تراجعًا.",
)
SAID_AGAIN = frozenset(map(fold, ("redo", "redo that", "redo it", "إعادة", "أعدها", "أعده")))
"""Typed, these bring back what was just taken back; they never take back anything more."""


def brings_back(said: str) -> bool:
    """Whether these words bring back what was undone."""
    return fold(said).strip(" .!؟?،") in SAID_AGAIN


@dataclass(frozen=True, kw_only=True)
class Undo(Command):
    """Take back a step of one's own: the last, or the one of the button. Undoing an undo brings it back, as ``redo`` does."""

    step: int | None = None

    permission: ClassVar[str] = "steps.undo"
    phrases: ClassVar[Words] = Words(
        en="""
        undo [that|it|this|last|the last one]
        (cancel|delete|remove) (that|it|this)
        (take that back|revert that|undo the last|undo last one|oops undo)
        redo [that|it]
        """,
        ar="""
        (تراجع|تراجعي|الغ الأخير|ارجع|رجع|تراجع عن الأخير|إلغاء الأخير|الغ اخر شي)
        (إعادة|أعدها|أعده)
        تراجع عن (آخر|اخر) (شي|شيء|حاجة|خطوة|عملية|تسجيل)
        """,
    )
    example: ClassVar[Words] = Words(en="undo", ar="تراجع")
    about: ClassVar[Words] = Words(en="Undo my last change", ar="التراجع عن آخر تغيير")

    def run(self, desk: Desk) -> Reply:
        """Take it back. Raises NothingToUndo and ChangedSince."""
        step = self.step
        if step is None and brings_back(desk.said):
            last = desk.crm.steps.last_undo()
            if last is None:
                return desk.refuse(desk.say(NOTHING_TO_REDO))
            step = last.id
        undone = desk.crm.steps.undo(step)
        words = REDONE if undone.again else UNDONE
        current = desk.crm.steps.current
        buttons = [Button(desk.word(REDO), Undo(step=current.id))] if current is not None and not undone.again else []
        return desk.reply(desk.say(words, what=what_changed(desk, undone)), buttons=buttons)
