"""One message out: claim and word it, commit ``dispatching``, write to the socket, mark what became of it.

What the platform confirmed is marked in the commit that claims the next message, or at once where nothing may leave yet.

What is not confirmed is judged by whether bytes may have left (RELIABILITY.md, section 3): surely not: again later; too
fast: pause, no try is spent; maybe: look it up where the platform can, else send once more with a label (reminders and
replies) or leave it uncertain (digests); refused for good: failed, and a manager is told once.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.delivering.failpoints import failpoint
from bot.delivering.outgoing_kept import (
    from_json,
    place_from_json,
    place_to_json,
)
from bot.delivering.reach import moved, unreachable
from bot.delivering.waiting import place_of, post
from bot.delivering.wording import due_again, left, worded
from bot.logs import log
from bot.platform import MaybeSent, Moved, NotSent, Refused, SendError, Sent, SlowDown, TokenRefused
from bot.reply import Outgoing
from core.database import NoStore, told_plainly
from core.errors import Busy
from core.talking.conversations import InUse

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from bot.messages import Place
    from bot.platform import ChatPlatform
    from core.crm import Crm, Office
    from core.talking.claiming import Due

REPEATED_AFTER: Final = timedelta(seconds=30)
"""A message that may have been delivered is sent once more after this, with a label."""
LEASE: Final = timedelta(seconds=30)
_LONGEST_WAIT: Final = 60
PATIENCE: Final = 60.0
"""Seconds for which a mark is tried while the database is away; after that the message counts as doubtful."""
_AGAIN: Final = 0.3
_TALK_IN_USE: Final = timedelta(milliseconds=100)
"""A notice to a rep whose message is being handled just now goes out so much later."""
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


@dataclass(frozen=True)
class Claimed:
    """A message that is this run's to send now, worded."""

    due: Due
    outgoing: Outgoing
    rep: str = ""
    """The rep's name where it had to be read anyway (notices), else empty."""


