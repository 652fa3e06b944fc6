"""The one road in: an inbox row becomes effects and outgoing messages, in one transaction.

Speaker to rep, open question, reading, permission, command, reply; business rows, audit, buttons, conversation, outbox rows
and the inbox's done-mark commit together, so effects happen exactly once however often the process dies. A core error is
worded and nothing of it stays; a fault rolls everything back, is logged under a reference without the message's text, and
is answered with that reference; the text stays in the inbox.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.command import Command
from bot.delivering.announcing import is_shared
from bot.delivering.failpoints import failpoint
from bot.delivering.waiting import NOWHERE, release
from bot.desk import Desk
from bot.kinds.ref import Ref
from bot.logs import log
from bot.messages import Click, Edit, Filled, Message, Opened, Place, key_of
from bot.says import engine as says
from bot.screens.forms import About, about_of, placed
from bot.screens.on_screen import asked_for, draw_boards, on_screen
from bot.sent.chats import settled
from bot.sent.parcels import Contents, Parcel, is_sent
from bot.talking.answer import Answer
from bot.talking.changes_shown import ChangesShown
from bot.talking.heard import Heard
from bot.talking.hearing import Hearing
from bot.talking.posting import Posting, Pressed
from bot.talking.storable import storable_body
from bot.talking.strangers import code_in, greet_stranger, link
from bot.talking.talk import OPERATOR, Talk, talk_of
from bot.talking.turns import Turns, say_so
from core.database import NoStore
from core.errors import Busy, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from bot.fetching.fetching import Fetching
    from bot.messages import Incoming
    from bot.platform import ChatPlatform
    from core.crm import Crm, Office
    from core.talking.rows import ButtonToken, InboxRow
    from core.team.rep import Rep

BELIEVED = timedelta(hours=25)
"""A message's own time counts for so long (Telegram keeps updates for a day); an older one is taken for a wrong clock."""
_SAYS_ITSELF = frozenset({"finish_follow_up", "cancel_follow_up", "undo"})
"""Commands that tell by themselves that they were done already; any other writing button works once."""
MOST_TOGETHER = 32
TOGETHER_FOR = 0.05
"""So many updates are handled in one commit, and so many seconds are spent on them: a receiver waits no longer for its turn."""
AT_A_TIME = 8
"""So many are read at a time: what there is no time left for is not read in vain."""
_AGAIN_IN = timedelta(milliseconds=200)
_REF_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Assistant:
    """Handles what is in the inbox. Safe to call from several threads, each handling another chat."""

    def __init__(
        self,
        office: Office,
        platforms: Mapping[str, ChatPlatform],
        *,
        fetching: Fetching | None = None,
        turns: Turns | None = None,
    ) -> None:
        self._office = office
        self._turns = turns or Turns(0)
        self._platforms = platforms
        self._served = frozenset(platforms)
        self._fetching = fetching
        self._boards = frozenset(name for name, each in platforms.items() if getattr(each, "boards", False))

    # -- taking ------------------------------------------------------------------------------------------------------------

    def take(self, platform: ChatPlatform, body: dict[str, Any]) -> Answer:
        """Put an update into the inbox and handle it at once; what became of it, with the changes it made."""
        place = platform.read(body)
        chat = place.place.key if place is not None else ""
        with self._office.open(None, doing="receive") as crm:
            told = storable_body(body)
            key = str(body["id"])
            crm.inbox.put(platform.name, platform.workspace, key, told, gesture=key, chat=chat)
            mine = crm.inbox.number(platform.name, platform.workspace, key)
        answer: Answer | None = None
        while answer is None or answer.again:
            answer = self.next(told=True, only=mine)
            if answer is None and self.next() is None:  # what came before it in its chat goes first
                return Answer(outcome="failed")
        return answer

    def next(self, *, busy: Collection[str] = (), told: bool = False, only: int | None = None) -> Answer | None:
        """Handle the next update, or ``only`` that row; None where none waits. ``told``: read the changes back for whoever asks.

        ``again`` of the answer means that it failed and will be tried again.
        """
        row_id: int | None = None
        try:
            with self._office.open(None, doing="message") as crm:
                row = crm.inbox.take(row_id=only, busy=busy, platforms=self._served)
                if row is None:
                    return None
                row_id = row.id
                failpoint("inbox.taken")
                answer = self._handle(crm, row, told=told)
                if not answer.waits:
                    crm.inbox.done(row)
                failpoint("inbox.done")
            failpoint("inbox.handled")
            return answer
        except Exception as fault:
            if row_id is None:
                raise
            return self._failed(row_id, fault, at_once=told)

    def several(self, *, most: int = MOST_TOGETHER) -> int:
        """Handle what waits, in one commit: at most ``most`` updates and no new one ``TOGETHER_FOR`` after the first. How many.

        Each is a piece of its own: what one of them raises undoes that one alone, which is then counted as a failed try. When
        the commit itself fails nothing of them stays and the fault is raised: ``next`` handles them one by one then.
        """
        handled, failed = 0, None
        with self._office.open(None, doing="messages") as crm:
            until = time.monotonic() + TOGETHER_FOR
            while failed is None and (
                rows := crm.inbox.take_many(min(most - handled, AT_A_TIME), platforms=self._served)
            ):
                for row in rows:
                    try:
                        with crm.apart(doing="message", at=self._office.clock.now()) as piece:
                            failpoint("inbox.taken")
                            if not self._handle(piece, row, told=False).waits:
                                piece.inbox.done(row)
                            failpoint("inbox.done")
                    except (Busy, NoStore):
                        raise
                    except Exception as fault:  # noqa: BLE001 - told below, as of any message that cannot be handled
                        failed = (row.id, fault)
                        break
                    handled += 1
                    if handled == 1:  # it may have waited for a row that all want just now
                        until = time.monotonic() + TOGETHER_FOR
                    if time.monotonic() > until:
                        break
                if len(rows) == 1 or handled >= most or time.monotonic() > until:
                    break
        failpoint("inbox.handled")
        if failed is not None:
            self._failed(*failed, at_once=False)
            handled += 1
        return handled

    # -- handling ------------------------------------------------------------------------------------------------------------

    def _handle(self, crm: Crm, row: InboxRow, *, told: bool) -> Answer:
        incoming = self._platforms[row.platform].read(row.body or {})
        if incoming is None or settled(crm, incoming):
            return Answer()
        rep = self._speaker(crm, incoming)
        if rep is None:
            return greet_stranger(crm, incoming, row.id)
        if self._has_to_wait(crm, row, rep, incoming):
            return Answer(waits=True)
        form = None
        if isinstance(incoming, Filled):
            form = about_of(crm, incoming, rep.id)
            incoming = placed(incoming, form)
        text = _text(incoming)
        crm.act_as(rep, doing="message", said=text)
        crm.describe(at=self._moment(incoming), message_key=key_of(incoming))
        if incoming.place.platform != OPERATOR:
            _seen(crm, rep, incoming)
        home = private_place(crm, rep, incoming.place)
        crm.transaction.overheard = not incoming.place.private and is_shared(crm, incoming.place)
        desk = Desk(crm, incoming.place, said=text)
        desk.picks = getattr(self._platforms[row.platform], "picks", "")
        if incoming.place.platform == OPERATOR:
            desk.teller = beside(incoming.place)
        talk = talk_of(crm, home or incoming.place, rep.id)
        heard, button = self._hear(crm, desk, talk, incoming, form, contents=Contents.of(row.id, row.body))
        failpoint("inbox.heard")
        step = crm.steps.current if heard.outcome == "done" else None
        if button is not None and step is not None:
            crm.buttons.use(button.token)
        posting = Posting(crm, desk, row.id, home)
        answer = Answer(message=text, command=heard.command, outcome=heard.outcome, parameters=heard.parameters)
        on = Pressed.by(incoming, button.command if button is not None else {}, form)
        on_board = heard.board and bool(self._boards)
        answer.outbox_ids = [] if on_board else posting.answer(heard, about=_about(desk, talk, heard), pressed=on)
        if self._boards and (step is not None or heard.board or isinstance(incoming, Opened)):
            draw_boards(crm, rep, self._boards, str(row.id), posting.for_board(heard) if on_board else None)
        failpoint("inbox.answered")
        if told and step is not None:
            answer.changes = ChangesShown(crm, crm.steps.changes(step.id)).shown()
        return answer

    def _has_to_wait(self, crm: Crm, row: InboxRow, rep: Rep, incoming: Incoming) -> bool:
        """Whether the message waits: for the rep's turn, or for what its file holds."""
        if self._too_fast(crm, row, rep, incoming):
            return True
        return self._fetching is not None and self._fetching.holds(crm, row, incoming)

    def _too_fast(self, crm: Crm, row: InboxRow, rep: Rep, incoming: Incoming) -> bool:
        """Whether the rep has had a minute's turns already: the message waits, and they are told so once."""
        now = self._office.clock.now()
        gap = self._turns.wait(rep.id, now)
        if not gap:
            return False
        crm.inbox.wait(row, now + gap)
        place = private_place(crm, rep, incoming.place)
        if place is not None:
            crm.act_as(rep)
            say_so(crm, Desk(crm, place), place, self._turns.a_minute)
        return True

    def _speaker(self, crm: Crm, incoming: Incoming) -> Rep | None:
        speaker = incoming.speaker
        if speaker.platform != OPERATOR:
            return crm.team.speaker(speaker.platform, speaker.workspace, speaker.user_id)
        try:
            return crm.team.rep(int(speaker.user_id))
        except (NotFound, ValueError):
            return None

    def _hear(
        self, crm: Crm, desk: Desk, talk: Talk, incoming: Incoming, form: About | None, *, contents: Contents
    ) -> tuple[Heard, ButtonToken | None]:
        about = self._answered(crm, incoming)
        hearing = Hearing(desk, talk, key=key_of(incoming), about=about)
        if isinstance(incoming, Click):
            return self._press(crm, desk, hearing, incoming)
        if isinstance(incoming, Edit):
            return self._edit(crm, desk, talk, hearing, incoming), None
        if not isinstance(incoming, Message):
            return on_screen(desk, talk, hearing, incoming, key=key_of(incoming), about=form), None
        if code_in(incoming.text):
            return Heard("done", desk.reply(link(crm, desk, incoming)), command="link"), None
        parcel = Parcel(desk, talk, hearing, incoming) if is_sent(incoming) else None
        return parcel.heard(contents) if parcel else hearing.message(_without_slash(incoming.text)), None

    def _press(self, crm: Crm, desk: Desk, hearing: Hearing, click: Click) -> tuple[Heard, ButtonToken | None]:
        button = crm.buttons.get(click.token, rep_id=desk.rep.id)
        if button is None:
            return replace(hearing.old_button(), board=click.board), None
        told = button.command
        if "form" in told:
            about = About.from_json(told["form"])
            return asked_for(desk, replace(about, on=click.on) if about.key else about, click.handle), button
        heard, button = self._pressed(desk, hearing, button)
        return replace(heard, board=click.board), button

    def _pressed(self, desk: Desk, hearing: Hearing, button: ButtonToken) -> tuple[Heard, ButtonToken | None]:
        told = button.command
        if "answer" in told:
            answer = told["answer"]
            return (hearing.offered(answer) if "draft" in answer else hearing.answer(answer)), button
        if "text" in told:
            return hearing.message(str(told["text"])), button
        try:
            command = Command.from_json(told)
        except (KeyError, TypeError, ValueError):
            return hearing.old_button(), None
        if button.used_at is not None and command.name() not in _SAYS_ITSELF:
            return Heard("refused", desk.reply(desk.say(says.USED_BUTTON)), command=command.name()), None
        return hearing.press(command), button

    def _edit(self, crm: Crm, desk: Desk, talk: Talk, hearing: Hearing, edit: Edit) -> Heard:
        """A rewritten message rewrites what it wrote, while that can be undone; else it is read like a new one."""
        step = crm.steps.of_message(key_of(edit))
        question = talk.question
        if question is not None and question.key == key_of(edit):
            talk.question = None
        if step is None:
            return hearing.message(_without_slash(edit.text), takes_back=question.takes_back if question else None)
        heard = hearing.message(_without_slash(edit.text), takes_back=step.id)
        if heard.outcome == "done":
            parts = (desk.say(says.UPDATED), *heard.reply.parts)
            heard.reply = replace(heard.reply, parts=parts)
        return heard

    def _answered(self, crm: Crm, incoming: Incoming) -> tuple[Ref, ...]:
        """What the message that this one replies to was about."""
        if not isinstance(incoming, Message) or incoming.answers is None:
            return ()
        place = incoming.place
        for key in dict.fromkeys((place.key, replace(place, thread_id=None).key)):
            row = crm.outbox.of_message(place.platform, place.workspace, key, incoming.answers)
            if row is not None:
                return tuple(Ref.from_json(told) for told in row.payload.get("about", ()))
        return ()

    def _moment(self, incoming: Incoming) -> datetime:
        """When it was written, where that can be believed: a log written on a plane is dated when it was written."""
        now = self._office.clock.now()
        return incoming.at if timedelta(0) <= now - incoming.at <= BELIEVED else now

    # -- faults --------------------------------------------------------------------------------------------------------------

    def _failed(self, row_id: int, fault: Exception, *, at_once: bool) -> Answer:
        """Count the try; at the last one the row is put aside and the rep is told, once, with a reference.

        ``at_once``: whoever asked waits, and asks again itself; else a worker comes back to it a little later.
        """
        if not at_once and (isinstance(fault, NoStore) or (isinstance(fault, Busy) and fault.away)):
            # The database is full or went away under it: no fault of the message, so no try is spent.
            raise fault
        ref = "".join(secrets.choice(_REF_LETTERS) for _ in range(4))
        busy = isinstance(fault, Busy)
        name = type(fault).__name__
        with self._office.open(None, doing="fault") as crm:
            row = crm.inbox.take(row_id=row_id)
            if row is None:
                # Another process has it in hand already, or has handled it: what becomes of it is that one's to say.
                return Answer(outcome="failed", again=True)
            over = crm.inbox.failed(
                row_id, f"{name} {ref}", again_in=_AGAIN_IN if busy and not at_once else timedelta(0)
            )
            failpoint("inbox.failing")
            if not over:
                log().warning("message_failed", ref=ref, inbox=row_id, fault=fault)
                return Answer(outcome="failed", again=True)
            log().error("message_put_aside", ref=ref, inbox=row_id, fault=fault)
            answer = Answer(outcome="failed")
            answer.outbox_ids = self._apologise(crm, row, ref, busy=busy)
        failpoint("inbox.failed")
        return answer

    def _apologise(self, crm: Crm, row: InboxRow, ref: str, *, busy: bool) -> list[int]:
        try:
            incoming = self._platforms[row.platform].read(row.body or {})
        except Exception:  # noqa: BLE001 - whatever is wrong with it, nobody can be told
            return []
        rep = self._speaker(crm, incoming) if incoming is not None else None
        if incoming is None or rep is None:
            return []
        crm.act_as(rep)
        desk = Desk(crm, incoming.place)
        return Posting(crm, desk, row.id, private_place(crm, rep, incoming.place)).apology(
            _text(incoming), ref, busy=busy
        )


