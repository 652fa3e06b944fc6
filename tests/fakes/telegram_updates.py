"""What people do in the fake Telegram, and the queue it waits in until the bot confirms it.

An update is confirmed by a later ``getUpdates`` with a higher offset, or by a 2xx answer of the webhook.
"""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Update = dict[str, Any]


class Updates:
    """The updates not confirmed yet, oldest first, and the makers of new ones."""

    def __init__(self, bot: dict[str, Any], clock: Callable[[], float] = time.time, first: int = 1000) -> None:
        self.bot = bot
        self.clock = clock
        self.waiting: list[Update] = []
        self.confirmed: list[int] = []
        self.next = first
        self.twice = False
        self.shuffled: random.Random | None = None
        self._next_message = 500_000
        self._next_query = 1

    def put(self, *updates: Update) -> list[Update]:
        """Let these wait, as they are; one without an id of its own gets the next."""
        for update in updates:
            if "update_id" not in update:
                update = {"update_id": self.next, **update}  # noqa: PLW2901 - the id is the queue's to give
            if isinstance(update["update_id"], int):
                self.next = update["update_id"] + 1
            self.waiting.append(update)
        return self.waiting[len(self.waiting) - len(updates) :]

    def confirm_below(self, offset: int) -> None:
        """Forget what has a lower id, as ``getUpdates(offset)`` does."""
        self.confirmed += [update["update_id"] for update in self.waiting if update["update_id"] < offset]
        self.waiting = [update for update in self.waiting if update["update_id"] >= offset]

    def confirm(self, update: Update) -> None:
        """Forget this one: the webhook answered 2xx."""
        self.confirmed.append(update["update_id"])
        self.waiting = [other for other in self.waiting if other is not update]

    def confirm_by(self, offset: int) -> None:
        """What a poll's offset confirms, once, as it arrives: what is below it; a negative one keeps only the last ones."""
        if offset > 0:
            self.confirm_below(offset)
        elif offset < 0 and self.waiting:
            self.confirm_below(self.waiting[max(offset, -len(self.waiting))]["update_id"])

    def batch(self, limit: int, allowed: Iterable[str] | None) -> list[Update]:
        """What a poll gets: the earliest that wait."""
        if allowed:
            kinds = set(allowed)
            self.waiting = [update for update in self.waiting if not set(update) - {"update_id"} or set(update) & kinds]
        chosen = self.waiting[: max(1, min(limit, 100))]
        if self.twice:
            chosen = [update for update in chosen for _ in range(2)]
        if self.shuffled is not None:
            chosen = list(chosen)
            self.shuffled.shuffle(chosen)
        return chosen

    # what people do

    def person(self, user: int, name: str = "Lina") -> dict[str, Any]:
        """A person as Telegram describes them."""
        return {"id": user, "is_bot": False, "first_name": name, "language_code": "en"}

    def chat(self, user: int, group: int | None = None) -> dict[str, Any]:
        """The private chat with that person, or a group."""
        if group is None:
            return {"id": user, "type": "private", "first_name": "Lina"}
        return {"id": group, "type": "supergroup", "title": "Sales"}

    def says(
        self,
        user: int,
        text: str | None,
        *,
        group: int | None = None,
        answers: Update | None = None,
        at: float | None = None,
        **more: Any,
    ) -> Update:
        """A person writes; commands and mentions carry their entities. ``more`` goes into the message."""
        self._next_message += 1
        message: dict[str, Any] = {
            "message_id": self._next_message,
            "from": self.person(user),
            "chat": self.chat(user, group),
            "date": int(self.clock() if at is None else at),
        }
        if text is not None:
            message["text"] = text
            entities = entities_of(text)
            if entities:
                message["entities"] = entities
        if answers is not None:
            message["reply_to_message"] = answers
        return {"message": {**message, **more}}

    def edits(self, update: Update, text: str) -> Update:
        """The author rewrites the message of that update."""
        old = update["message"] if "message" in update else update["edited_message"]
        return {"edited_message": {**old, "text": text, "edit_date": int(self.clock()) + 1}}

    def presses(self, user: int, token: str, message: Update) -> Update:
        """A person presses the button with that token on that message of the bot."""
        self._next_query += 1
        return {
            "callback_query": {
                "id": f"4382{self._next_query:08d}",
                "from": self.person(user),
                "message": message,
                "chat_instance": "-77",
                "data": token,
            }
        }

    def blocks(self, user: int, status: str = "kicked") -> Update:
        """A person stops (``kicked``) or restarts (``member``) the bot."""
        member = {"user": self.bot, "status": status}
        return {
            "my_chat_member": {
                "chat": self.chat(user),
                "from": self.person(user),
                "date": int(self.clock()),
                "old_chat_member": {"user": self.bot, "status": "member" if status == "kicked" else "kicked"},
                "new_chat_member": member,
            }
        }


def entities_of(text: str) -> list[dict[str, Any]]:
    """The commands and mentions in a text a person wrote, offsets in UTF-16 units."""
    found = []
    for kind, pattern in (("bot_command", r"(?<!\S)/\w+(?:@\w+)?"), ("mention", r"(?<![\w/])@\w{4,}")):
        for hit in re.finditer(pattern, text):
            start = len(text[: hit.start()].encode("utf-16-le", "replace")) // 2
            found.append({"type": kind, "offset": start, "length": len(hit.group().encode("utf-16-le")) // 2})
    return found