@dataclass
class Confirmed:
    """A send that the platform confirmed and that is not marked as sent yet. ``since``: when, in monotonic seconds."""

    claimed: Claimed
    sent: Sent
    since: float = 0.0


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
        self.fence: str | None = None
        """The lease that must be held in this epoch to claim anything; None where the file's lock is enough."""
        self._epochs: dict[int, int] = {}
        self.in_charge: Callable[[], bool] = lambda: True
        """Whether this process may still send, by its own clock; asked immediately before the platform is called."""
        self.stopping = threading.Event()
        self.shut_out: Callable[[], None] = lambda: None
        """Called when the platform refuses the bot itself, before the message is put back."""

    def claim(self, *, busy: Collection[str] = (), confirmed: Sequence[Confirmed] = ()) -> Claimed | None:
        """The next due message, worded and committed as ``dispatching``; None where nothing is due.

        What is ``confirmed`` is marked as sent in the same commit; where this raises it may not be, and is marked again. A notice
        with nothing left to say is dropped and the next one taken.
        """
        while True:
            failpoint("outbox.claiming")
            with self._office.open(None, doing="send") as crm:
                rejected = self._confirm(crm, confirmed)
                due = crm.outbox.claim(
                    self._platform.name,
                    self._platform.workspace,
                    owner=self.owner,
                    epoch=self.epoch,
                    lease=LEASE,
                    busy=busy,
                    fence=self.fence,
                )
                claimed = None
                if due is not None:
                    failpoint("outbox.claimed")
                    claimed = self._claimed(crm, due)
            self._marked(confirmed, rejected)
            confirmed = ()
            if due is None:
                return None
            if claimed is not None:
                self._epochs[due.id] = self.epoch
                failpoint("outbox.dispatching")
                return claimed

    def mark(self, confirmed: Sequence[Confirmed]) -> None:
        """Mark these as sent, in one commit. Where this raises they may not be, and are marked again."""
        with self._office.open(None, doing="send") as crm:
            rejected = self._confirm(crm, confirmed)
        self._marked(confirmed, rejected)

    def _confirm(self, crm: Crm, confirmed: Sequence[Confirmed]) -> list[int]:
        """Mark them, uncommitted; the ids of those that are not this owner's any more."""
        rejected = []
        for one in confirmed:
            due = one.claimed.due
            epoch = self._epochs.get(due.id, self.epoch)
            if not crm.outbox.sent(due.id, self.owner, epoch, one.sent.message_id):
                rejected.append(due.id)
        if confirmed:
            failpoint("outbox.marking")
        return rejected

    def _marked(self, confirmed: Sequence[Confirmed], rejected: Collection[int]) -> None:
        if not confirmed:
            return
        failpoint("outbox.marked")
        for one in confirmed:
            epoch = self._epochs.pop(one.claimed.due.id, self.epoch)
            if one.claimed.due.id in rejected:
                log().warning("mark_rejected", outbox=one.claimed.due.id, epoch=epoch)

    def _claimed(self, crm: Crm, due: Due) -> Claimed | None:
        """What was claimed, worded; None where it cannot be worded (it has failed or goes later) or has nothing left to say (it is dropped)."""
        if "notice" not in due.payload:
            # Finished when it was put in: nothing is read and nothing can fail but its own form.
            try:
                told = from_json(due.payload, place_from_json(due.address), mark=due.mark, repeat=due.repeat)
            except Exception as fault:  # noqa: BLE001 - as below
                self._not_worded(crm, due, fault)
                return None
            failpoint("outbox.worded")
            return Claimed(due, told)
        try:
            with told_plainly(), crm.savepoint():
                outgoing = worded(crm, due)
        except (Busy, NoStore):
            raise
        except InUse:
            soon = crm.now + _TALK_IN_USE
            crm.outbox.again(due.id, self.owner, self.epoch, soon, "a message is being handled", counts=False)
            return None
        except Exception as fault:  # noqa: BLE001 - one message that cannot be worded must not stop the others
            self._not_worded(crm, due, fault)
            return None
        if outgoing is None:
            crm.outbox.drop(due.id, self.owner, self.epoch)
            return None
        failpoint("outbox.worded")
        return Claimed(due, outgoing, crm.rep.name if crm.rep is not None else "")

    def _not_worded(self, crm: Crm, due: Due, fault: Exception) -> None:
        log().error("not_worded", outbox=due.id, kind=due.kind, fault=fault)
        crm.outbox.failed(due.id, self.owner, self.epoch, f"not worded: {type(fault).__name__}")

    def deliver(self, claimed: Claimed) -> Confirmed | Doubtful | None:
        """One attempt. Confirmed: it is to be marked as sent. Doubtful: it may have been delivered. None: it is marked already."""
        due, outgoing = claimed.due, claimed.outgoing
        if not self.in_charge():
            # Frozen between claim and send: another may have taken the row over, and this one has not sent it.
            self._mark(due, lambda crm, epoch: crm.outbox.again(due.id, self.owner, epoch, crm.now, "too late"))
            return None
        failpoint("outbox.sending")
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
        failpoint("outbox.sent")
        return Confirmed(claimed, sent)

    def settle(self, doubtful: Doubtful) -> Doubtful | None:
        """Find out about a doubtful one: sent, sent again with a label, or uncertain. It comes back where it must be asked again."""
        due = doubtful.due
        failpoint("outbox.asking")
        since = due.not_before.timestamp() - 60
        try:
            found = self._platform.look_up(doubtful.outgoing, since)
        except SendError:
            self._cannot_tell(due)
            return None
        except Exception as fault:  # noqa: BLE001 - asked again it would break again, and the place would wait for ever
            log().error("look_up_fault", outbox=due.id, kind=due.kind, fault=fault)
            self._cannot_tell(due)
            return None
        if found is not None:
            self._sent(due, found)
            return None
        doubtful.reads += 1
        if doubtful.reads < _READS:
            return doubtful
        self._mark(due, lambda crm, epoch: self._once_more(crm, epoch, due))
        failpoint("outbox.settled")
        return None

    def left_behind(self) -> list[Doubtful]:
        """What dead runs were sending: this run's now, each of them doubtful.

        This run's own that it does not know of (the connection broke while the claim was committed) were surely not sent.
        """
        name, workspace = self._platform.name, self._platform.workspace
        found: list[Doubtful] = []
        with self._office.open(None, doing="send") as crm:
            rows = crm.outbox.left_behind(
                name, workspace, owner=self.owner, epoch=self.epoch or None, known=list(self._epochs)
            )
            for row in rows:
                own = row.owner == self.owner
                if not crm.outbox.take_over(row, self.owner, self.epoch, LEASE):
                    continue
                if own:
                    crm.outbox.again(row.id, self.owner, self.epoch, crm.now, "claim was not confirmed")
                else:
                    found.append(Doubtful(due_again(row), left(row)))
            failpoint("outbox.inheriting")
        self._epochs.update((doubtful.due.id, self.epoch) for doubtful in found)
        failpoint("outbox.inherited")
        if found:
            log().warning("left_behind", platform=self._platform.name, rows=len(found))
        return found

    # -- marks ---------------------------------------------------------------------------------------------------------------

    def _mark(self, due: Due, change: Callable[[Crm, int], bool]) -> None:
        """Write down what became of a message; while the database is away, again and again: the knowledge is here only."""
        epoch = self._epochs.get(due.id, self.epoch)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with self._office.open(None, doing="send") as crm:
                    mine = change(crm, epoch)
                    failpoint("outbox.marking")
                break
            except (Busy, NoStore):
                if time.monotonic() > until or self.stopping.wait(_AGAIN):
                    raise
        self._epochs.pop(due.id, None)
        failpoint("outbox.marked")
        if not mine:
            log().warning("mark_rejected", outbox=due.id, epoch=epoch)

    def _sent(self, due: Due, sent: Sent) -> None:
        self._mark(due, lambda crm, epoch: crm.outbox.sent(due.id, self.owner, epoch, sent.message_id))

    def _not_confirmed(self, due: Due, outgoing: Outgoing, refused: SendError) -> None:
        if isinstance(refused, TokenRefused):
            self.shut_out()
        self._mark(due, lambda crm, epoch: self._put_off(crm, epoch, due, outgoing, refused))
        failpoint("outbox.postponed")

    def _put_off(self, crm: Crm, epoch: int, due: Due, outgoing: Outgoing, refused: SendError) -> bool:
        """Later, somewhere else, or never; whether the row was still this owner's."""
        outbox = crm.outbox
        if isinstance(refused, SlowDown):
            until = crm.now + timedelta(seconds=refused.seconds)
            scope = due.place if refused.scope == "chat" else "all"
            outbox.pause(self._platform.name, self._platform.workspace, until, scope)
            mine = outbox.again(due.id, self.owner, epoch, until, "slow down", counts=False)
        elif isinstance(refused, TokenRefused):
            mine = outbox.again(due.id, self.owner, epoch, crm.now, "token refused", counts=False)
        elif isinstance(refused, Refused):
            mine = outbox.failed(due.id, self.owner, epoch, refused.reason)
            log().error("refused", outbox=due.id, kind=due.kind, reason=refused.reason, dead=refused.address_dead)
            if mine and refused.address_dead:
                unreachable(crm, outgoing.place)
                if outgoing.place.private:  # a group that threw the bot out says nothing of the rep who spoke in it
                    self._tell_manager(crm, due, refused.reason)
        elif isinstance(refused, Moved):
            mine = outbox.drop(due.id, self.owner, epoch)  # it goes to the new chat, and must not go there twice
            if mine:
                self._again_at(crm, due, moved(crm, outgoing.place, refused.chat_id))
        else:
            assert isinstance(refused, NotSent)  # noqa: S101 - the last kind there is
            wait = timedelta(seconds=min(2 ** min(due.attempts, 10), _LONGEST_WAIT))
            mine = outbox.again(due.id, self.owner, epoch, crm.now + wait, "not sent")
        failpoint("outbox.postponing")
        return mine

    def _cannot_tell(self, due: Due) -> None:
        self._mark(due, lambda crm, epoch: self._label(crm, epoch, due))
        failpoint("outbox.settled")

    def _once_more(self, crm: Crm, epoch: int, due: Due) -> bool:
        """It surely did not arrive: again, without a label; whether the row was still this owner's."""
        mine = crm.outbox.again(due.id, self.owner, epoch, crm.now, "not there when looked up")
        failpoint("outbox.settling")
        return mine

    def _label(self, crm: Crm, epoch: int, due: Due) -> bool:
        """Once more with a label, or uncertain for good; whether the row was still this owner's."""
        if due.kind in _NEVER_REPEATED or due.repeat:
            log().warning("uncertain", outbox=due.id, kind=due.kind)
            mine = crm.outbox.uncertain(due.id, self.owner, epoch, "no answer came")
        else:
            later = crm.now + REPEATED_AFTER
            mine = crm.outbox.again(due.id, self.owner, epoch, later, "no answer came", repeat=True)
        failpoint("outbox.settling")
        return mine

    def _again_at(self, crm: Crm, due: Due, place: Place) -> None:
        """The chat has a new id: the message goes there, once."""
        crm.outbox.put(
            f"{due.dedupe_key}>{place.chat_id}",
            platform=due.platform,
            bot=due.bot,
            place=place.key,
            address=place_to_json(place),
            kind=due.kind,
            payload=due.payload,
            rep_id=due.rep_id,
            priority=due.priority,
        )

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
