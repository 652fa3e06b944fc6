"""The Telegram side of the contract's bench: the fake server, the platform on it, and its raw updates."""

from __future__ import annotations

import sqlite3
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from adapters.telegram import build
from bot.screens.sharing import Offer
from bot.settings import TelegramSettings
from tests.adapters.stand import Shown
from tests.fakes.telegram import NAME, TOKEN
from tests.fakes.telegram_faults import Fault as Wrong

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.language.words import Language
    from bot.messages import Speaker
    from bot.platform import ChatPlatform
    from core.talking.raw import Raw
    from tests.adapters.stand import Fault
    from tests.fakes.telegram import FakeTelegram

LINA, GROUP = 4242, -1001
WRONGS = {
    "lost_answer": Wrong("lost"),
    "reset": Wrong("reset"),
    "server_error": Wrong("status", code=502),
    "garbage": Wrong("garbage"),
    "slow_down": Wrong("flood", seconds=7),
    "gone": Wrong("refuse", code=403, text="Forbidden: bot was blocked by the user"),
    "bad_request": Wrong("refuse", code=400, text="Bad Request: message is too long"),
}


class TelegramBench:
    """One fake Telegram with one person and one group."""

    faults = frozenset(WRONGS) | {"unreachable", "moved"}
    user_id, chat_id, group_id = str(LINA), str(LINA), str(GROUP)

    def __init__(self, fake: FakeTelegram) -> None:
        self.fake = fake
        settings = TelegramSettings.model_validate({"token": TOKEN, "api_base": fake.address, "bot_name": NAME})
        self.platform: ChatPlatform = build(settings)
        self._next_update = 5000

    def text_update(self, text: str, *, group: bool = False, answers: str | None = None) -> dict[str, Any]:
        """Lina wrote this; in the group she names the bot."""
        answered = self.fake.chats.messages[LINA, int(answers)] if answers is not None else None
        if not group:
            return self._numbered(self.fake.updates.says(LINA, text, answers=answered))
        return self._numbered(self.fake.updates.says(LINA, f"@{NAME} {text}", group=GROUP, answers=answered))

    def edit_update(self, text: str, of: dict[str, Any]) -> dict[str, Any]:
        """She rewrote it."""
        return self._numbered(self.fake.updates.edits(of, text))

    def click_update(self, token: str, on: str) -> dict[str, Any]:
        """She pressed that button."""
        return self._numbered(self.fake.updates.presses(LINA, token, self.fake.chats.messages[LINA, int(on)]))

    def ignored_updates(self) -> list[dict[str, Any]]:
        """Other bots, posts in the name of a chat, through a bot or in a channel, joins, talk and another bot's command."""
        says = self.fake.updates.says
        bot: Any = {"id": 99, "is_bot": True, "first_name": "Other"}
        chat = {"id": GROUP, "type": "supergroup", "title": "Sales"}
        made = [
            says(LINA, "I am a bot", **{"from": bot}),
            says(1087968824, "/undo", group=GROUP, sender_chat=chat),
            says(LINA, "/undo", via_bot=bot),
            says(777000, "/undo"),
            says(LINA, None, group=GROUP, new_chat_members=[self.fake.bot]),
            says(LINA, "lunch anybody?", group=GROUP),
            says(LINA, "/help@another_bot", group=GROUP),
            {"channel_post": {"message_id": 7, "chat": {"id": -9, "type": "channel"}, "date": 1, "text": "/undo"}},
            {"message_reaction": {"chat": chat, "message_id": 7, "date": 1, "old_reaction": [], "new_reaction": []}},
        ]
        return [self._numbered(update) for update in made]

    def poison_update(self) -> dict[str, Any]:
        """A message whose parts are of the wrong kind."""
        return self._numbered({"message": {"message_id": "seven", "from": [], "chat": 5, "date": {"no": "date"}}})

    def deliver(self, *updates: dict[str, Any]) -> None:
        """Let these wait for the bot."""
        self.fake.deliver(*updates)

    def unconfirmed(self) -> int:
        """How many still wait."""
        return len(self.fake.updates.waiting)

    def shown(self) -> list[Shown]:
        """The ledger; looking at it also ends the fault that was armed."""
        self.fake.listening(on=True)
        self.fake.do(self.fake.flood.penalties.clear)
        self.fake.do(self.fake.chats.moved.clear)
        return [
            Shown(
                message_id=str(each.message_id),
                chat_id=str(each.chat_id),
                text=each.text,
                buttons=tuple(
                    tuple((key["text"], key.get("callback_data", "")) for key in row) for row in each.buttons
                ),
                active=(
                    *(entity["type"] for entity in each.entities if entity["type"] != "bold"),
                    *(["preview"] if each.preview and not each.file_name else []),
                ),
                edits=str(each.message_id) if each.edits else None,
                file_name=each.file_name,
            )
            for each in self.fake.ledger
        ]

    def fault(self, name: Fault) -> None:
        """The next send meets it."""
        if name == "unreachable":
            self.fake.listening(on=False)
        elif name == "moved":
            self.fake.do(lambda: self.fake.chats.moved.update({LINA: -100777}))
        else:
            wrong = WRONGS[name]
            self.fake.arm(Wrong(wrong.kind, code=wrong.code, text=wrong.text, seconds=wrong.seconds))

    def _numbered(self, update: dict[str, Any]) -> dict[str, Any]:
        self._next_update += 1
        return {"update_id": self._next_update, **update}


class FileInbox:
    """An inbox that a killed process leaves behind: one SQLite file, each update committed before ``put`` returns."""

    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, timeout=10)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("CREATE TABLE IF NOT EXISTS inbox (ext_id TEXT UNIQUE, gesture TEXT UNIQUE, text TEXT)")

    def put(self, ext_id: str, body: dict[str, Any], *, gesture: str | None = None, chat: str = "") -> bool:
        """Commit it; false where it is there already."""
        del chat
        time.sleep(0.005)  # a slow disk, so that a kill finds something half done
        text = body.get("message", {}).get("text")
        told = self.connection.execute("INSERT OR IGNORE INTO inbox VALUES (?, ?, ?)", (ext_id, gesture, text))
        return told.rowcount == 1

    def shareable(self, speaker: Speaker, text: str, fields: Collection[str], language: Language) -> Offer:
        """Nothing: it keeps no customers."""
        del speaker, text, fields
        return Offer(language)

    def put_many(self, updates: Sequence[Raw]) -> list[bool]:
        """Commit each; killed half way, some are kept and none is confirmed."""
        return [self.put(one.ext_id, one.body, gesture=one.gesture, chat=one.chat) for one in updates]

    def found_so_far(self, speaker: Speaker, text: str) -> list[tuple[str, str]]:
        """Nobody: it keeps no customers."""
        del speaker, text
        return []


if __name__ == "__main__":
    # A bot to be killed: python -m tests.adapters.telegram_bench ADDRESS FILE
    settings = TelegramSettings.model_validate({"token": TOKEN, "api_base": sys.argv[1], "bot_name": NAME})
    build(settings).receive(FileInbox(sys.argv[2]), threading.Event())
