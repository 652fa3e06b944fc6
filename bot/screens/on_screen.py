"""What becomes of a form asked for or filled in, of a page opened, of a message deleted; and which boards are drawn anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.command import commands_by_name
from bot.messages import ChatMoved, Deleted, Filled, Opened, Place, Reach, Reaction, Wants
from bot.says import screens as says
from bot.screens.forms import about_message, command_of, form_for, when_of
from bot.sent.reactions import finished_by
from bot.talking.heard import Heard
from core.errors import CoreError

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.desk import Desk
    from bot.screens.forms import About
    from bot.talking.hearing import Hearing
    from bot.talking.talk import Talk
    from core.crm import Crm
    from core.team.rep import Rep

OnScreen = Wants | Filled | Opened | Deleted | Reaction | Reach | ChatMoved
FIRST = 0
"""Boards go out with the replies: they are looked at now."""


def on_screen(desk: Desk, talk: Talk, hearing: Hearing, incoming: OnScreen, *, key: str, about: About | None) -> Heard:
    """What is done and answered. ``about`` is what a form that came back is about, ``key`` the deleted message's own key."""
    if isinstance(incoming, Wants):
        return asked_for(desk, about_message(incoming), incoming.handle)
    if isinstance(incoming, Filled):
        return _filled(desk, hearing, incoming, about)
    if isinstance(incoming, Deleted):
        return _deleted(desk, talk, hearing, key)
    if isinstance(incoming, Reaction):
        return finished_by(desk, talk, hearing, incoming, key=key)
    if isinstance(incoming, Reach | ChatMoved):
        return Heard("done", desk.reply(), quiet=True)
    return _opened(desk, talk, incoming)


def asked_for(desk: Desk, about: About, handle: str) -> Heard:
    """A form to open; where it cannot be opened, a sentence that says how to do without."""
    told = desk.reply(desk.say(says.TOO_LATE_FOR_FORM))
    try:
        return Heard("done", told, form=form_for(desk, about), handle=handle)
    except KeyError:
        return hearing_old(desk)


def hearing_old(desk: Desk) -> Heard:
    """A form that no longer means anything."""
    return Heard("refused", desk.reply(desk.say(says.FORM_IS_OLD)))


def _filled(desk: Desk, hearing: Hearing, filled: Filled, about: About | None) -> Heard:
    if about is None:
        return hearing_old(desk)
    if about.form == "when":
        return _picked(desk, hearing, filled, about)
    try:
        command = command_of(desk, about, filled.blanks)
        when = when_of(desk, filled.blanks)
    except CoreError as refused:
        from bot.says.errors import worded

        return Heard("refused", desk.reply(worded(refused, desk)), board=about.board)
    except (KeyError, ValueError):
        return hearing_old(desk)
    if when is not None:
        at, all_day = desk.moment(when)
        if (when.date < desk.now.date()) if all_day else (at <= desk.crm.now):
            shown = desk.shown_short(at, all_day=all_day)
            return Heard("refused", desk.reply(desk.say(says.HAS_PASSED, when=shown)), board=about.board)
    desk.said = filled.blanks.get("note", "")
    heard = hearing.press(command)
    heard.board = about.board
    heard.marks = about.on if heard.outcome == "done" and about.form == "log" else None
    return heard


def _picked(desk: Desk, hearing: Hearing, filled: Filled, about: About) -> Heard:
    """A day and hour that answer a question."""
    try:
        when = when_of(desk, filled.blanks)
    except ValueError:
        when = None
    return hearing.picked(when, about.key) if when is not None else hearing_old(desk)


def _deleted(desk: Desk, talk: Talk, hearing: Hearing, key: str) -> Heard:
    """A deleted message takes back what it wrote, while that can be undone; what it asked is dropped."""
    question = talk.question
    if question is not None and question.key == key:
        talk.question = None
    step = desk.crm.steps.of_message(key)
    if step is None:
        return Heard("done", desk.reply(), quiet=True)
    return hearing.press(commands_by_name()["undo"](step=step.id))  # type: ignore[call-arg]


def _opened(desk: Desk, talk: Talk, opened: Opened) -> Heard:
    from bot.screens.greeting import greeting

    if opened.what == "board":
        talk.has_board()
    if opened.what == "talk" and not talk.welcomed:
        talk.welcome()
        return Heard("done", greeting(desk), command="welcome")
    return Heard("done", desk.reply(), quiet=True)


def draw_boards(crm: Crm, rep: Rep, boards: Collection[str], key: str, told: dict[str, object] | None = None) -> None:
    """Have the rep's boards drawn anew, on every platform that has one and where it was opened once. ``told`` stands at the top."""
    from bot.delivering.outgoing_kept import place_to_json
    from bot.talking.talk import talk_of

    for identity in crm.team.identities(rep.id):
        if identity.platform not in boards:
            continue
        home = Place(platform=identity.platform, workspace=identity.workspace, chat_id=identity.chat_id)
        if not talk_of(crm, home, rep.id).board:
            continue
        place = Place(platform=identity.platform, workspace=identity.workspace, chat_id=identity.user_id, group="")
        crm.outbox.put(
            f"board:{identity.id}:{key}",
            platform=place.platform,
            bot=place.workspace,
            place=f"{place.key}#board",
            address=place_to_json(place),
            kind="board",
            payload={"notice": "board", **({"told": told} if told else {})},
            rep_id=rep.id,
            priority=FIRST,
        )
