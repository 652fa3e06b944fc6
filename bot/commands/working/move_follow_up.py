"""``snooze 3 until Thursday``, ``reschedule Acme to Sunday 11``, ``أجل ٣ إلى الخميس``: another time for a follow-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.working.shown import assumed_line, instead_button
from bot.kinds.ref import Ref
from bot.kinds.when import When
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

MOVED = Words(en="😴 {title} → {when} (was {before})", ar="😴 {title} ← {when} (كان {before})")
TIMES = Words(
    en="{n, plural, one {Moved once} other {Moved # times}}",
    ar="{n, plural, zero {لم تُنقل} one {نُقلت مرة واحدة} two {نُقلت مرتين} few {نُقلت # مرات} many {نُقلت # مرة} other {نُقلت # مرة}}",
)


@dataclass(frozen=True, kw_only=True)
class MoveFollowUp(Command):
    """Move a follow-up itself; the first date stays in its history and the moves are counted."""

    follow_up: Ref | None = None
    when: When | None = None

    permission: ClassVar[str] = "follow_ups.write"
    personal: ClassVar[bool] = True
    slots: ClassVar[dict[str, str]] = {"follow_up": "follow_up"}
    needs: ClassVar[tuple[str, ...]] = ("follow_up", "when")
    phrases: ClassVar[Words] = Words(
        en="""
        (snooze|postpone|delay|defer|put off|push) [number|no|task|follow up] {follow_up} [back] [(to|until|till|for|by|it)] {when}
        (reschedule|move|shift|push) [the] [follow up] [with|of|for|number|task] {follow_up} [follow up|reminder|task] (to|until|till|for|on) {when}
        (reschedule|move|shift|push|postpone|delay|change|bring) [the|my|our] (follow up|followup|follow-up|reminder|task|meeting|call|visit|appointment) [with|of|for|about] {follow_up} [forward|back] [to|until|till|for|on] {when}
        (reschedule|move|shift|push|postpone|delay|change) [the|my|our] {follow_up} (follow up|followup|follow-up|reminder|task|meeting|call|visit|appointment) [to|until|till|for|on] {when}
        (reschedule|snooze|postpone|move|push) [the] {follow_up} one [to|until|till|for|on] {when}
        (reschedule|snooze|postpone) {follow_up} {when}
        (snooze|postpone|delay|push) [it|this|the reminder|the follow up] [(to|until|till|for|by)] {when}
        (snooze|postpone|delay|reschedule) {follow_up}
        (snooze|postpone|reschedule) [it]
        {follow_up} (to|until) {when}
        remind me again (about|of) {follow_up} {when}
        remind me again {when}
        """,
        ar="""
        (أجل|اجل|أخر|اخر|أجلي|رحل|انقل|غير موعد|حرك|أجّل) [رقم|متابعة|مهمة|المتابعة] {follow_up} [(إلى|الى|لين|حتى|ل|على)] {when}
        (أجل|اجل|أخر|اخر|أجلي|رحل|أجّل|أجلها|اجلها|أجله) [المتابعة|التذكير|المهمة|الموعد|هذا|هذه] [(إلى|الى|لين|حتى|ل)] {when}
        [ممكن|خلونا|خلنا] (خلي|خل|خلوا|غير|غيري|حرك|قدم|انقل|انقلي|أجل|أجلي|نأجل|نؤجل|ننقل|نأخر|أخر|أخري) [موعد] (متابعة|المتابعة|تذكير|مهمة|موعد|اجتماع|زيارة|مكالمة) [مع|حق|بتاع] {follow_up} [(إلى|الى|لين|حتى|ل|على|يوم)] {when}
        (غيرت|أجلت|نقلت|حركت|قدمت|أخرت|غيرنا|أجلنا|نقلنا) [موعد|متابعة|اجتماع|زيارة|مكالمة|موعدي] [مع|حق] {follow_up} [(إلى|الى|لين|حتى|على|يوم)] {when}
        (أجل|اجل|رحل) {follow_up}
        (أجل|اجل|أجلها|اجلها|أجله)
        """,
    )
    example: ClassVar[Words] = Words(en="snooze 3 until Thursday", ar="أجل ٣ إلى الخميس")
    about: ClassVar[Words] = Words(en="Move a follow-up to another time", ar="تأجيل متابعة أو نقل موعدها")

    def run(self, desk: Desk) -> Reply:
        """Move it. Raises AlreadyDone, NotFound."""
        assert self.follow_up is not None and self.when is not None  # noqa: S101, PT018 - the engine asks first: ``needs``
        row = desk.crm.follow_ups.get(self.follow_up.id)
        before = desk.shown_when(row.due_at, all_day=row.all_day, zone=False, distance=False)
        due_at, all_day = desk.moment(self.when)
        row = desk.crm.follow_ups.move(row.id, due_at, all_day)
        told = desk.lines(
            desk.say(MOVED, title=row.title, when=desk.shown_when(row.due_at, all_day=all_day), before=before),
            desk.say(TIMES, n=row.snoozes) if row.snoozes > 1 else None,
            assumed_line(desk, self.when),
        )
        instead = instead_button(desk, self.when, self)
        first = [desk.undo_button()]
        return desk.reply(told, buttons=[first, [instead]] if instead else [first])
