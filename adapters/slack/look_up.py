"""Whether a delivery arrived: its mark stands in the metadata of the message, and the channel's history tells it.

Slack has no idempotency key, but a message carries the mark it was sent with (RELIABILITY FACT7). A read may come before a
request that is still on its way is carried out, so a delivery counts as not arrived only when it is not there
``settle_seconds`` after it was begun. A channel whose history the bot may not read, or that has too much of it, gives
NotSent: it cannot be told. Files carry no metadata; they are known by name and size, after the delivery's first message.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapters.slack.failures import failure
from adapters.slack.read import EPHEMERAL
from adapters.slack.write import EVENT_TYPE, Post, Upload, write
from bot.platform import NotSent, Refused, Sent

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.reply import Document, Outgoing
    from core.clock import Clock

PAGE = 200
PAGES = 5
MARGIN_SECONDS = 60.0


class Unreadable(NotSent):
    """The bot may not read that channel's history, now or later."""


@dataclass
class Arrived:
    """What of a delivery is there: the ``ts`` of its messages by number, and the files that came after the first."""

    posts: dict[int, str] = field(default_factory=dict)
    files: list[tuple[str, int]] = field(default_factory=list)

    def has_file(self, document: Document) -> bool:
        """Whether that file is there."""
        return (document.name, len(document.data)) in self.files


class History:
    """Reads the channels that the bot is in."""

    def __init__(self, client: WebClient, clock: Clock, settle_seconds: float = 5.0) -> None:
        self._client = client
        self._clock = clock
        self.settle_seconds = settle_seconds

    def look_up(self, outgoing: Outgoing, since: float, channel: str) -> Sent | None:
        """Sent with its ``ts``, None when it surely did not arrive. ``since``: when the attempt began, seconds since 1970.

        Raises NotSent when it cannot be told.
        """
        if not outgoing.mark or EPHEMERAL in outgoing.place.chat_id:
            raise NotSent("slack: such a delivery leaves no trace to look up")
        found = self._whole(outgoing, since, channel)
        waiting = self.settle_seconds - (self._clock.now().timestamp() - since)
        if found is None and waiting > 0:
            time.sleep(min(waiting, self.settle_seconds))
            found = self._whole(outgoing, since, channel)
        return found

    def arrived(self, outgoing: Outgoing, channel: str, since: float | None = None) -> Arrived:
        """What of the delivery is there. Raises NotSent when the history cannot be read to its end."""
        arrived = Arrived()
        if not outgoing.mark:
            return arrived
        if outgoing.edits:
            self._take(arrived, outgoing.mark, self._one(channel, outgoing.edits))
        oldest = f"{since - MARGIN_SECONDS:.6f}" if since is not None else None
        messages = self._read(channel, outgoing.place.thread_id, oldest)
        self._take(arrived, outgoing.mark, messages)
        return arrived

    def messages_since(self, channel: str, since: float) -> list[dict[str, Any]]:
        """The messages of a channel from that moment, oldest first. Raises a SendError."""
        return self._read(channel, None, f"{since:.6f}")

    def _whole(self, outgoing: Outgoing, since: float, channel: str) -> Sent | None:
        arrived = self.arrived(outgoing, channel, since)
        pieces = write(outgoing)
        posts = [piece for piece in pieces if isinstance(piece, Post)]
        files = [piece.document for piece in pieces if isinstance(piece, Upload)]
        if all(post.number in arrived.posts for post in posts) and all(arrived.has_file(each) for each in files):
            return Sent(message_id=arrived.posts[0 if outgoing.edits else posts[-1].number])
        return None

    def _take(self, arrived: Arrived, mark: str, messages: list[dict[str, Any]]) -> None:
        for message in messages:
            metadata = message.get("metadata") or {}
            payload = metadata.get("event_payload") or {}
            if metadata.get("event_type") == EVENT_TYPE and payload.get("d") == mark:
                arrived.posts.setdefault(int(payload.get("n") or 0), str(message["ts"]))
            elif arrived.posts and message.get("files"):
                arrived.files.extend((str(f.get("name")), int(f.get("size") or 0)) for f in message["files"])

    def _one(self, channel: str, ts: str) -> list[dict[str, Any]]:
        try:
            answer = self._client.conversations_history(
                channel=channel, latest=ts, oldest=ts, inclusive=True, limit=1, include_all_metadata=True
            )
            return list(answer.get("messages") or ())
        except Exception as error:  # noqa: BLE001 - every failure has a meaning
            raise _cannot_tell(error) from None

    def _read(self, channel: str, thread: str | None, oldest: str | None) -> list[dict[str, Any]]:
        """From ``oldest`` on, oldest first; without it the last page alone."""
        found: list[dict[str, Any]] = []
        cursor: str | None = None
        for _ in range(PAGES):
            asked: dict[str, Any] = {"channel": channel, "limit": PAGE, "include_all_metadata": True, "cursor": cursor}
            if oldest is not None:
                asked["oldest"] = oldest
            try:
                if thread:
                    answer = self._client.conversations_replies(ts=thread, **asked)
                else:
                    answer = self._client.conversations_history(**asked)
                found.extend(answer.get("messages") or ())
                cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
            except Exception as error:  # noqa: BLE001 - every failure has a meaning
                raise _cannot_tell(error) from None
            if cursor is None or oldest is None:
                return sorted(found, key=lambda message: str(message["ts"]))
        raise NotSent("slack: too much has been said there since")


def _cannot_tell(error: Exception) -> NotSent:
    told = failure(error)
    kind = Unreadable if isinstance(told, Refused) else NotSent
    return kind(f"slack: the history cannot be read: {told}")
