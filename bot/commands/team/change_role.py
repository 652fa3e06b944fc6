"""``make Omar manager``: what a colleague may do, by an admin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Command
from bot.kinds.rep_name import RepName
from bot.language.normalise import fold
from bot.language.words import Words
from core.errors import BadValue

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

CHANGED = Words(en="👥 {name}: {old} → {new}", ar="👥 {name}: {old} ← {new}")
ALREADY = Words(en="{name} already has the role {role}.", ar="دور {name} من قبل: {role}.")
LAST_ADMIN = Words(
    en="{name} is the only admin. Make somebody else an admin first.",
    ar="{name} هو مسؤول النظام الوحيد. عيّن مسؤول نظام آخر أولًا.",
)
ROLES = {
    "rep": Words(en="rep", ar="مندوب"),
    "manager": Words(en="manager", ar="مدير"),
    "admin": Words(en="admin", ar="مسؤول النظام"),
}
SAID = {
    fold(word): role
    for role, spoken in {
        "rep": "rep salesperson مندوب موظف مندوبة",
        "manager": "manager مدير مديرة مشرف مشرفة",
        "admin": "admin administrator أدمن ادمن مسؤول مسؤولة",
    }.items()
    for word in spoken.split()
}


@dataclass(frozen=True, kw_only=True)
class ChangeRole(Command):
    """Make somebody rep, manager or admin. The last admin stays one."""

    rep: RepName | None = None
    role: str = ""

    permission: ClassVar[str] = "team.write"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("rep", "role")
    phrases: ClassVar[Words] = Words(
        en="""
        (make|set) {rep} [as|to] [a|an|the] {role:word}
        {rep} is [now] (a|an|the|our) {role:word} now
        (promote|demote|change) {rep} [role] to {role:word}
        """,
        ar="""
        (اجعل|خل|خلي|عين|رق) {rep} {role:word}
        (غير|عدل) (دور|صلاحية) {rep} (إلى|الى|لـ) {role:word}
        """,
    )
    example: ClassVar[Words] = Words(en="make Omar manager", ar="اجعل عمر مدير")
    about: ClassVar[Words] = Words(en="Change a colleague's role (admins)", ar="تغيير دور زميل (لمسؤول النظام)")

    def run(self, desk: Desk) -> Reply:
        """Raises NotAllowed, BadValue for a role that is none and for the last admin."""
        assert self.rep is not None  # noqa: S101 - ``needs``
        role: Any = SAID.get(fold(self.role))
        if role is None:
            raise BadValue("role", self.role, "role")
        old = desk.crm.team.rep(self.rep.id).role
        if old == role:
            return desk.refuse(desk.say(ALREADY, name=self.rep.name, role=desk.word(ROLES[role])))
        admins = [rep for rep in desk.crm.team.reps(active=True) if rep.role == "admin"]
        if old == "admin" and len(admins) == 1:
            return desk.refuse(desk.say(LAST_ADMIN, name=self.rep.name))
        row = desk.crm.team.set_role(self.rep.id, role)
        told = desk.say(CHANGED, name=row.name, old=desk.word(ROLES[old]), new=desk.word(ROLES[row.role]))
        return desk.reply(told, buttons=[desk.undo_button()])
