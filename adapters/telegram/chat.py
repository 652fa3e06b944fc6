"""Telegram as a ChatPlatform: the parts of this folder, joined."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from telegram.error import BadRequest, InvalidToken, TelegramError

from adapters.listening import Listening
from adapters.telegram.hook import Hook, announcement, told_where
from adapters.telegram.inline import Inline
from adapters.telegram.menu import MENU, Entry, publish
from adapters.telegram.read import Me, read
from adapters.telegram.receive import REFUSES, Receiver
from adapters.telegram.send import Sender
from adapters.telegram.shared import NAME
from adapters.telegram.wire import Line
from adapters.telegram.write import LIMITS
from bot.logs import keep_secret, log
from bot.platform import BadToken, NotFetched, NotSent
from core.clock import Clock, SystemClock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.applications import Starlette

    from bot.messages import Incoming
    from bot.platform import Inbox, Sent
    from bot.reply import Outgoing


ASK_SECONDS = 6.0
"""Seconds for which the start waits for Telegram; when it is away the bot starts all the same."""


class Telegram:
    """One bot. ``workspace`` is the bot's own number, the first half of its token: people are known per bot.

    Raises ValueError for a token that is none and for an address that must not get it.
    """

    name = NAME
    limits = LIMITS
    picks = "grid"

    def __init__(
        self,
        token: str,
        api_base: str,
        *,
        clock: Clock | None = None,
        menu: Sequence[Entry] = MENU,
        username: str = "",
        hook: Hook | None = None,
        inline: Sequence[str] = (),
    ) -> None:
        number, _, rest = token.partition(":")
        if not number.isdecimal() or not rest:
            raise ValueError("a Telegram token looks like 123456:ABC…, as @BotFather gives it")
        keep_secret(token, rest)
        self.workspace = number
        self._me = Me(id=int(number), username=username.removeprefix("@"))
        self._line = Line(token, api_base)
        self._menu = tuple(menu)
        self._hook = hook
        self.port = 0
        """The port that Telegram's posts come to while they are listened for."""
        self._inline = Inline(self._line, number, inline)
        self._receiver = Receiver(self._line, clock or SystemClock(), self._inline)
        self._sender = Sender(self._line)
        self._asking = threading.Lock()

    @property
    def trouble(self) -> str:
        """What keeps the bot from receiving, in words for the operator; empty while all is well."""
        return self._receiver.trouble

    @property
    def last_contact(self) -> float:
        """When Telegram last answered anything, in monotonic seconds; 0 before the first answer."""
        return self._line.last_contact

    def introduce(self) -> None:
        """Ask Telegram who the bot is. Raises BadToken where it refuses the token, NotSent where it cannot tell."""
        try:
            told = self._line.begin("getMe").result(ASK_SECONDS)
        except InvalidToken:
            raise BadToken(REFUSES) from None
        except (TelegramError, TimeoutError) as error:
            raise NotSent(f"who the bot is could not be asked: {type(error).__name__}") from None
        self._me = Me(id=self._me.id, username=str(told.get("username", "")))

    def me(self) -> Me:
        """The bot; its user name is asked of Telegram once. Raises NotSent while Telegram does not tell it."""
        with self._asking:
            if not self._me.username:
                try:
                    told = self._line.call("getMe")
                except TelegramError as error:
                    raise NotSent(f"who the bot is could not be asked: {type(error).__name__}") from error
                self._me = Me(id=self._me.id, username=str(told.get("username", "")))
            return self._me

    def read(self, body: dict[str, Any]) -> Incoming | None:
        """A raw update as we know it. Raises ValueError on what makes no sense."""
        return read(body, self._named() if _in_group(body) else self._me)

    def _named(self) -> Me:
        """The bot with its name, which tells in a group whether it is spoken to; without it while Telegram is away."""
        try:
            return self.me()
        except NotSent:
            log().warning("telegram_name_unknown")
            return self._me

    def receive(self, inbox: Inbox, stop: threading.Event) -> None:
        """Receive until ``stop`` is set: commit each raw update to the inbox, then confirm it. Polls, unless there is a hook.

        Raises OSError where the hook's port is taken.
        """
        publish(self._line, self._menu)
        if self._hook is None:
            self._receiver.run(inbox, stop)
            return
        listening = Listening(
            self.webhook(inbox, self._hook.secret), self._hook.host, self._hook.port, name="telegram-http"
        )
        self.port = listening.port
        try:
            told_where(self._line, self._hook, lambda: listening.alive, self._receiver, stop)
        finally:
            listening.close()

    def webhook(self, inbox: Inbox, secret: str, path: str = "/telegram") -> Starlette:
        """The application that receives instead of ``receive``; ``announce`` tells Telegram where it stands."""
        from adapters.telegram.webhook import webhook

        return webhook(lambda update: self._receiver.keep(update, inbox), secret, path)

    def announce(self, url: str, secret: str) -> None:
        """Let Telegram post updates to that address from now on. Raises NotSent when it does not take it."""
        try:
            self._line.call("setWebhook", announcement(url, secret))
        except TelegramError as error:
            raise NotSent(f"the webhook could not be set: {type(error).__name__}") from error
        publish(self._line, self._menu)

    def send(self, outgoing: Outgoing) -> Sent:
        """One attempt to deliver. Raises a SendError; never tries again by itself."""
        return self._sender.send(outgoing)

    def fetch(self, ref: str, most: int) -> bytes:
        """The contents of the file with that id, at most so many bytes. Raises NotFetched."""
        try:
            told = self._line.call("getFile", {"file_id": ref})
        except BadRequest as error:
            raise NotFetched("too_big" if "too big" in error.message.lower() else "away") from error
        except TelegramError as error:
            raise NotFetched("away") from error
        if int(told.get("file_size", 0)) > most:
            raise NotFetched("too_big")
        return self._line.fetch(str(told.get("file_path", "")), most)

    def look_up(self, outgoing: Outgoing, since: float) -> Sent | None:
        """Telegram tells nobody what was delivered (RELIABILITY FACT8): always raises NotSent."""
        del outgoing, since
        raise NotSent("Telegram has no way to look a delivery up")

    def close(self) -> None:
        """Let go of all connections; called once, after the last send."""
        self._inline.close()
        self._line.close()


def _in_group(body: dict[str, Any]) -> bool:
    told = body.get("message") or body.get("edited_message")
    chat = told.get("chat") if isinstance(told, dict) else None
    return isinstance(chat, dict) and chat.get("type") != "private"
