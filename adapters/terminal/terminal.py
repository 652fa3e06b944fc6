"""The terminal's ChatPlatform: lines come from a source, messages go to whoever shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.terminal.read import NAME, WORKSPACE, read
from bot.platform import Limits, Sent

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable

    from bot.messages import Incoming
    from bot.platform import Inbox
    from bot.reply import Outgoing


def _shown_nowhere(outgoing: Outgoing, message_id: str) -> None:
    del outgoing, message_id


class Terminal:
    """``show`` is called once for each message sent, with the id under which it can be answered later."""

    name = NAME
    workspace = WORKSPACE
    limits = Limits(text=100_000, label=80, row=8, rows=40)
    picks = "grid"

    def __init__(
        self, show: Callable[[Outgoing, str], None] = _shown_nowhere, lines: Iterable[dict[str, Any]] = ()
    ) -> None:
        self._show = show
        self._lines = lines
        self._sent = 0

    def read(self, body: dict[str, Any]) -> Incoming:
        """A raw update as we know it. Raises ValueError on what it cannot read."""
        return read(body)

    def receive(self, inbox: Inbox, stop: threading.Event) -> None:
        """Put each line of the source into the inbox, until it ends or ``stop`` is set."""
        for body in self._lines:
            if stop.is_set():
                return
            inbox.put(str(body["id"]), body, gesture=str(body["id"]), chat=str(body["rep"]))

    def send(self, outgoing: Outgoing) -> Sent:
        """Show a message; it always arrives. An edit shows the new text."""
        self._sent += 1
        message_id = outgoing.mark or str(self._sent)
        self._show(outgoing, message_id)
        return Sent(message_id=message_id)

    def look_up(self, outgoing: Outgoing, since: float) -> Sent | None:
        """A terminal keeps nothing: what its dead process showed cannot be found, so it is shown again."""
        del outgoing, since
        return None

    def close(self) -> None:
        """Nothing is held open."""
