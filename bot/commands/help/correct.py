"""``no, Acme Holding``, ``no, yesterday``, ``make it 60k``: what was just written, as it should have been; one step, one undo.

Where the command can rewrite its own rows (``amended``) the same rows are changed, so that the history shows the move; else
the step is taken back and carried out anew inside this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Command
from bot.kinds.ref import Ref
from bot.language.words import Words
from bot.reply import Reply
from core.errors import NotFound

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Button, Part

CORRECTED = Words(en="✏️ Corrected", ar="✏️ تم التصحيح")


@dataclass(frozen=True, kw_only=True)
class Correct(Command):
    """Carry out these commands instead of those of a step, as one step that an undo takes back again."""

    step: int | None = None
    commands: tuple[Command, ...] = ()
    origin: int | None = None
    """The step that wrote the rows first, where ``step`` is itself a correction."""

    permission: ClassVar[str] = "steps.undo"
    phrases: ClassVar[Words] = Words(en="-", ar="-")
    example: ClassVar[Words] = Words(en="no, yesterday 4pm", ar="لا، أمس")
    about: ClassVar[Words] = Words(en="Correct what was just written", ar="تصحيح ما سُجّل للتو")

    def run(self, desk: Desk) -> Reply:
        """Raises NothingToUndo, ChangedSince, and what the commands raise; then what stood before stays."""
        earlier = desk.crm.steps.of(self.step) if self.step is not None else None
        if earlier is not None and earlier.said and self.origin is None:
            desk.said = earlier.said
        replies = self._amended(desk)
        if replies is None:
            if self.step is not None:
                desk.crm.steps.take_back(self.step)
            replies = []
            for command in self.commands:
                replies.append(command.run(desk))
                if desk.outcome != "done":
                    return replies[-1]
        parts: list[Part] = [desk.say(CORRECTED), *(part for reply in replies for part in reply.parts)]
        rows: list[tuple[Button, ...]] = []
        for reply in replies:
            rows.extend(row for row in reply.buttons if row not in rows)
        copies = tuple(dict.fromkeys(copy for reply in replies for copy in reply.copies))
        return Reply(tuple(parts), tuple(rows), copies=copies)

    def _amended(self, desk: Desk) -> list[Reply] | None:
        """The same rows rewritten, where every command can; nothing is changed where one cannot."""
        rows = written_rows(desk, self.origin or self.step)
        ways: list[Any] = [getattr(command, "amended", None) for command in self.commands]
        if not rows or not all(ways):
            return None
        left = list(rows)
        mine = [_taken(command, left) for command in self.commands]
        if left or not all(mine):
            return None
        return [way(desk, refs) for way, refs in zip(ways, mine, strict=True)]


def written_rows(desk: Desk, step: int | None) -> tuple[Ref, ...]:
    """What a step inserted, in order; empty where it changed or deleted something else too."""
    if step is None:
        return ()
    changes = [
        change
        for change in desk.crm.steps.changes(step)
        if change.record in ("interaction", "follow_up", "deal", "customer", "contact")
    ]
    made = {(change.record, change.record_id) for change in changes if change.action == "insert"}
    if any(change.action == "insert" and change.record in ("customer", "contact") for change in changes):
        return ()
    told = dict.fromkeys((change.record, change.record_id) for change in changes)
    rows = tuple(Ref(record, record_id) for record, record_id in told if (record, record_id) in made)
    return rows if all(_stands(desk, ref) for ref in rows) else ()


def _stands(desk: Desk, ref: Ref) -> bool:
    """Whether the row is still there; a correction that was carried out anew has other rows."""
    of: Any = {"interaction": desk.crm.interactions, "follow_up": desk.crm.follow_ups, "deal": desk.crm.deals}[
        ref.record
    ]
    try:
        return of.get(ref.id) is not None
    except NotFound:
        return False


def _taken(command: Command, left: list[Ref]) -> list[Ref]:
    """The next rows of the kinds that a command writes (``writes``), taken off those that are left."""
    kinds: tuple[str, ...] = getattr(command, "writes", ())
    taken: list[Ref] = []
    for kind in kinds:
        found = next((ref for ref in left if ref.record == kind), None)
        if found is not None:
            left.remove(found)
            taken.append(found)
    return taken
