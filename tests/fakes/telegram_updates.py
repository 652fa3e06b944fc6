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
        self.files: dict[str, bytes] = {}
        """What people have sent, by file id, until the bot fetches it."""
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

    def forwards(
        self,
        user: int,
        text: str | None,
        *,
        author: str = "",
        hidden: str = "",
        channel: str = "",
        written: float | None = None,
        at: float | None = None,
        **more: Any,
    ) -> Update:
        """A person passes on what ``author`` wrote (``hidden``: somebody who does not show who they are; ``channel``: a post)."""
        date = int((self.clock() if at is None else at) if written is None else written)
        origin: dict[str, Any] = {"type": "hidden_user", "sender_user_name": hidden or "Somebody", "date": date}
        if author:
            first, _, last = author.partition(" ")
            person = self.person(9_000_000 + sum(map(ord, author)), first) | ({"last_name": last} if last else {})
            origin = {"type": "user", "sender_user": person, "date": date}
        elif channel:
            chat = {"id": -1009, "type": "channel", "title": channel}
            origin = {"type": "channel", "chat": chat, "message_id": 7, "date": date}
        return self.says(user, text, at=at, forward_origin=origin, **more)

    def shares_contact(
        self, user: int, name: str, phone: str, *, vcard: str = "", at: float | None = None, **more: Any
    ) -> Update:
        """A person shares a contact out of the phone's address book."""
        first, _, last = name.partition(" ")
        card = {"phone_number": phone, "first_name": first} | ({"last_name": last} if last else {})
        return self.says(user, None, at=at, contact=card | ({"vcard": vcard} if vcard else {}), **more)

    def sends_file(
        self,
        user: int,
        data: bytes,
        *,
        kind: str = "document",
        name: str = "",
        mime: str = "",
        caption: str | None = None,
        at: float | None = None,
        **more: Any,
    ) -> Update:
        """A person sends a file: ``document``, ``photo`` (in several sizes), ``voice``, ``audio`` or ``video``."""
        self._next_message += 1
        file_id = f"{kind}-{self._next_message}"
        self.files[file_id] = data
        told: Any = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(data)}
        if kind == "photo":
            self.files[f"{file_id}-small"] = data[:10]
            small = {"file_id": f"{file_id}-small", "file_unique_id": "s", "file_size": 10, "width": 90, "height": 67}
            told = [small, told | {"width": 1280, "height": 960}]
        else:
            told |= {"file_name": name} if name else {}
            told |= {"mime_type": mime} if mime else {}
            told |= {"duration": 7} if kind in {"voice", "audio", "video"} else {}
        if caption is not None:
            more["caption"] = caption
        return self.says(user, None, at=at, **{kind: told}, **more)

    def is_at(self, user: int, latitude: float, longitude: float, *, at: float | None = None, **more: Any) -> Update:
        """A person shares where they are."""
        return self.says(user, None, at=at, location={"latitude": latitude, "longitude": longitude}, **more)

    def reacts(self, user: int, message_id: int, *emoji: str, group: int | None = None) -> Update:
        """A person puts these reactions on a message (none: takes them away)."""
        return {
            "message_reaction": {
                "chat": self.chat(user, group),
                "message_id": message_id,
                "user": self.person(user),
                "date": int(self.clock()),
                "old_reaction": [],
                "new_reaction": [{"type": "emoji", "emoji": each} for each in emoji],
            }
        }

    def types_inline(self, user: int, text: str, language: str = "en") -> Update:
        """A person types the bot's name and then that, in any chat."""
        self._next_query += 1
        person = self.person(user) | {"language_code": language}
        query = {"id": f"71{self._next_query:09d}", "from": person, "query": text, "offset": "", "chat_type": "private"}
        return {"inline_query": query}

    def migrates(self, group: int, to: int) -> list[Update]:
        """A group becomes a supergroup with a new id: the two notices that Telegram sends of it."""
        old = {"id": group, "type": "group", "title": "Sales"}
        first = self.says(1, None, chat=old, migrate_to_chat_id=to)
        second = self.says(1, None, group=to, migrate_from_chat_id=group)
        return [first, second]

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

    def blocks(self, user: int, status: str = "kicked", *, group: int | None = None) -> Update:
        """A person stops (``kicked``) or restarts (``member``) the bot, or puts it out of or into a group."""
        member = {"user": self.bot, "status": status}
        return {
            "my_chat_member": {
                "chat": self.chat(user, group),
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
