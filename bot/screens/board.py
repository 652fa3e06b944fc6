"""A rep's board: what is overdue, due today and in the next seven days, the pipeline in a line, settings, help.

It is drawn when it is sent, from the present state. Every button is a token like that of a message; a press is answered at the top
of the board, which is drawn anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.command import commands_by_name
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.kinds.when import When
from bot.reply import Key, Span, Text
from bot.says import screens as says
from bot.screens.forms import About
from bot.screens.shapes import Board, Heading, Line, Picks, Row, Rule
from core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.command import Command
    from bot.desk import Desk
    from bot.screens.shapes import BoardPart
    from core.working.follow_up import FollowUp

SHOWN = 15
"""Lines of one section; three sections, headings and settings stay far below the hundred blocks that Slack draws."""
LIVES = timedelta(days=7)
NEAR_ZONES = ("Asia/Riyadh", "Asia/Dubai", "Asia/Kuwait", "Africa/Cairo", "Asia/Amman", "Europe/London", "UTC")
MORNINGS = (time(7), time(8), time(8, 30), time(9))
QUIETS = (1, 2, 4)


@dataclass
class _Wanted:
    """A button before it has its token."""

    label: str
    does: dict[str, Any]


class Drawing:
    """Draws one board: first everything that can be pressed is collected, so that all tokens are made with one statement."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._wanted: list[_Wanted] = []

    def board(self) -> Board:
        """The board as it is now."""
        desk = self._desk
        midnight = datetime.combine(desk.now.date(), time(), tzinfo=desk.zone)
        tomorrow = datetime.combine(desk.now.date() + timedelta(days=1), time(), tzinfo=desk.zone)
        week = datetime.combine(desk.now.date() + timedelta(days=8), time(), tzinfo=desk.zone)
        ups = desk.crm.follow_ups
        due = [
            self._section(says.OVERDUE, ups.open(desk.rep.id, before=midnight)),
            self._section(says.TODAY, ups.open(desk.rep.id, after=midnight, before=tomorrow)),
            self._section(says.NEXT_DAYS, ups.open(desk.rep.id, after=tomorrow, before=week)),
        ]
        parts: list[Any] = [
            Heading(desk.say(says.TODAY_IS, day=desk.shown_day(desk.now.date())).plain),
            self._row(
                (says.LOG, {"form": About(form="log", board=True).to_json()}),
                (says.FIND_SHORT, {"form": About(form="find", board=True).to_json()}),
                (says.ADD_CUSTOMER, {"form": About(form="customer", board=True).to_json()}),
            ),
        ]
        if not any(due):
            parts.append(Line(desk.say(says.NOTHING_DUE)))
        for section in due:
            parts += section
        parts += [Rule(), Heading(desk.word(says.PIPELINE)), Line(self._pipeline()), Rule()]
        parts += [Heading(desk.word(says.SETTINGS)), *self._settings(), Rule(), Line(desk.say(says.HELP))]
        return Board(tuple(self._with_tokens(parts)))

    # -- what is due ---------------------------------------------------------------------------------------------------------

    def _section(self, heading: Any, rows: Sequence[FollowUp]) -> list[Any]:
        desk = self._desk
        free = [row for row in rows if desk.crm.follow_ups.blocked(row) is None]
        if not free:
            return []
        parts: list[Any] = [Heading(desk.say(heading, n=len(free)).plain)]
        parts += [Line(self._told(row), self._menu(row)) for row in free[:SHOWN]]
        if len(free) > SHOWN:
            parts.append(Line(desk.say(says.MORE, n=len(free) - SHOWN)))
        return parts

    def _told(self, row: FollowUp) -> Text:
        desk = self._desk
        when = desk.shown_short(row.due_at, all_day=row.all_day)
        customer = self._customer(row)
        if customer is not None and customer.name not in row.title:
            return desk.say(says.ITEM_WITH, customer=customer.name, title=row.title, when=when)
        return desk.say(says.ITEM, title=row.title, when=when)

    def _menu(self, row: FollowUp) -> tuple[Any, ...]:
        ref = Ref("follow_up", row.id, row.title)
        make: dict[str, Any] = dict(commands_by_name())
        day, week = self._tomorrow(), self._tomorrow(later=6)
        menu = [
            self._want(says.DONE, make["finish_follow_up"](follow_up=ref)),
            self._want(says.TOMORROW, make["move_follow_up"](follow_up=ref, when=day)),
            self._want(says.NEXT_WEEK, make["move_follow_up"](follow_up=ref, when=week)),
            self._asks(says.PICK_A_DATE, {"form": About(form="move", board=True, follow_up=ref).to_json()}),
        ]
        customer = self._customer(row)
        if customer is not None:
            menu.append(self._want(says.OPEN, make["look_up"](customer=customer)))
        return tuple(menu)

    def _tomorrow(self, later: int = 0) -> When:
        desk = self._desk
        day = desk.now.date() + timedelta(days=1 + later)
        return When(at=datetime.combine(day, desk.rep.work_starts, tzinfo=desk.zone))

    def _customer(self, row: FollowUp) -> Party | None:
        if row.customer_id is None:
            return None
        try:
            return self._desk.party("customer", self._desk.crm.customers.get(row.customer_id))
        except NotFound:
            return None

    # -- the rest ------------------------------------------------------------------------------------------------------------

    def _pipeline(self) -> Text:
        from bot.commands.selling.shown import sums

        desk = self._desk
        stages = desk.crm.deals.pipeline(owner_id=desk.rep.id)
        if not stages:
            return desk.say(says.NO_DEALS)
        told = sums(desk, [(row.currency, row.amount) for row in stages])
        return desk.say(says.DEALS, n=sum(row.count for row in stages), sums=told)

    def _settings(self) -> list[Any]:
        desk, rep = self._desk, self._desk.rep
        make: Any = commands_by_name()["change_setting"]
        languages = [("en", desk.word(says.ENGLISH)), ("ar", desk.word(says.ARABIC))]
        zones = sorted({rep.zone, *NEAR_ZONES})
        mornings: list[tuple[str, str, Command]] = [("off", desk.word(says.OFF), make(digest="off"))]
        mornings += [(f"{at:%H:%M}", f"{at:%H:%M}", make(digest_at=at)) for at in sorted({*MORNINGS, rep.morning})]
        quiet: list[tuple[str, str, Command]] = [("", desk.word(says.NOT_QUIET), make())]
        quiet += [
            (str(n), desk.say(says.QUIET_HOURS, n=n).plain, make(mute=When(at=desk.now + timedelta(hours=n))))
            for n in QUIETS
        ]
        muted = rep.muted_until is not None and rep.muted_until > desk.crm.now
        return [
            self._picks(says.LANGUAGE, [(key, label, make(speak=key)) for key, label in languages], desk.language),
            self._picks(says.ZONE, [(each, each, make(zone=each)) for each in zones], rep.zone),
            self._picks(says.MORNING, mornings, f"{rep.morning:%H:%M}" if rep.digest_on else "off"),
            self._picks(says.QUIET, quiet, None if muted else ""),
        ]

    # -- tokens --------------------------------------------------------------------------------------------------------------

    def _want(self, label: Any, command: Command) -> _Wanted:
        return self._asks(label, command.to_json())

    def _asks(self, label: Any, does: dict[str, Any]) -> _Wanted:
        made = _Wanted(label if isinstance(label, str) else self._desk.word(label), does)
        self._wanted.append(made)
        return made

    def _row(self, *some: tuple[Any, dict[str, Any]]) -> Any:
        return Row(tuple(self._asks(label, does) for label, does in some))  # type: ignore[misc]

    def _picks(self, label: Any, some: Iterable[tuple[str, str, Command]], chosen: str | None) -> Any:
        wanted = [(key, self._want(shown, command)) for key, shown, command in some]
        now: Any = next((each for key, each in wanted if key == chosen), None)
        return Picks(Text((Span(self._desk.word(label)),)), tuple(each for _, each in wanted), now)  # type: ignore[misc]

    def _with_tokens(self, parts: Iterable[Any]) -> Iterable[BoardPart]:
        desk = self._desk
        pairs = [(each.label, each.does) for each in self._wanted]
        made = desk.crm.buttons.make_many(pairs, rep_id=desk.rep.id, place=f"{desk.place.key}#board", lives=LIVES)
        keys = {id(each): Key(each.label, token) for each, token in zip(self._wanted, made, strict=True)}
        for part in parts:
            if isinstance(part, Line):
                yield Line(part.text, tuple(keys[id(each)] for each in part.menu))
            elif isinstance(part, Row):
                yield Row(tuple(keys[id(each)] for each in part.keys))
            elif isinstance(part, Picks):
                now = keys[id(part.chosen)].token if part.chosen is not None else None
                yield Picks(part.label, tuple(keys[id(each)] for each in part.keys), now)
            else:
                yield part
