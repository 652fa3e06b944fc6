"""A platform that refuses the bot's token: whether it means it, who is told, and whether there is anything left to serve.

At the start a refused token ends the program (exit code 4). Later the platform is asked three times, for an ailing one refuses
now and then; when it stays with it the other platforms go on, what waits for this one stays in the outbox, and the managers
who can be reached elsewhere are told, once a day.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from bot.delivering.waiting import post
from bot.logs import log
from bot.messages import Place
from bot.platform import BadToken, SendError
from core.database import NoStore
from core.errors import Busy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.platform import ChatPlatform
    from core.crm import Crm, Office

ASKED: Final = 3
_AGAIN: Final = 20.0
"""Seconds between two questions whether the token is refused."""
_TELL_AGAIN: Final = 5.0
"""Seconds between two tries to tell the managers while the database is locked, full or away."""


def introduce(platform: ChatPlatform) -> None:
    """Let a platform ask who the bot is, where it can. Raises BadToken; that it cannot be reached now is no matter."""
    ask: Callable[[], None] | None = getattr(platform, "introduce", None)
    if ask is not None:
        with suppress(SendError):
            ask()


class Tokens:
    """The platforms' tokens in one process. ``settled`` is called with a platform and why it is refused, or no reason."""

    def __init__(
        self,
        office: Office,
        platforms: Mapping[str, ChatPlatform],
        settled: Callable[[str, str], None],
        *,
        again: float = _AGAIN,
        tell_again: float = _TELL_AGAIN,
    ) -> None:
        self._office = office
        self._platforms = platforms
        self._settled = settled
        self._again = again
        self._tell_again = tell_again
        self._lock = threading.Lock()
        self._refused: set[str] = set()

    def doubted(self, name: str, stop: threading.Event) -> threading.Thread:
        """Ask in the background whether the token is refused for good."""
        thread = threading.Thread(target=self._ask, args=(name, stop), name=f"token-{name}", daemon=True)
        thread.start()
        return thread

    def refused(self, name: str, sentence: str, stop: threading.Event) -> None:
        """The token is refused for good; doing it twice is doing it once.

        Where the database cannot take it now, managers are told as soon as it can; that goes on until ``stop``.
        """
        with self._lock:
            if name in self._refused:
                return
            self._refused.add(name)
        log().critical("token_refused", platform=name, sentence=sentence)
        told = self._told(name)
        self._settled(name, sentence)
        while not told and not stop.wait(self._tell_again):
            told = self._told(name)

    def _told(self, name: str) -> bool:
        """Whether the managers were told, or nobody ever will be: that the platform is settled may not hang on it."""
        try:
            with self._office.open(None, doing="token") as crm:
                self._tell(crm, name)
        except Exception as fault:  # noqa: BLE001 - as above
            log().warning("not_told", platform=name, fault=fault)
            return not isinstance(fault, Busy | NoStore)
        return True

    def none_left(self, name: str) -> bool:
        """Whether there is nothing to serve without that platform: the others are refused too, or it never answered at all."""
        never = getattr(self._platforms[name], "last_contact", None) == 0
        return never or self._refused >= set(self._platforms)

    def _ask(self, name: str, stop: threading.Event) -> None:
        platform: Any = self._platforms[name]
        refusals = 0
        while not stop.is_set():
            try:
                platform.introduce()
            except BadToken as refused:
                refusals += 1
                if refusals >= ASKED:
                    self.refused(name, str(refused), stop)
                    return
            except SendError:
                pass  # it cannot be reached: that says nothing of the token
            except Exception as fault:  # noqa: BLE001 - nor does an answer that makes no sense, and nobody else would ask again
                log().warning("token_not_asked", platform=name, fault=fault)
            else:
                self._settled(name, "")
                return
            stop.wait(self._again)

    def _tell(self, crm: Crm, name: str) -> None:
        """Tell each manager and admin who is linked to another platform that is still served."""
        for rep in crm.team.reps(active=True):
            if rep.role not in ("manager", "admin"):
                continue
            for known in crm.team.identities(rep.id):
                if known.chat_id and known.platform in self._platforms and known.platform not in self._refused:
                    place = Place(platform=known.platform, workspace=known.workspace, chat_id=known.chat_id)
                    key = f"token:{name}:{crm.now.date().isoformat()}:{rep.id}"
                    post(crm, key, rep, place, kind="alert", payload={"notice": "token_refused", "platform": name})
                    break
