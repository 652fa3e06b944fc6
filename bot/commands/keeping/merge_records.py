"""``merge Sarah Hadad into Sara Haddad``: shows what moves and what differs, asks, and brings two records together; undo parts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.commands.customers.fields import NAMES
from bot.kinds.party import Party
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply, Text

SURE = Words(en="Merge {source} into {target}?", ar="دمج {source} في {target}؟")
DIFFERS = Words(en="{field}: {stays} stays, {goes} goes", ar="{field}: تبقى {stays} وتُحذف {goes}")
MOVES = {
    "contact": Words(
        en="{n, plural, one {# contact} other {# contacts}}",
        ar="{n, plural, zero {لا جهات اتصال} one {جهة اتصال} two {جهتا اتصال} few {# جهات اتصال} many {# جهة اتصال} other {# جهة اتصال}}",
    ),
    "interaction": Words(
        en="{n, plural, one {# interaction} other {# interactions}}",
        ar="{n, plural, zero {لا سجلات} one {سجل واحد} two {سجلان} few {# سجلات} many {# سجلًا} other {# سجل}}",
    ),
    "follow_up": Words(
        en="{n, plural, one {# follow-up} other {# follow-ups}}",
        ar="{n, plural, zero {لا متابعات} one {متابعة} two {متابعتان} few {# متابعات} many {# متابعة} other {# متابعة}}",
    ),
    "deal": Words(
        en="{n, plural, one {# deal} other {# deals}}",
        ar="{n, plural, zero {لا صفقات} one {صفقة} two {صفقتان} few {# صفقات} many {# صفقة} other {# صفقة}}",
    ),
}
WILL_MOVE = Words(en="Moves: {what}", ar="يُنقل: {what}")
HAVE_MOVED = Words(en="Moved: {what}", ar="تم نقل: {what}")
NOTHING_MOVES = Words(en="{source} has nothing to move.", ar="لا سجلات لدى {source}.")
MERGE = Words(en="Merge", ar="دمج")
MERGED = Words(en="🔗 {source} is {target} now", ar="🔗 تم دمج {source} في {target}")
SAME = Words(en="That is one and the same record; nothing was changed.", ar="هذا سجل واحد؛ لم يتغير شيء.")
UNLIKE = Words(
    en="{source} and {target} cannot be merged: one is a customer, the other a person at a customer.",
    ar="لا يمكن دمج {source} مع {target}: أحدهما عميل والآخر جهة اتصال.",
)


@dataclass(frozen=True, kw_only=True)
class MergeRecords(Command):
    """Merge two customers or two contacts, by a manager or an admin. It is shown and asked first."""

    source: Party | None = None
    """The one that goes; its number and name lead to ``target`` afterwards."""
    target: Party | None = None
    sure: bool = False
    """Set by the button [Merge]; without it the command asks."""

    permission: ClassVar[str] = "customers.merge"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("source", "target")
    phrases: ClassVar[Words] = Words(
        en="""
        merge {source} (into|with|to|and) {target}
        (combine|join) {source} (into|with|and) {target}
        {source} (is the same as|is a duplicate of|duplicates) {target}
        """,
        ar="""
        (ادمج|دمج|وحد|اجمع) {source} (مع|في|إلى|الى|و) {target}
        {source} (هو نفسه|هي نفسها|مكرر مع|نفس) {target}
        """,
    )
    example: ClassVar[Words] = Words(en="merge Acme Holding into Acme", ar="ادمج شركة النور مع أكمي")
    about: ClassVar[Words] = Words(en="Merge duplicates (managers)", ar="دمج سجلين مكررين (للمدير)")

    def run(self, desk: Desk) -> Reply:
        """Raises NotAllowed, NotFound."""
        source, target = self.source, self.target
        assert source is not None and target is not None  # noqa: S101, PT018 - ``needs``
        if source.record != target.record:
            return desk.refuse(desk.say(UNLIKE, source=source.name, target=target.name))
        if source.id == target.id:
            return desk.refuse(desk.say(SAME))
        if not self.sure:
            return self._preview(desk, source, target)
        moved = desk.crm.merging.merge(source.record, source.id, target.id)
        desk.pointing_at(target)
        what = _counted(desk, moved)
        told = desk.lines(
            desk.say(MERGED, source=source.name, target=target.name), desk.say(HAVE_MOVED, what=what) if what else None
        )
        return desk.reply(told, buttons=[desk.undo_button()])

    def _preview(self, desk: Desk, source: Party, target: Party) -> Reply:
        plan = desk.crm.merging.plan(source.record, source.id, target.id)
        what = _counted(desk, plan.moves)
        differing = [
            desk.say(DIFFERS, field=desk.word(NAMES[one.field]), stays=desk.value(one.stays), goes=desk.value(one.goes))
            for one in plan.differences
        ]
        told = desk.lines(
            desk.say(SURE, source=source.name, target=target.name),
            desk.say(WILL_MOVE, what=what) if what else desk.say(NOTHING_MOVES, source=source.name),
            *differing,
        )
        return desk.ask(told, buttons=[desk.button(MERGE, self.but(sure=True))])


def _counted(desk: Desk, counts: dict[str, int]) -> Text | None:
    told = [desk.say(words, n=counts[record]) for record, words in MOVES.items() if counts.get(record)]
    return desk.joined(*told, by=desk.comma) if told else None
