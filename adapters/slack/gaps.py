"""What was said in direct channels while nobody listened: read from their history and kept like any other event (R8).

Slack gives an unacknowledged event up after its third attempt, about six minutes; after that only the history has it. So
after each greeting of the socket the last pages of every direct channel are put through the intake once more, at most 24
hours back. What is known already is dropped there by its gesture key, and a page whose oldest message is known ends the
reading of that channel. Replies inside threads are not in a channel's history and cannot be repaired.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from adapters.slack.client import quiet_logger
from adapters.slack.failures import failure
from adapters.slack.read import SPOKEN_SUBTYPES, App
from bot.platform import Refused, SendError, SlowDown

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from adapters.slack.intake import Intake
    from core.clock import Clock

BACK_SECONDS = 24 * 3600.0
PAGE = 100
PAGES = 50
CHANNELS_PAGE = 200

_log = quiet_logger("daftar.slack")


class Gaps:
    """Repairs in a thread of its own, one repair at a time, giving way to Slack's limits."""

    def __init__(self, client: WebClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._busy = threading.Lock()
        self.repaired = 0

    def repair_soon(self, app: App, intake: Intake, stop: threading.Event) -> threading.Thread:
        """Begin a repair unless one is under way."""
        thread = threading.Thread(target=self._repair, args=(app, intake, stop), name="slack-gaps", daemon=True)
        thread.start()
        return thread

    def _repair(self, app: App, intake: Intake, stop: threading.Event) -> None:
        if not self._busy.acquire(blocking=False):
            return
        try:
            before = self.repaired
            oldest = f"{self._clock.now().timestamp() - BACK_SECONDS:.6f}"
            for channel in self._directs(stop):
                self._one(channel, oldest, app, intake, stop)
            if self.repaired > before:
                _log.warning("%d messages that came while nobody listened were found again", self.repaired - before)
        except Refused as refused:
            _log.warning("missed messages cannot be looked for: Slack says %s", refused.reason)
        except SendError as wrong:
            _log.warning("missed messages could not be looked for: %s", wrong)
        except Exception as wrong:  # noqa: BLE001 - the inbox is full or closing; the next greeting tries again
            _log.warning("missed messages could not be kept (%s)", type(wrong).__name__)
        finally:
            self._busy.release()

    def _directs(self, stop: threading.Event) -> list[str]:
        found: list[str] = []
        cursor: str | None = None
        while True:
            asked = {"types": "im", "limit": CHANNELS_PAGE, "exclude_archived": True, "cursor": cursor}
            answer = self._asked("users.conversations", asked, stop)
            found += [str(each["id"]) for each in answer.get("channels") or ()]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return found

    def _one(self, channel: str, oldest: str, app: App, intake: Intake, stop: threading.Event) -> None:
        pages: list[list[dict[str, Any]]] = []
        cursor: str | None = None
        for _ in range(PAGES):
            asked = {"channel": channel, "oldest": oldest, "limit": PAGE, "cursor": cursor}
            answer = self._asked("conversations.history", asked, stop)
            page = [_as_event(each, channel, app) for each in answer.get("messages") or () if _persons(each, app)]
            pages.append(page[::-1])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None or (page and not self._kept(intake, page[-1:])):
                break
        for page in reversed(pages):
            self._kept(intake, page)

    def _kept(self, intake: Intake, page: list[dict[str, Any]]) -> int:
        """Keep these in one commit, since what comes on the socket waits meanwhile; how many were new."""
        with intake.gathered() as rows:
            for event in page:
                intake.keep(event)
        new = intake.put(rows) if rows else 0
        self.repaired += new
        return new

    def _asked(self, method: str, asked: dict[str, Any], stop: threading.Event) -> dict[str, Any]:
        given = {key: value for key, value in asked.items() if value is not None}
        while True:
            try:
                answer = self._client.api_call(method, params=given)
                return dict(answer.data) if isinstance(answer.data, dict) else {}
            except Exception as error:  # noqa: BLE001 - every failure has a meaning
                told = failure(error)
                if not isinstance(told, SlowDown) or stop.wait(told.seconds):
                    raise told from None


def _persons(message: dict[str, Any], app: App) -> bool:
    ours = message.get("bot_id") or not message.get("user") or message.get("user") == app.user
    return not ours and (message.get("subtype") or "") in SPOKEN_SUBTYPES


def _as_event(message: dict[str, Any], channel: str, app: App) -> dict[str, Any]:
    """The message as the event would have told it; its id is made of channel and time, so that it stays the same."""
    event = {"type": "message", **message, "channel": channel, "channel_type": "im"}
    return {"type": "event_callback", "team_id": app.team, "event_id": f"gap:{channel}:{message['ts']}", "event": event}