def private_place(crm: Crm, rep: Rep, place: Place) -> Place | None:
    """Where only that rep reads, on the same platform: the place itself where it is private; None where it is not known."""
    if place.private and place.group is None:
        return replace(place, thread_id=None)
    if place.platform == OPERATOR:
        return replace(place, chat_id=str(rep.id), thread_id=None, private=True)
    for identity in crm.team.identities(rep.id):
        if (identity.platform, identity.workspace) == (place.platform, place.workspace) and identity.chat_id:
            return replace(place, chat_id=identity.chat_id, thread_id=None, private=True, group=None)
    return None


def beside(place: Place) -> Callable[[Crm, Rep], Place]:
    """Where other reps are told things while the operator talks: in the same terminal."""
    return lambda _crm, rep: replace(place, chat_id=str(rep.id), thread_id=None, private=True)


def _seen(crm: Crm, rep: Rep, incoming: Incoming) -> None:
    """Note where the rep was met; what waited for a visit goes out."""
    speaker, place = incoming.speaker, incoming.place
    chat = place.chat_id if place.private and place.group is None else None
    crm.team.seen(rep, speaker.platform, speaker.workspace, speaker.user_id, chat)
    if chat is not None and crm.outbox.waits(rep.id, NOWHERE):
        release(crm, rep, place)


def _about(desk: Desk, talk: Talk, heard: Heard) -> tuple[Ref, ...]:
    """What the answer is about, for replies to it."""
    del heard
    remembered = desk.remembered
    refs = [Ref("follow_up", remembered.follow_up)] if remembered.follow_up is not None else []
    party = remembered.party or (talk.party if remembered.listed is None else None)
    if party is not None:
        refs.append(Ref(party.record, party.id, party.name))
    return (*refs, *(remembered.listed or ()))


def _text(incoming: Incoming) -> str:
    return incoming.text if isinstance(incoming, Message | Edit) else ""


def _without_slash(text: str) -> str:
    """``/find acme`` is ``find acme``; ``/start`` without a code asks for help."""
    if not text.startswith("/"):
        return text
    word, _, rest = text[1:].partition(" ")
    word = word.partition("@")[0]
    return "help" if word == "start" else f"{word} {rest}".strip()
