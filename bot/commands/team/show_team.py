"""``team``: who may talk to the bot, as what, and where they are linked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.language.words import Words

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

HEAD = Words(
    en="👥 {n, plural, one {# person} other {# people}} on the team:",
    ar="👥 الفريق: {n, plural, zero {لا أحد} one {شخص واحد} two {شخصان} few {# أشخاص} many {# شخصًا} other {# شخص}}",
)
LINE = Words(en="• {name} · {role}", ar="• {name} · {role}")
ROLES = {
    "rep": Words(en="rep", ar="مندوب"),
    "manager": Words(en="manager", ar="مدير"),
    "admin": Words(en="admin", ar="مسؤول النظام"),
}
OFF = Words(en="disabled", ar="موقوف")
NOWHERE = Words(en="not linked yet", ar="غير مربوط بعد")


@dataclass(frozen=True, kw_only=True)
class ShowTeam(Command):
    """The people of the workspace."""

    permission: ClassVar[str] = "team.read"
    personal: ClassVar[bool] = True
    phrases: ClassVar[Words] = Words(
        en="""
        [show|list] [me] [my|our|the] (team|reps|colleagues|users)
        who is (on|in) [the|my|our] team
        """,
        ar="""
        [اعرض|ورني] (الفريق|فريقي|المندوبين|المندوبون|الموظفين|الزملاء)
        (مين|من) (في|بـ) الفريق
        """,
    )
    example: ClassVar[Words] = Words(en="team", ar="الفريق")
    about: ClassVar[Words] = Words(en="Who is on the team", ar="أعضاء الفريق")

    def run(self, desk: Desk) -> Reply:
        """Read only."""
        team = sorted(desk.crm.team.reps(), key=lambda rep: (not rep.active, rep.name))
        lines = []
        for rep in team:
            linked = dict.fromkeys(each.platform.capitalize() for each in desk.crm.team.identities(rep.id))
            told = desk.say(LINE, name=rep.name, role=desk.word(ROLES[rep.role]))
            where = desk.alone(", ".join(linked)) if linked else desk.say(NOWHERE)
            lines.append(desk.joined(told, where if rep.active else desk.say(OFF)))
        return desk.reply(desk.lines(desk.say(HEAD, n=sum(rep.active for rep in team)), *lines))
