"""Long polling: each raw update is committed to the inbox, and only the next poll confirms it.

No offset is kept from an earlier run or a quiet time: after a week of silence Telegram begins anew at a random id, and a
remembered offset would confirm what nobody has seen (RELIABILITY, platform limits). What comes twice the inbox drops.
"""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from telegram.error import Conflict, InvalidToken, TelegramError

from adapters.telegram.read import RECEIVED_AT, WANTED, gesture
from adapters.telegram.wire import POLL_SECONDS, Flooded, Line
from bot.logs import log
from bot.platform import BadToken
from core.talking.raw import Raw

if TYPE_CHECKING:
    import threading

    from adapters.telegram.inline import Inline
    from bot.platform import Inbox
    from core.clock import Clock

_GLANCE = 0.2
"""Seconds between two looks at ``stop`` while a poll waits."""
_SHORTEST, _LONGEST = 0.25, 5.0
"""Seconds to wait after a failure: the first time, and at most; a cut network is noticed within the longest."""
_REFUSED_WAIT = 20.0
REFUSALS = 3
"""So many polls in a row must be refused before the token counts as refused for good: an ailing Telegram refuses one now and then."""
REFUSES = "Telegram refuses the bot token: set DAFTAR_TELEGRAM__TOKEN to the one that @BotFather shows under /mybots."


class Receiver:
    """One poller. ``trouble`` is what keeps it from receiving, in words for the operator, empty while all is well."""

    def __init__(self, line: Line, clock: Clock, inline: Inline) -> None:
        self._line = line
        self._inline = inline
        self._clock = clock
        self._wait = _SHORTEST
        self._refusals = 0
        self.trouble = ""

    def run(self, inbox: Inbox, stop: threading.Event) -> None:
        """Receive until ``stop`` is set; returns within a second of it. Raises BadToken when Telegram refuses the token for good."""
        self._line.begin("deleteWebhook")  # with one active every poll would be refused
        offset: int | None = None
        while not stop.is_set():
            try:
                updates = self._poll(offset, stop)
            except TelegramError as error:
                self._rest_after(error, stop)
                continue
            if updates is None:
                return
            if not updates:
                offset = None
                self._well()
                continue
            committed = self._keep_all(updates, inbox)
            offset = committed if committed is not None else offset
            if self.trouble or committed is None:
                self._rest(stop)
            else:
                self._well()

    def _poll(self, offset: int | None, stop: threading.Event) -> list[Any] | None:
        """The next updates, None when it is time to stop. Raises TelegramError."""
        asked = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": list(WANTED)}
        future = self._line.begin("getUpdates", asked)
        while not stop.is_set():
            try:
                updates = future.result(_GLANCE)
            except NotYet:
                if future.done():
                    raise TelegramError("the poll ended by itself") from None
                continue
            except CancelledError:
                return None
            return updates if isinstance(updates, list) else []
        future.cancel()
        return None

    def _keep_all(self, updates: list[Any], inbox: Inbox) -> int | None:
        """Commit them in order; returns the offset that confirms what is committed and nothing else."""
        self.trouble = ""
        left = self._not_kept(updates, inbox)
        waiting: list[int] = [update["update_id"] for update in left if _has_id(update)]
        if waiting:
            return min(waiting)
        highest: int | None = max((update["update_id"] for update in updates if _has_id(update)), default=None)
        return None if highest is None else highest + 1

    def _not_kept(self, updates: list[Any], inbox: Inbox) -> list[Any]:
        """Commit all in one transaction, or, where that fails, one by one up to the first that fails; what is left."""
        with suppress(Exception):
            self._keep_many(updates, inbox)
            return []
        for place, update in enumerate(updates):
            try:
                self.keep(update, inbox)
            except Exception as error:  # noqa: BLE001 - whatever the store says: what is not kept is not confirmed
                self.trouble = f"an update could not be kept: {type(error).__name__}"
                log().error("telegram_update_not_kept", fault=error)
                return updates[place:]
        return []

    def keep(self, update: Any, inbox: Inbox) -> None:
        """Commit one update; a new press on a button is then answered. Raises what the inbox raises."""
        self._keep_many([update], inbox)

    def _keep_many(self, updates: list[Any], inbox: Inbox) -> None:
        raw = [self._raw(update) for update in updates if not self._inline.take(update, inbox)]
        if not raw:
            return
        for one, new in zip(raw, inbox.put_many(raw), strict=True):
            query = one.body.get("callback_query")
            if new and isinstance(query, dict) and "id" in query:
                self._line.begin("answerCallbackQuery", {"callback_query_id": str(query["id"])})

    def _raw(self, update: Any) -> Raw:
        body = storable(update)
        body[RECEIVED_AT] = self._clock.now().timestamp()
        made, chat = gesture(body)
        return Raw(ext_id_of(update), body, made, chat)

    def _rest_after(self, error: TelegramError, stop: threading.Event) -> None:
        """Say what is wrong and wait a while."""
        match error:
            case Flooded():
                self.trouble = "Telegram asks to wait"
                self._wait = error.seconds
            case Conflict():
                self.trouble = "another program receives with the same bot token"
                if "webhook" in error.message:
                    self._line.begin("deleteWebhook")
            case InvalidToken():
                self.trouble = "Telegram does not know this bot token"
                self._refusals += 1
                if self._refusals >= REFUSALS:
                    raise BadToken(REFUSES) from None
                self._wait = _REFUSED_WAIT
            case _:
                self.trouble = "Telegram cannot be reached"
        log().warning("telegram_not_receiving", reason=self.trouble, wait=round(self._wait, 2))
        self._rest(stop)

    def _rest(self, stop: threading.Event) -> None:
        stop.wait(self._wait)
        self._wait = min(self._wait * 2, _LONGEST)

    def _well(self) -> None:
        self.trouble, self._wait, self._refusals = "", _SHORTEST, 0


def _has_id(update: Any) -> bool:
    return isinstance(update, dict) and isinstance(update.get("update_id"), int)


def ext_id_of(update: Any) -> str:
    """The key of an update: its id, or a digest of one that has none."""
    if _has_id(update):
        return str(update["update_id"])
    told = json.dumps(update, sort_keys=True, default=str)
    return "?" + hashlib.sha256(told.encode()).hexdigest()[:32]


def storable(update: Any) -> dict[str, Any]:
    """The update as any database takes it: an object, without NUL and lone surrogates (they become U+FFFD)."""
    body = _clean(update)
    return body if isinstance(body, dict) else {"not_an_update": body}


def _clean(told: Any) -> Any:
    if isinstance(told, str):
        if told.isascii() and "\x00" not in told:
            return told
        return told.encode("utf-8", "surrogatepass").decode("utf-8", "replace").replace("\x00", "\ufffd")
    if isinstance(told, dict):
        return {_clean(str(key)): _clean(value) for key, value in told.items()}
    if isinstance(told, list):
        return [_clean(each) for each in told]
    return told
