"""One attempt to deliver one Outgoing.

A long message is several calls. What was delivered of it stays known under its ``mark`` until the whole is, so that the next
attempt goes on where this one failed; a new process knows nothing of it and begins anew, with the line about a repeat.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from telegram.error import BadRequest

from adapters.telegram.rich import rich_message
from adapters.telegram.write import Call, address, anew, keyboard, write
from bot.logs import log
from bot.platform import Refused, Sent, TokenRefused

if TYPE_CHECKING:
    from adapters.telegram.wire import Line
    from bot.reply import Outgoing

_REMEMBERED = 500
_NOT_MODIFIED = "message is not modified"
_NOT_EDITABLE = (
    "message to edit not found",
    "message can't be edited",
    "no text in the message to edit",
    "message_id_invalid",
    "message identifier is not specified",
)


class Sender:
    """Delivers through the line; may be used from several threads."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._begun: OrderedDict[str, list[str]] = OrderedDict()
        self._lock = threading.Lock()
        self._rich = True

    def send(self, outgoing: Outgoing) -> Sent:
        """Deliver, or raise a SendError. ``Sent`` names the message that carries the last text and the keys."""
        try:
            calls = write(outgoing)
        except ValueError as wrong:
            raise Refused(str(wrong)) from wrong
        done = self._delivered(outgoing.mark)
        if self._rich and not done and (message_id := self._sent_rich(outgoing)) is not None:
            return Sent(message_id=message_id)
        for number in range(len(done), len(calls)):
            done.append(self._deliver(outgoing, calls[number], number))
            self._remember(outgoing.mark, done)
        self._forget(outgoing.mark)
        main = next((number for number, call in enumerate(calls) if call.main), 0)
        return Sent(message_id=done[main])

    def _sent_rich(self, outgoing: Outgoing) -> str | None:
        """The message as a rich one; None where it has no table, or Telegram does not take it: then it goes as lines."""
        told = rich_message(outgoing)
        if told is None:
            return None
        payload = address(outgoing) | {"rich_message": told}
        keys = keyboard(outgoing)
        call = Call(method="sendRichMessage", payload=payload | ({"reply_markup": keys} if keys else {}), main=True)
        try:
            return str(self._line.carry_out(call)["message_id"])
        except Refused as refused:
            if refused.address_dead or isinstance(refused, TokenRefused):
                raise
            self._rich = isinstance(refused.__cause__, BadRequest)  # else a server that does not know the method
            log().warning("rich_message_refused", reason=refused.reason)
            return None

    def _deliver(self, outgoing: Outgoing, call: Call, number: int) -> str:
        """One call; the id of the message it made or rewrote."""
        try:
            result = self._line.carry_out(call)
        except Refused as refused:
            if call.method != "editMessageText":
                raise
            said = refused.reason.lower()
            if _NOT_MODIFIED in said:
                return str(call.payload["message_id"])
            if not any(words in said for words in _NOT_EDITABLE):
                raise
            result = self._line.carry_out(anew(outgoing, number))
        if isinstance(result, dict) and "message_id" in result:
            return str(result["message_id"])
        return str(call.payload.get("message_id", ""))

    def _delivered(self, mark: str) -> list[str]:
        with self._lock:
            return list(self._begun.get(mark, ())) if mark else []

    def _remember(self, mark: str, done: list[str]) -> None:
        if not mark:
            return
        with self._lock:
            self._begun[mark] = list(done)
            self._begun.move_to_end(mark)
            while len(self._begun) > _REMEMBERED:
                self._begun.popitem(last=False)

    def _forget(self, mark: str) -> None:
        with self._lock:
            self._begun.pop(mark, None)
