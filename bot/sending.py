"""One message out: claim and word it, commit ``dispatching``, write to the socket, mark what became of it.

What is not confirmed is judged by whether bytes may have left (RELIABILITY.md, section 3): surely not: again later; too
fast: pause, no try is spent; maybe: look it up where the platform can, else send once more with a label (reminders and
replies) or leave it uncertain (digests); refused for good: failed, and a manager is told once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.desk import Desk
from bot.failpoints import failpoint
from bot.logs import log
from bot.notices import render
from bot.outgoing_kept import from_json, place_from_json, place_to_json
from bot.platform import MaybeSent, Moved, NotSent, Refused, SendError, Sent, SlowDown
from bot.posting import keys_of
from bot.reply import Outgoing
from bot.talk import Talk
from bot.waiting import place_of, post
from core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.platform import ChatPlatform
    from core.crm import Crm, Office
    from core.talking.claiming import Due
    from core.talking.rows import OutboxRow

REPEATED_AFTER: Final = timedelta(seconds=30)
"""A message that may have been delivered is sent once more after this, with a label."""
LEASE: Final = timedelta(seconds=30)
_LONGEST_WAIT: Final = 60
_NEVER_REPEATED: Final = frozenset({"digest"})
_READS: Final = 2
"""So many look-ups must find nothing before an ambiguous message counts as not delivered."""


@dataclass(frozen=True)
class Delivered:
    """A message that the platform confirmed."""

    outbox_id: int
    rep: str
    kind: str
    outgoing: Outgoing


@dataclass
class Doubtful:
    """A message that may have been delivered: it stays ``dispatching`` until that is known."""

    due: Due
    outgoing: Outgoing
    reads: int = 0


class Sending:
    """Sends for one platform, as one owner with one epoch."""

    def __init__(self, office: Office, platform: ChatPlatform, *, owner: str, epoch: int = 0) -> None:
        self._office = office
        self._platform = platform
        self.owner = owner
        self.epoch = epoch

    def claim(self, *, busy: Collection[str] = ()) -> tuple[Due, Outgoing, str] | None:
        """The next due message, worded and committed as ``dispatching``, with the rep's name; None where nothing is due.

        A notice with nothing left to say is dropped and the next one taken.
        """
        while True:
            with self._office.open(None, doing="send") as crm:
                due = crm.outbox.claim(
                    self._platform.name,
                    self._platform.workspace,
                    owner=self.owner,
                    epoch=self.epoch,
                    lease=LEASE,
                    busy=busy,
                )
                if due is None:
                    return None
                try:
                    with crm.savepoint():
                        outgoing = self._worded(crm, due)
                except Exception as fault:  # noqa: BLE001 - one message that cannot be worded must not stop the others
                    log().error("not_worded", outbox=due.id, kind=due.kind, fault=fault)
                    crm.outbox.failed(due.id, self.owner, self.epoch, f"not worded: {type(fault).__name__}")
                    continue
                if outgoing is None:
                    crm.outbox.drop(due.id, self.owner, self.epoch)
                    continue
                name = crm.rep.name if crm.rep is not None else ""
            failpoint("after_dispatching")
            return due, outgoing, name

    def _worded(self, crm: Crm, due: Due) -> Outgoing | None:
        place = place_from_json(due.address)
        if due.rep_id is not None:
            try:
                crm.act_as(due.rep_id)
            except NotFound:
                return None
        if "notice" not in due.payload:
            return from_json(due.payload, place, mark=due.mark, repeat=due.repeat)
        if crm.rep is None or not crm.rep.active:
            return None
        desk = Desk(crm, place)
        reply = render(desk, due.payload)
        if reply is None:
            return None
        talk = Talk(crm, crm.conversations.of(place.key, crm.rep.id))
        if "follow_up" in due.payload:
            talk.pushed(int(due.payload["follow_up"]))
        if desk.remembered.listed is not None:
            talk.listed = desk.remembered.listed
        if desk.remembered.party is not None:
            talk.party = desk.remembered.party
            talk.looked()
        return Outgoing(
            place=place,
            language=desk.language,
            parts=reply.parts,
            keys=keys_of(crm, desk, place, reply),
            silent=due.kind == "digest",
            mark=due.mark,
            repeat=due.repeat,
        )

    def deliver(self, due: Due, outgoing: Outgoing) -> Doubtful | None:
        """One attempt, and its mark. What may have been delivered comes back, to be settled later."""
        try:
            sent = self._platform.send(outgoing)
        except MaybeSent as doubt:
            log().warning("maybe_sent", outbox=due.id, kind=due.kind, why=type(doubt).__name__)
            return Doubtful(due, outgoing)
        except SendError as refused:
            self._not_confirmed(due, outgoing, refused)
            return None
        except Exception as fault:  # noqa: BLE001 - bytes may have left: nothing may be assumed
            log().error("send_fault", outbox=due.id, kind=due.kind, fault=fault)
            return Doubtful(due, outgoing)
        failpoint("after_send")
        self._sent(due, sent)
        return None

    def settle(self, doubtful: Doubtful) -> Doubtful | None:
        """Find out about a doubtful one: sent, sent again with a label, or uncertain. It comes back where it must be asked again."""
        due = doubtful.due
        since = due.not_before.timestamp() - 60
        try:
            found = self._platform.look_up(doubtful.outgoing, since)
        except SendError:
            self._cannot_tell(due)
            return None
        if found is not None:
            self._sent(due, found)
            return None
        doubtful.reads += 1
        if doubtful.reads < _READS:
            return doubtful
        with self._office.open(None, doing="send") as crm:
            crm.outbox.again(due.id, self.owner, self.epoch, crm.now, "not there when looked up")
        return None

    def left_behind(self) -> list[Doubtful]:
        """What dead runs were sending: this run's now, each of them doubtful."""
        name, workspace = self._platform.name, self._platform.workspace
        with self._office.open(None, doing="send") as crm:
            left = crm.outbox.left_behind(name, workspace, owner=self.owner, epoch=self.epoch or None)
            mine = [row for row in left if crm.outbox.take_over(row, self.owner, self.epoch, LEASE)]
            found = [Doubtful(_due(row), _bare(row)) for row in mine]
        if found:
            log().warning("left_behind", platform=self._platform.name, rows=len(found))
        return found

    # -- marks ---------------------------------------------------------------------------------------------------------------

    def _sent(self, due: Due, sent: Sent) -> None:
        with self._office.open(None, doing="send") as crm:
            mine = crm.outbox.sent(due.id, self.owner, self.epoch, sent.message_id)
        failpoint("after_mark")
        if not mine:
            log().warning("mark_rejected", outbox=due.id, epoch=self.epoch)

    def _not_confirmed(self, due: Due, outgoing: Outgoing, refused: SendError) -> None:
        with self._office.open(None, doing="send") as crm:
            if isinstance(refused, SlowDown):
                until = crm.now + timedelta(seconds=refused.seconds)
                scope = due.place if refused.scope == "chat" else "all"
                crm.outbox.pause(self._platform.name, self._platform.workspace, until, scope)
                crm.outbox.again(due.id, self.owner, self.epoch, until, "slow down", counts=False)
            elif isinstance(refused, Refused):
                crm.outbox.failed(due.id, self.owner, self.epoch, refused.reason)
                log().error("refused", outbox=due.id, kind=due.kind, reason=refused.reason, dead=refused.address_dead)
                if refused.address_dead:
                    self._tell_manager(crm, due, refused.reason)
            elif isinstance(refused, Moved):
                self._follow(crm, due, outgoing, refused.chat_id)
            else:
                assert isinstance(refused, NotSent)  # noqa: S101 - the last kind there is
                wait = timedelta(seconds=min(2 ** min(due.attempts, 10), _LONGEST_WAIT))
                crm.outbox.again(due.id, self.owner, self.epoch, crm.now + wait, "not sent")

    def _cannot_tell(self, due: Due) -> None:
        with self._office.open(None, doing="send") as crm:
            if due.kind in _NEVER_REPEATED or due.repeat:
                crm.outbox.uncertain(due.id, self.owner, self.epoch, "no answer came")
                log().warning("uncertain", outbox=due.id, kind=due.kind)
            else:
                crm.outbox.again(
                    due.id, self.owner, self.epoch, crm.now + REPEATED_AFTER, "no answer came", repeat=True
                )

    def _follow(self, crm: Crm, due: Due, outgoing: Outgoing, chat_id: str) -> None:
        """The chat has a new id: the message goes there, once."""
        from dataclasses import replace

        place = replace(outgoing.place, chat_id=chat_id)
        crm.outbox.put(
            f"{due.dedupe_key}>{chat_id}",
            platform=due.platform,
            bot=due.bot,
            place=place.key,
            address=place_to_json(place),
            kind=due.kind,
            payload=due.payload,
            rep_id=due.rep_id,
            priority=due.priority,
        )
        crm.outbox.failed(due.id, self.owner, self.epoch, "chat moved")

    def _tell_manager(self, crm: Crm, due: Due, reason: str) -> None:
        if due.rep_id is None:
            return
        key = f"unreachable:{due.platform}:{due.place}:{crm.now.date().isoformat()}"
        for rep in crm.team.reps(active=True):
            place = place_of(crm, rep) if rep.role in ("manager", "admin") and rep.id != due.rep_id else None
            if place is not None:
                payload = {"notice": "unreachable", "rep": due.rep_id, "platform": due.platform, "reason": reason[:80]}
                post(crm, f"{key}:{rep.id}", rep, place, kind="alert", payload=payload)
                return


def _due(row: OutboxRow) -> Due:
    from core.talking.claiming import Due as Claimed

    return Claimed(
        id=row.id,
        dedupe_key=row.dedupe_key,
        platform=row.platform,
        bot=row.bot,
        place=row.place,
        address=row.address,
        rep_id=row.rep_id,
        kind=row.kind,
        priority=row.priority,
        not_before=row.not_before,
        payload=row.payload,
        attempts=row.attempts,
        mark=row.mark,
        repeat=row.repeat,
    )


def _bare(row: OutboxRow) -> Outgoing:
    """Enough of a message to look it up by its mark; it is worded anew where it must be sent again."""
    return Outgoing(place=place_from_json(row.address), language="en", parts=(), mark=row.mark)
